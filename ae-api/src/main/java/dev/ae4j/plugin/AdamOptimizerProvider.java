package dev.ae4j.plugin;

import dev.ae4j.model.Optimizer;
import dev.ae4j.spi.OptimizerProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;

/** Makes Adam: Kingma and Ba 2015. */
public final class AdamOptimizerProvider implements OptimizerProvider {
  @Override
  public String id() {
    return "adam";
  }

  @Override
  public String description() {
    return "steps scaled by running moments of the gradient";
  }

  @Override
  public OptionSchema options() {
    return AdamRule.schema().build();
  }

  @Override
  public Optimizer create(Options options) {
    AdamRule rule = AdamRule.of(options);
    return (parameter, gradient, context) -> parameter.minus(rule.step(gradient, context));
  }
}
