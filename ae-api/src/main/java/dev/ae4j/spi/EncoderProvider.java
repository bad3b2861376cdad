package dev.ae4j.spi;

import dev.ae4j.model.Encoder;

/** Makes encoders. */
public interface EncoderProvider extends Provider {
  /** Returns an encoder with the given values of {@link #options()}. */
  Encoder create(Options options);
}
