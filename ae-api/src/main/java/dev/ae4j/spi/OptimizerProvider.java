package dev.ae4j.spi;

import dev.ae4j.model.Optimizer;

/** Makes optimizers. */
public interface OptimizerProvider extends Provider {
  /** Returns an optimizer with the given values of {@link #options()}. */
  Optimizer create(Options options);
}
