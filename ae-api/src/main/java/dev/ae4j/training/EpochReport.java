package dev.ae4j.training;

import java.util.OptionalDouble;

/**
 * How an epoch went.
 *
 * @param epoch counted from 1
 * @param trainingLoss the mean over the samples of the loss that each had when it was used
 * @param validationLoss the mean loss over the validation data after the epoch, if there is any
 * @param seconds the time that its steps took, without the validation
 */
public record EpochReport(
    int epoch, double trainingLoss, OptionalDouble validationLoss, double seconds) {}
