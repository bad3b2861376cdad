package dev.ae4j.model;

import dev.ae4j.graph.Tensor;

/** Describes how samples become codes. */
@FunctionalInterface
public interface Encoder {
  /**
   * Builds the graph of the encoder.
   *
   * @param samples the batch, {@code [N, sample...]}
   * @param context where parameters come from
   * @throws dev.ae4j.graph.ShapeException if samples of this shape cannot be encoded
   */
  Latent encode(Tensor samples, BuildContext context);
}
