package dev.ae4j.spi;

import dev.ae4j.model.Corruption;

/** Makes corruptions. */
public interface CorruptionProvider extends Provider {
  /** Returns a corruption with the given values of {@link #options()}. */
  Corruption create(Options options);
}
