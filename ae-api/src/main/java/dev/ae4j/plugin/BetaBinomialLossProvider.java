package dev.ae4j.plugin;

import dev.ae4j.graph.Tensor;
import dev.ae4j.model.Likelihood;
import dev.ae4j.model.LossInputs;
import dev.ae4j.spi.LossProvider;
import dev.ae4j.spi.Options;

/**
 * Makes the likelihood of elements in 256 steps from 0 to 1, as in images of 8 bits: that of 255
 * trials {@code k} succeed whose probability is drawn from a beta distribution, {@code C(255, k)
 * B(k + a, 255 - k + b) / B(a, b)}. Summed over the elements of a sample, in nats, the mean over
 * the samples.
 *
 * <p>{@code B(a, b) = gamma(a) gamma(b) / gamma(a + b)}. The decoder makes {@code log(a)} and
 * {@code log(b)}, which are limited to {@code [-7, 7]}; where it ends with a sigmoid, what that is
 * applied to is taken. Targets are rounded to the nearest step. Users see the mean {@code a / (a +
 * b)}. Skellam 1948.
 */
public final class BetaBinomialLossProvider implements LossProvider {
  private static final int STEPS = 255;
  private static final float LIMIT = 7;

  @Override
  public String id() {
    return "beta-binomial";
  }

  @Override
  public String description() {
    return "likelihood: 256 steps from 0 to 1 as counts, in nats for each sample";
  }

  @Override
  public Likelihood create(Options options) {
    return new BetaBinomial();
  }

  private static final class BetaBinomial implements Likelihood {
    @Override
    public int parametersPerElement() {
      return 2;
    }

    @Override
    public Tensor mean(Tensor parameters) {
      Tensor a = parameter(0, parameters);
      return a.dividedBy(a.plus(parameter(1, parameters)));
    }

    @Override
    public Tensor compute(LossInputs in) {
      Tensor a = parameter(0, in.decoded());
      Tensor b = parameter(1, in.decoded());
      Tensor successes = in.target().clip(0, 1).times(STEPS).round();
      Tensor failures = Tensor.scalar(STEPS).minus(successes);
      Tensor choices = logBeta(successes.plus(1), failures.plus(1)).plus((float) Math.log(256));
      Tensor nats = choices.plus(logBeta(a, b)).minus(logBeta(successes.plus(a), failures.plus(b)));
      return nats.sum().dividedBy(Tensor.batchSize());
    }

    private static Tensor parameter(int index, Tensor decoded) {
      return DecodedParameters.of(index, decoded).clip(-LIMIT, LIMIT).exp();
    }

    private static Tensor logBeta(Tensor a, Tensor b) {
      return LogGamma.of(a).plus(LogGamma.of(b)).minus(LogGamma.of(a.plus(b)));
    }
  }
}
