package dev.ae4j.plugin;

import dev.ae4j.graph.Tensor;
import dev.ae4j.model.Optimizer;
import dev.ae4j.spi.OptimizerProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;

/**
 * Makes Adam with decoupled weight decay, {@code p' = p - r w p - step}: Loshchilov and Hutter
 * 2019. Vectors and numbers, such as biases, do not decay.
 */
public final class AdamWOptimizerProvider implements OptimizerProvider {
  @Override
  public String id() {
    return "adamw";
  }

  @Override
  public String description() {
    return "Adam with decoupled weight decay";
  }

  @Override
  public OptionSchema options() {
    return AdamRule.schema()
        .number("weight-decay", 0.01, 0, 1e6, "the share of a weight lost per step and rate")
        .build();
  }

  @Override
  public Optimizer create(Options options) {
    AdamRule rule = AdamRule.of(options);
    float decay = (float) (options.number("learning-rate") * options.number("weight-decay"));
    return (parameter, gradient, context) -> {
      Tensor kept = Tensor.scalar(1).minus(context.learningRate(decay));
      return (parameter.shape().rank() < 2 ? parameter : parameter.times(kept))
          .minus(rule.step(gradient, context));
    };
  }
}
