package dev.ae4j.training;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How an epoch went.
 *
 * @param epoch counted from 1
 * @param training the mean over the samples of the loss that each had when it was used
 * @param validation the mean loss over the validation data after the epoch, if there is any
 * @param seconds the time that its steps took, without the validation
 */
public record EpochReport(
    int epoch, LossValue training, Optional<LossValue> validation, double seconds) {

  /** Creates the report on an epoch of a loss with one term. */
  public EpochReport(
      int epoch, double trainingLoss, OptionalDouble validationLoss, double seconds) {
    this(
        epoch,
        LossValue.of(trainingLoss),
        validationLoss.stream().mapToObj(LossValue::of).findFirst(),
        seconds);
  }

  /** Returns the mean over the samples of the loss that each had when it was used. */
  public double trainingLoss() {
    return training.total();
  }

  /** Returns the mean loss over the validation data after the epoch, if there is any. */
  public OptionalDouble validationLoss() {
    return validation.stream().mapToDouble(LossValue::total).findFirst();
  }
}
