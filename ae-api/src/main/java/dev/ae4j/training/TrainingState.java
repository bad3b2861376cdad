package dev.ae4j.training;

import dev.ae4j.data.TensorData;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a training stands after a step: with the model, the data and the options it decides
 * everything that follows.
 *
 * <p>The order of the samples and all random numbers are functions of the seed and the position, so
 * they need no state of their own.
 *
 * @param history how the epochs went that are complete
 * @param batch the number of steps of the next epoch that are made already
 * @param lossSum the sum of the losses of the samples in these steps
 * @param seconds the time that these steps took
 * @param values the parameters of the model and the state of the optimizer, by name
 * @param best the parameters of the model after the epoch with the lowest validation loss; empty if
 *     nobody asked for them or no epoch is complete
 */
public record TrainingState(
    List<EpochReport> history,
    int batch,
    LossValue lossSum,
    double seconds,
    SortedMap<String, TensorData> values,
    SortedMap<String, TensorData> best) {

  /** Copies the collections, but not the data in them. */
  public TrainingState {
    history = List.copyOf(history);
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    best = Collections.unmodifiableSortedMap(new TreeMap<>(best));
  }

  /** Returns the first epoch with the lowest validation loss; empty if there is no such loss. */
  public static OptionalInt bestEpoch(List<EpochReport> history) {
    OptionalInt best = OptionalInt.empty();
    double lowest = Double.POSITIVE_INFINITY;
    for (EpochReport report : history) {
      double loss = report.validationLoss().orElse(Double.POSITIVE_INFINITY);
      if (loss < lowest) {
        lowest = loss;
        best = OptionalInt.of(report.epoch());
      }
    }
    return best;
  }
}
