package dev.ae4j.plugin;

import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Random;
import dev.ae4j.model.Corruption;
import dev.ae4j.spi.CorruptionProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;

/**
 * Makes salt-and-pepper noise: with a probability {@code p}, an element becomes 0 or 1, each as
 * often. Vincent et al. 2010.
 */
public final class SaltAndPepperCorruptionProvider implements CorruptionProvider {
  @Override
  public String id() {
    return "salt-and-pepper";
  }

  @Override
  public String description() {
    return "a share of the elements set to 0 or 1";
  }

  @Override
  public OptionSchema options() {
    return OptionSchema.builder()
        .number("probability", 0.25, 0, 1, "of an element to be set")
        .build();
  }

  @Override
  public Corruption create(Options options) {
    float probability = (float) options.number("probability");
    return (samples, context) -> {
      Tensor draw = context.random("draw", Random.Distribution.UNIFORM, samples.shape());
      Tensor set = draw.lessThan(Tensor.scalar(probability));
      Tensor salt = Tensor.scalar(probability / 2).atMost(draw);
      return set.select(salt, samples);
    };
  }
}
