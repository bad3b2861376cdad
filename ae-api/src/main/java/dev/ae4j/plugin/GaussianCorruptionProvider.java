package dev.ae4j.plugin;

import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Random;
import dev.ae4j.model.Corruption;
import dev.ae4j.spi.CorruptionProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;

/**
 * Makes additive noise, limited to the range of pixels unless asked otherwise: {@code clip(x +
 * sigma n, 0, 1)}.
 */
public final class GaussianCorruptionProvider implements CorruptionProvider {
  @Override
  public String id() {
    return "gaussian";
  }

  @Override
  public String description() {
    return "normal noise";
  }

  @Override
  public OptionSchema options() {
    return OptionSchema.builder()
        .number("sigma", 0.5, 0, 1e6, "the standard deviation of the noise")
        .flag("clip", true, "whether the result is limited to [0, 1]; false for sounds")
        .build();
  }

  @Override
  public Corruption create(Options options) {
    float sigma = (float) options.number("sigma");
    boolean clip = options.flag("clip");
    return (samples, context) -> {
      Tensor noise = context.random("noise", Random.Distribution.NORMAL, samples.shape());
      Tensor noisy = samples.plus(noise.times(sigma));
      return clip ? noisy.clip(0, 1) : noisy;
    };
  }
}
