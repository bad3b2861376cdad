package dev.ae4j.model;

import dev.ae4j.graph.Tensor;

/**
 * What a loss may look at.
 *
 * @param target what the reconstruction should be, {@code [N, sample...]}
 * @param decoded what the decoder made: the reconstruction, or the parameters of a {@link
 *     Likelihood} with several for each element, {@code [N, sample..., parameters]}
 * @param reconstruction what users see of that, {@code [N, sample...]}
 * @param latent what the encoder made
 * @param seen what the encoder made it of, {@code [N, sample...]}: the samples, corrupted ones in
 *     training
 * @param context where parameters, state and random numbers of the loss itself come from; {@link
 *     BuildContext#declarations()} lists the parameters of encoder and decoder
 */
public record LossInputs(
    Tensor target,
    Tensor decoded,
    Tensor reconstruction,
    Latent latent,
    Tensor seen,
    BuildContext context) {}
