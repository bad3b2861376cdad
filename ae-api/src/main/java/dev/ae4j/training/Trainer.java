package dev.ae4j.training;

import dev.ae4j.ModelSpec;
import dev.ae4j.TrainedModel;
import dev.ae4j.data.Dataset;

/** A training algorithm. */
@FunctionalInterface
public interface Trainer {
  /**
   * Trains a model.
   *
   * @param spec the model
   * @param data samples of the model's sample shape
   * @param listener is told how training goes, on the calling thread
   * @return the model, which does not own the backend; the caller closes it
   * @throws dev.ae4j.DataException if the samples do not fit the model
   * @throws dev.ae4j.TrainingException if training cannot go on
   * @throws dev.ae4j.TrainingInterruptedException if the thread is or becomes interrupted, which
   *     trainers should look at after each step; the thread stays interrupted
   */
  TrainedModel train(ModelSpec spec, Dataset data, TrainingListener listener);
}
