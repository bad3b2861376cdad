package dev.ae4j.model;

import dev.ae4j.graph.Tensor;

/**
 * A code for each sample and nothing else.
 *
 * @param code {@code [N, code...]}
 */
public record PointLatent(Tensor code) implements Latent {}
