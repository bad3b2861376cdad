package dev.ae4j.plugin;

import dev.ae4j.OptionException;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.model.BuildContext;
import dev.ae4j.model.BuildContext.Mode;
import dev.ae4j.model.GaussianLatent;
import dev.ae4j.model.Initializers;
import dev.ae4j.model.Loss;
import dev.ae4j.spi.LossProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;

/**
 * Makes the divergence of a {@link GaussianLatent} from the standard normal distribution: {@code
 * beta sum(mean^2 + variance - log(variance) - 1) / 2} over the elements of a code, in nats, the
 * mean over the samples.
 *
 * <p>Kingma and Welling 2014; {@code beta} of Higgins et al. 2017. In the first {@code warm-up}
 * steps of training the weight grows from 0 to {@code beta} in proportion: Bowman et al. 2016,
 * Sønderby et al. 2016.
 */
public final class KlLossProvider implements LossProvider {
  @Override
  public String id() {
    return "kl";
  }

  @Override
  public String description() {
    return "divergence of a Gaussian code from the standard normal distribution, in nats";
  }

  @Override
  public OptionSchema options() {
    return OptionSchema.builder()
        .number("beta", 1, 0, 1e6, "the weight of the divergence")
        .integer("warm-up", 0, 0, 1 << 24, "steps in which the weight grows from 0 to beta")
        .build();
  }

  @Override
  public Loss create(Options options) {
    float beta = (float) options.number("beta");
    int warmUp = options.integer("warm-up");
    return in -> {
      if (!(in.latent() instanceof GaussianLatent posterior)) {
        throw new OptionException(
            "Loss kl needs an encoder that gives mean and log-variance. Maybe variational");
      }
      Tensor mean = posterior.mean();
      Tensor logVariance = posterior.logVariance();
      Tensor divergence =
          mean.square().plus(logVariance.exp()).minus(logVariance).minus(1).times(0.5f).sum();
      return divergence.dividedBy(Tensor.batchSize()).times(weight(beta, warmUp, in.context()));
    };
  }

  private static Tensor weight(float beta, int warmUp, BuildContext context) {
    if (warmUp == 0 || context.mode() != Mode.TRAINING) {
      return Tensor.scalar(beta);
    }
    Tensor step =
        context.state(
            "step",
            Shape.scalar(),
            Initializers.zeros(),
            // Beyond the end it stays, where a float could not count on for ever
            before -> before.plus(1).minimum(Tensor.scalar(warmUp)));
    return step.times(beta / warmUp);
  }
}
