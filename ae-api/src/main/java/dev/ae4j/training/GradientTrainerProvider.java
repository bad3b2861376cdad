package dev.ae4j.training;

import dev.ae4j.spi.Options;
import dev.ae4j.spi.TrainerProvider;

/** Makes the trainer that follows the gradient of the loss, batch by batch. */
public final class GradientTrainerProvider implements TrainerProvider {
  /** Creates the provider. */
  public GradientTrainerProvider() {}

  @Override
  public String id() {
    return "gradient";
  }

  @Override
  public String description() {
    return "gradient descent on shuffled batches";
  }

  @Override
  public Trainer create(TrainerContext context, Options options) {
    return new GradientTrainer(context);
  }
}
