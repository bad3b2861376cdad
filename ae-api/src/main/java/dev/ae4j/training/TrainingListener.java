package dev.ae4j.training;

/** Is told how training goes, on the thread that trains; each method does nothing by default. */
public interface TrainingListener {
  /** The listener that does nothing. */
  TrainingListener NONE = new TrainingListener() {};

  /** Training is about to begin. */
  default void onStart(TrainingPlan plan) {}

  /**
   * Training is about to go on from a checkpoint instead of from the beginning.
   *
   * @param state where it stands
   */
  default void onResume(TrainingState state) {}

  /**
   * A step was made.
   *
   * @param epoch counted from 1
   * @param batch counted from 1 in each epoch
   * @param loss the loss of the batch, before the step
   */
  default void onBatch(int epoch, int batch, float loss) {}

  /** An epoch, its validation included, has ended. */
  default void onEpoch(EpochReport report) {}
}
