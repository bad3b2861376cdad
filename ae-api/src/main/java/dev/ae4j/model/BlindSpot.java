package dev.ae4j.model;

import dev.ae4j.graph.Tensor;

/**
 * Describes a corruption that hides some elements of the samples, and lets the loss look at these
 * alone: what a model must guess it cannot copy, so it learns to clean from noisy samples.
 *
 * <p>If the noise of an element tells nothing of the noise of others, the best guess from the
 * others is what a squared error would have learned from clean samples that are hidden likewise
 * (Krull, Buchholz and Jug 2019; Batson and Royer 2019). The loss of validation data hides elements
 * too.
 */
public interface BlindSpot extends Corruption {
  /**
   * Builds the graph of what is hidden.
   *
   * @param samples the batch, {@code [N, sample...]}
   * @param context where random numbers come from
   * @return 1 for elements that are hidden and compared, 0 for all others, of the same shape
   */
  Tensor hidden(Tensor samples, BuildContext context);

  /**
   * Builds the graph of what the encoder sees in place of hidden elements.
   *
   * @param samples the batch, {@code [N, sample...]}
   * @param context where random numbers come from
   * @return the batch without hidden elements: where one is hidden, the result depends on none of
   *     them; of the same shape
   */
  Tensor replacement(Tensor samples, BuildContext context);

  @Override
  default Tensor corrupt(Tensor samples, BuildContext context) {
    return hidden(samples, context).select(replacement(samples, context), samples);
  }
}
