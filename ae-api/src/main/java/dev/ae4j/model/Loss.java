package dev.ae4j.model;

import dev.ae4j.graph.Tensor;

/** Describes how far reconstructions are from what they should be, or what else is to be small. */
@FunctionalInterface
public interface Loss {
  /**
   * Builds the graph of the loss.
   *
   * @return a scalar to be minimized: a mean over the samples of the batch
   */
  Tensor compute(LossInputs inputs);
}
