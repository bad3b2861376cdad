package org.example.ae;

import dev.ae4j.graph.Tensor;
import dev.ae4j.model.Loss;
import dev.ae4j.spi.LossProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;

/**
 * Makes the log-cosh loss: {@code mean(log(cosh(scale (r - t))) / scale)}, squared near zero and
 * absolute far from it.
 */
public final class LogCoshLossProvider implements LossProvider {
  @Override
  public String id() {
    return "log-cosh";
  }

  @Override
  public String description() {
    return "mean error, squared where small and absolute where large, smooth between";
  }

  @Override
  public OptionSchema options() {
    return OptionSchema.builder()
        .number("scale", 1, 1e-3, 1e3, "how soon the error stops being squared")
        .build();
  }

  @Override
  public Loss create(Options options) {
    float scale = (float) options.number("scale");
    return in -> {
      // log(cosh(d)) = |d| + log(1 + e^(-2 |d|)) - log(2), which cannot overflow
      Tensor distance = in.reconstruction().minus(in.target()).abs().times(scale);
      Tensor logCosh = distance.plus(distance.times(-2).softplus()).minus((float) Math.log(2));
      return logCosh.dividedBy(scale).mean();
    };
  }
}
