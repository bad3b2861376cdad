package dev.ae4j.model;

import dev.ae4j.graph.Tensor;

/**
 * A loss that is {@code -log p(target)} in nats, summed over the elements of a sample: the mean
 * over the samples.
 *
 * <p>With {@code kl} beside it the loss is the negative evidence lower bound. As the first term of
 * a loss it decides how many numbers the decoder makes for each element.
 */
@FunctionalInterface
public interface Likelihood extends Loss {
  /** Returns how many numbers describe the distribution of an element; 1 unless overridden. */
  default int parametersPerElement() {
    return 1;
  }

  /**
   * Builds the mean of the distribution, which users see as the reconstruction.
   *
   * @param parameters what the decoder made, {@code [N, sample...]}, with a last axis of {@link
   *     #parametersPerElement()} if that is more than 1
   * @return {@code [N, sample...]}; the parameters themselves unless overridden
   */
  default Tensor mean(Tensor parameters) {
    return parameters;
  }
}
