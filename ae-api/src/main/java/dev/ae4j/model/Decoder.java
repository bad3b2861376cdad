package dev.ae4j.model;

import dev.ae4j.graph.Tensor;

/** Describes how codes become samples. */
@FunctionalInterface
public interface Decoder {
  /**
   * Builds the graph of the decoder.
   *
   * @param latent what the encoder made, or the codes alone when a user decodes
   * @param context where parameters come from; {@link BuildContext#decodedShape()} tells what to
   *     make
   * @return the reconstruction, {@code [N, sample...]}, or what a {@link Likelihood} asks for,
   *     {@code [N, sample..., parameters]}
   * @throws dev.ae4j.graph.ShapeException if codes of this shape cannot be decoded
   */
  Tensor decode(Latent latent, BuildContext context);
}
