package dev.ae4j.plugin;

import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Random;
import dev.ae4j.model.Corruption;
import dev.ae4j.spi.CorruptionProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;

/** Makes masking noise: each element is set to zero with a probability. Vincent et al. 2010. */
public final class MaskingCorruptionProvider implements CorruptionProvider {
  @Override
  public String id() {
    return "masking";
  }

  @Override
  public String description() {
    return "a share of the elements set to zero";
  }

  @Override
  public OptionSchema options() {
    return OptionSchema.builder()
        .number("probability", 0.25, 0, 1, "of an element to be set to zero")
        .build();
  }

  @Override
  public Corruption create(Options options) {
    float probability = (float) options.number("probability");
    return (samples, context) -> {
      Tensor draw = context.random("mask", Random.Distribution.UNIFORM, samples.shape());
      return draw.lessThan(Tensor.scalar(probability)).select(Tensor.scalar(0), samples);
    };
  }
}
