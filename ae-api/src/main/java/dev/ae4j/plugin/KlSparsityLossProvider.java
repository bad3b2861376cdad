package dev.ae4j.plugin;

import dev.ae4j.OptionException;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Operation;
import dev.ae4j.graph.op.Softmax;
import dev.ae4j.graph.op.Unary;
import dev.ae4j.graph.op.UnaryKind;
import dev.ae4j.model.Loss;
import dev.ae4j.spi.LossProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;
import java.util.List;

/**
 * Makes the penalty for elements of the code that are active more often than a target {@code p}:
 * {@code sum(p log(p / q) + (1 - p) log((1 - p) / (1 - q)))} over the elements of a code, where
 * {@code q} is the mean of an element over the batch.
 *
 * <p>Ng, "Sparse autoencoder", CS294A lecture notes, 2011. Elements must lie between 0 and 1, so
 * the code must be made by a sigmoid or softmax. Means are limited to {@code [1e-6, 1 - 1e-6]}.
 */
public final class KlSparsityLossProvider implements LossProvider {
  private static final float LIMIT = 1e-6f;

  @Override
  public String id() {
    return "kl-sparsity";
  }

  @Override
  public String description() {
    return "penalty: divergence of mean activations from a target, for codes in (0, 1)";
  }

  @Override
  public OptionSchema options() {
    return OptionSchema.builder()
        .number("target", 0.05, 1e-3, 0.999, "the mean that elements of the code should have")
        .build();
  }

  @Override
  public Loss create(Options options) {
    float target = (float) options.number("target");
    return in -> {
      Tensor code = in.latent().code();
      checkRange(code);
      Tensor mean = code.mean(List.of(0)).clip(LIMIT, 1 - LIMIT);
      Tensor rest = Tensor.scalar(1).minus(mean);
      double entropy = -target * Math.log(target) - (1 - target) * Math.log(1 - target);
      return mean.log()
          .times(-target)
          .minus(rest.log().times(1 - target))
          .minus((float) entropy)
          .sum();
    };
  }

  private static void checkRange(Tensor code) {
    Operation made = code.operation();
    boolean sigmoid = made instanceof Unary unary && unary.kind() == UnaryKind.SIGMOID;
    if (!sigmoid && !(made instanceof Softmax)) {
      throw new OptionException(
          "Loss kl-sparsity needs a code between 0 and 1, but the encoder makes it by the operation "
              + made.name()
              + ". Maybe give the encoder the option code-activation=sigmoid");
    }
  }
}
