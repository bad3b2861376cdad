package dev.ae4j.training;

import dev.ae4j.ModelSpec;
import dev.ae4j.TrainedModel;
import dev.ae4j.data.Dataset;
import java.util.Map;

/** Trains by gradient descent on batches, in an order that is shuffled anew for every epoch. */
final class GradientTrainer implements Trainer {
  private final TrainerContext context;

  GradientTrainer(TrainerContext context) {
    this.context = context;
  }

  @Override
  public TrainedModel train(ModelSpec spec, Dataset data, TrainingListener listener) {
    TrainingSetup setup = new TrainingSetup(context, spec, data);
    return TrainingRun.train(context, setup, Map.of(), listener);
  }
}
