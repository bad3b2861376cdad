package dev.ae4j.training;

/** Decides how the learning rate changes while a model is trained. */
@FunctionalInterface
public interface Schedule {
  /**
   * Returns what the learning rate of the optimizer is multiplied by for one step.
   *
   * <p>A pure function, so that a training that was broken off goes on as if it had not been:
   * whatever it depends on is in the progress. Functions such as the cosine should come from {@link
   * StrictMath}, which gives the same bits everywhere.
   *
   * @param progress where training stands
   * @return a finite number, 0 or more
   */
  double factor(TrainingProgress progress);
}
