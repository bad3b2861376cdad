package dev.ae4j.plugin;

import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Random;
import dev.ae4j.model.Corruption;
import dev.ae4j.spi.CorruptionProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;

/** Makes multiplicative noise limited to the pixel range: {@code clip(x + x sigma n, 0, 1)}. */
public final class SpeckleCorruptionProvider implements CorruptionProvider {
  @Override
  public String id() {
    return "speckle";
  }

  @Override
  public String description() {
    return "normal noise in proportion to samples in [0, 1], limited to that range";
  }

  @Override
  public OptionSchema options() {
    return OptionSchema.builder()
        .number("sigma", 0.5, 0, 1e6, "the standard deviation of the noise where samples are 1")
        .build();
  }

  @Override
  public Corruption create(Options options) {
    float sigma = (float) options.number("sigma");
    return (samples, context) -> {
      Tensor noise = context.random("noise", Random.Distribution.NORMAL, samples.shape());
      return samples.plus(samples.times(noise).times(sigma)).clip(0, 1);
    };
  }
}
