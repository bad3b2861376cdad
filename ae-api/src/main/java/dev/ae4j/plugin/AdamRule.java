package dev.ae4j.plugin;

import dev.ae4j.graph.Tensor;
import dev.ae4j.model.OptimizerContext;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;

/**
 * The step of Adam, algorithm 1 of Kingma and Ba 2015: {@code r m^ / (sqrt(v^) + eps)} with the
 * bias-corrected moments {@code m^ = m / (1 - b1^t)} and {@code v^ = v / (1 - b2^t)}.
 */
record AdamRule(float rate, float beta1, float beta2, float epsilon) {

  static OptionSchema.Builder schema() {
    return OptionSchema.builder()
        .number("learning-rate", 0.001, 0, 1e6, "the length of a step")
        .number("beta1", 0.9, 0, 0.999999, "the decay of the mean of gradients")
        .number("beta2", 0.999, 0, 0.999999, "the decay of the mean of squared gradients")
        .number("epsilon", 1e-8, 1e-30, 1, "is added to the divisor");
  }

  static AdamRule of(Options options) {
    return new AdamRule(
        (float) options.number("learning-rate"),
        (float) options.number("beta1"),
        (float) options.number("beta2"),
        (float) options.number("epsilon"));
  }

  Tensor step(Tensor gradient, OptimizerContext context) {
    Tensor mean = context.slot("mean", m -> m.times(beta1).plus(gradient.times(1 - beta1)));
    Tensor square =
        context.slot("square", v -> v.times(beta2).plus(gradient.square().times(1 - beta2)));
    Tensor power1 = context.sharedSlot("beta1-power", 1, p -> p.times(beta1));
    Tensor power2 = context.sharedSlot("beta2-power", 1, p -> p.times(beta2));
    Tensor one = Tensor.scalar(1);
    // The corrections are moved to scalars, so that each element costs one root and one division
    Tensor correction = one.minus(power2).sqrt();
    Tensor scale = correction.times(context.learningRate(rate)).dividedBy(one.minus(power1));
    return mean.times(scale).dividedBy(square.sqrt().plus(correction.times(epsilon)));
  }
}
