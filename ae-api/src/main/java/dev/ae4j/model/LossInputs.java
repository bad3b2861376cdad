package dev.ae4j.model;

import dev.ae4j.graph.Tensor;

/**
 * What a loss may look at.
 *
 * @param target what the reconstruction should be, {@code [N, sample...]}
 * @param reconstruction what the decoder made, {@code [N, sample...]}
 * @param latent what the encoder made
 */
public record LossInputs(Tensor target, Tensor reconstruction, Latent latent) {}
