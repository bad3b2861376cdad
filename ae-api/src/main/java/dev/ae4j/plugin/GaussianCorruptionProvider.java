package dev.ae4j.plugin;

import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Random;
import dev.ae4j.model.Corruption;
import dev.ae4j.spi.CorruptionProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;

/** Makes additive noise limited to the pixel range: {@code clip(x + sigma n, 0, 1)}. */
public final class GaussianCorruptionProvider implements CorruptionProvider {
  @Override
  public String id() {
    return "gaussian";
  }

  @Override
  public String description() {
    return "normal noise on samples in [0, 1], limited to that range";
  }

  @Override
  public OptionSchema options() {
    return OptionSchema.builder()
        .number("sigma", 0.5, 0, 1e6, "the standard deviation of the noise")
        .build();
  }

  @Override
  public Corruption create(Options options) {
    float sigma = (float) options.number("sigma");
    return (samples, context) -> {
      Tensor noise = context.random("noise", Random.Distribution.NORMAL, samples.shape());
      return samples.plus(noise.times(sigma)).clip(0, 1);
    };
  }
}
