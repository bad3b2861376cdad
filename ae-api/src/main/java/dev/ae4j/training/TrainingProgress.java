package dev.ae4j.training;

import java.util.List;

/**
 * Where training stands before a step.
 *
 * @param step the number of steps made so far
 * @param batches the number of steps in an epoch
 * @param epochs the number of epochs asked for
 * @param history how the epochs went that are complete
 */
public record TrainingProgress(long step, int batches, int epochs, List<EpochReport> history) {
  /** Copies the list. */
  public TrainingProgress {
    history = List.copyOf(history);
  }

  /** Returns the number of epochs made so far, with the part of the one that is being made. */
  public double epoch() {
    return (double) step / batches;
  }
}
