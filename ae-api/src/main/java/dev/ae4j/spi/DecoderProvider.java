package dev.ae4j.spi;

import dev.ae4j.model.Decoder;

/** Makes decoders. */
public interface DecoderProvider extends Provider {
  /** Returns a decoder with the given values of {@link #options()}. */
  Decoder create(Options options);
}
