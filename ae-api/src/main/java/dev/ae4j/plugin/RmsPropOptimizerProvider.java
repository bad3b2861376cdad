package dev.ae4j.plugin;

import dev.ae4j.graph.Tensor;
import dev.ae4j.model.Optimizer;
import dev.ae4j.spi.OptimizerProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;

/**
 * Makes RMSProp: {@code s' = d s + (1 - d) g^2; p' = p - r g / (sqrt(s') + eps)}. Tieleman and
 * Hinton, lecture 6.5 of "Neural Networks for Machine Learning", 2012.
 */
public final class RmsPropOptimizerProvider implements OptimizerProvider {
  @Override
  public String id() {
    return "rmsprop";
  }

  @Override
  public String description() {
    return "steps scaled by the running size of the gradient";
  }

  @Override
  public OptionSchema options() {
    return OptionSchema.builder()
        .number("learning-rate", 0.001, 0, 1e6, "the length of a step")
        .number("decay", 0.9, 0, 0.999999, "the decay of the mean of squared gradients")
        .number("epsilon", 1e-8, 1e-30, 1, "is added to the divisor")
        .build();
  }

  @Override
  public Optimizer create(Options options) {
    float rate = (float) options.number("learning-rate");
    float decay = (float) options.number("decay");
    float epsilon = (float) options.number("epsilon");
    return (parameter, gradient, context) -> {
      Tensor square =
          context.slot("square", s -> s.times(decay).plus(gradient.square().times(1 - decay)));
      return parameter.minus(
          gradient.times(context.learningRate(rate)).dividedBy(square.sqrt().plus(epsilon)));
    };
  }
}
