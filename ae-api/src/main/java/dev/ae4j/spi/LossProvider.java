package dev.ae4j.spi;

import dev.ae4j.model.Loss;

/** Makes losses. */
public interface LossProvider extends Provider {
  /** Returns a loss with the given values of {@link #options()}. */
  Loss create(Options options);
}
