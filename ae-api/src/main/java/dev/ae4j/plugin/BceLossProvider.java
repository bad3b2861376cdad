package dev.ae4j.plugin;

import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Reshape;
import dev.ae4j.graph.op.Unary;
import dev.ae4j.graph.op.UnaryKind;
import dev.ae4j.model.Loss;
import dev.ae4j.spi.LossProvider;
import dev.ae4j.spi.Options;

/**
 * Makes the binary cross-entropy: {@code mean(-t log(r) - (1 - t) log(1 - r))}.
 *
 * <p>A reconstruction that is a sigmoid of {@code x} gives the equal {@code mean(softplus(x) - t
 * x)}, which neither overflows nor loses its gradient. Any other one is limited to {@code [1e-7, 1
 * - 1e-7]} first.
 */
public final class BceLossProvider implements LossProvider {
  private static final float LIMIT = 1e-7f;

  @Override
  public String id() {
    return "bce";
  }

  @Override
  public String description() {
    return "binary cross-entropy, for targets in [0, 1]";
  }

  @Override
  public Loss create(Options options) {
    return in -> elements(in.reconstruction(), in.target()).mean();
  }

  /** Returns the cross-entropy of each element. */
  static Tensor elements(Tensor reconstruction, Tensor target) {
    if (reconstruction.operation() instanceof Reshape reshape) {
      return elements(reshape.x(), target.reshape(reshape.x().shape()));
    }
    if (reconstruction.operation() instanceof Unary unary && unary.kind() == UnaryKind.SIGMOID) {
      Tensor logits = unary.x();
      return logits.softplus().minus(target.times(logits));
    }
    Tensor r = reconstruction.clip(LIMIT, 1 - LIMIT);
    Tensor one = Tensor.scalar(1);
    return target.times(r.log()).plus(one.minus(target).times(one.minus(r).log())).negate();
  }
}
