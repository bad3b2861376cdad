package dev.ae4j.training;

/**
 * What is about to be trained.
 *
 * @param epochs the number of passes over the data
 * @param batches the number of steps in an epoch
 * @param samples the number of samples
 * @param parameters the number of trainable numbers
 * @param backend the description of the backend
 */
public record TrainingPlan(int epochs, int batches, int samples, long parameters, String backend) {}
