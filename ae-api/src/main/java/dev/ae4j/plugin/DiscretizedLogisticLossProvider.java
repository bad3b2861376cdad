package dev.ae4j.plugin;

import dev.ae4j.graph.Tensor;
import dev.ae4j.model.Likelihood;
import dev.ae4j.model.LossInputs;
import dev.ae4j.spi.LossProvider;
import dev.ae4j.spi.Options;

/**
 * Makes the likelihood of elements in 256 steps from 0 to 1, as in images of 8 bits: that a number
 * from the logistic distribution with a location {@code m} and scale {@code s} is nearest to the
 * step. Summed over the elements of a sample, in nats, the mean over the samples.
 *
 * <p>For a step {@code t}, {@code a = (t + h - m) / s} and {@code b = (t - h - m) / s} with half a
 * step {@code h}, the probability is {@code sigmoid(a) - sigmoid(b)}, whose logarithm is {@code
 * -softplus(-a) - softplus(b) + log(1 - e^(b - a))}. The first and the last step take what lies
 * beyond. Kingma et al. 2016; Salimans, Karpathy, Chen and Kingma, "PixelCNN++", 2017.
 *
 * <p>The decoder makes {@code m} and {@code log(s)}. Where it ends with a sigmoid, what that is
 * applied to is taken. {@code log(s)} is limited to {@code [-7, 7]}. Targets are rounded to the
 * nearest step. Users see {@code m}, limited to {@code [0, 1]}.
 */
public final class DiscretizedLogisticLossProvider implements LossProvider {
  private static final int STEPS = 255;
  private static final float HALF = 0.5f / STEPS;
  private static final float LOG_SCALE = 7;

  @Override
  public String id() {
    return "discretized-logistic";
  }

  @Override
  public String description() {
    return "likelihood: 256 steps from 0 to 1, in nats for each sample";
  }

  @Override
  public Likelihood create(Options options) {
    return new DiscretizedLogistic();
  }

  private static final class DiscretizedLogistic implements Likelihood {
    @Override
    public int parametersPerElement() {
      return 2;
    }

    @Override
    public Tensor mean(Tensor parameters) {
      return DecodedParameters.of(0, parameters).clip(0, 1);
    }

    @Override
    public Tensor compute(LossInputs in) {
      Tensor location = DecodedParameters.of(0, in.decoded());
      Tensor logScale = DecodedParameters.of(1, in.decoded()).clip(-LOG_SCALE, LOG_SCALE);
      Tensor rate = logScale.negate().exp();
      Tensor target = in.target().clip(0, 1).times(STEPS).round().dividedBy(STEPS);
      Tensor distance = target.minus(location);
      Tensor above = distance.plus(HALF).times(rate).negate().softplus();
      Tensor below = distance.minus(HALF).times(rate).softplus();
      // With t = tanh(x / 2), 1 - e^-x is 2 t / (1 + t), which is exact for small x too
      Tensor tanh = rate.times(HALF).tanh();
      Tensor width = tanh.times(2).dividedBy(tanh.plus(1)).log();
      Tensor inner = above.plus(below).minus(width);
      Tensor nats =
          target
              .lessThan(Tensor.scalar(HALF))
              .select(above, Tensor.scalar(1 - HALF).lessThan(target).select(below, inner));
      return nats.sum().dividedBy(Tensor.batchSize());
    }
  }
}
