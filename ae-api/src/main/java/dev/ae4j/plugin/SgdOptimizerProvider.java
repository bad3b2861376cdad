package dev.ae4j.plugin;

import dev.ae4j.graph.Tensor;
import dev.ae4j.model.Optimizer;
import dev.ae4j.spi.OptimizerProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;

/**
 * Makes stochastic gradient descent: {@code v' = m v + g; p' = p - r v'}, with Nesterov's momentum
 * {@code p' = p - r (g + m v')}. Sutskever, Martens, Dahl and Hinton 2013.
 */
public final class SgdOptimizerProvider implements OptimizerProvider {
  @Override
  public String id() {
    return "sgd";
  }

  @Override
  public String description() {
    return "gradient descent, with momentum if asked for";
  }

  @Override
  public OptionSchema options() {
    return OptionSchema.builder()
        .number("learning-rate", 0.01, 0, 1e6, "the length of a step")
        .number("momentum", 0, 0, 1, "the share of the last step that is kept")
        .flag("nesterov", false, "look ahead by the momentum")
        .build();
  }

  @Override
  public Optimizer create(Options options) {
    float rate = (float) options.number("learning-rate");
    float momentum = (float) options.number("momentum");
    boolean nesterov = options.flag("nesterov");
    return (parameter, gradient, context) -> {
      Tensor scheduled = context.learningRate(rate);
      if (momentum == 0) {
        return parameter.minus(gradient.times(scheduled));
      }
      Tensor velocity = context.slot("velocity", v -> v.times(momentum).plus(gradient));
      Tensor step = nesterov ? gradient.plus(velocity.times(momentum)) : velocity;
      return parameter.minus(step.times(scheduled));
    };
  }
}
