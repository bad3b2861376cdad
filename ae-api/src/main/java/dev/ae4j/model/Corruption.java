package dev.ae4j.model;

import dev.ae4j.graph.Tensor;

/** Describes how samples are damaged before they are encoded, in training only. */
@FunctionalInterface
public interface Corruption {
  /**
   * Builds the graph of the corruption.
   *
   * @param samples the batch, {@code [N, sample...]}
   * @param context where random numbers come from
   * @return the damaged batch, of the same shape
   */
  Tensor corrupt(Tensor samples, BuildContext context);

  /**
   * Returns whether the reconstruction is compared with what this makes, not with what it was made
   * of; false unless overridden. It is then part of the graph for validation data too, where it may
   * leave samples as they are: {@link BuildContext#mode()}.
   */
  default boolean changesTarget() {
    return false;
  }
}
