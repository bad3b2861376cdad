package org.example.ae;

import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;
import dev.ae4j.spi.TrainerProvider;
import dev.ae4j.training.Trainer;
import dev.ae4j.training.TrainerContext;

/** Makes trainers that average weights: Izmailov, Podoprikhin, Garipov, Vetrov and Wilson 2018. */
public final class AveragingTrainerProvider implements TrainerProvider {
  @Override
  public String id() {
    return "averaging";
  }

  @Override
  public String description() {
    return "gradient descent; the model is the mean of the weights after the last epochs";
  }

  @Override
  public OptionSchema options() {
    return OptionSchema.builder()
        .number("share", 0.5, 0, 1, "of the epochs, the last ones, whose weights are averaged")
        .build();
  }

  @Override
  public Trainer create(TrainerContext context, Options options) {
    return new AveragingTrainer(context, options.number("share"));
  }
}
