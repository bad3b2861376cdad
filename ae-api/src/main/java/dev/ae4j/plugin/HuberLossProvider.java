package dev.ae4j.plugin;

import dev.ae4j.graph.Tensor;
import dev.ae4j.model.Loss;
import dev.ae4j.spi.LossProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;

/**
 * Makes the Huber loss: {@code mean(d^2 / 2)} where {@code |d| <= delta}, else {@code delta (|d| -
 * delta / 2)}, for {@code d = r - t}. Huber 1964.
 */
public final class HuberLossProvider implements LossProvider {
  @Override
  public String id() {
    return "huber";
  }

  @Override
  public String description() {
    return "mean error, squared where small and absolute where large";
  }

  @Override
  public OptionSchema options() {
    return OptionSchema.builder()
        .number("delta", 1, 1e-6, 1e6, "where the error stops being squared")
        .build();
  }

  @Override
  public Loss create(Options options) {
    float delta = (float) options.number("delta");
    return in -> {
      // With q = min(|d|, delta) both cases are q (|d| - q / 2)
      Tensor distance = in.reconstruction().minus(in.target()).abs();
      Tensor squared = distance.minimum(Tensor.scalar(delta));
      return squared.times(distance.minus(squared.times(0.5f))).mean();
    };
  }
}
