package dev.ae4j.training;

import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;
import dev.ae4j.spi.TrainerProvider;

/** Makes the trainer that turns an autoencoder's encoder into a classifier. */
public final class FineTuneTrainerProvider implements TrainerProvider {
  /** Creates the provider. */
  public FineTuneTrainerProvider() {}

  @Override
  public String id() {
    return "fine-tune";
  }

  @Override
  public String description() {
    return "trains the autoencoder, then its encoder to tell labelled classes apart";
  }

  @Override
  public OptionSchema options() {
    return OptionSchema.builder()
        .integer("pretraining", 10, 0, 1_000_000, "epochs of the autoencoder alone before")
        .number("reconstruction", 1, 0, 1e6, "weight of the autoencoder's loss while fine-tuning")
        .flag("corruption", false, "whether samples are corrupted while fine-tuning, too")
        .build();
  }

  @Override
  public Trainer create(TrainerContext context, Options options) {
    return new FineTuneTrainer(context, options);
  }
}
