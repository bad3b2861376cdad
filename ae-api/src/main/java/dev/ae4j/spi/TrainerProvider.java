package dev.ae4j.spi;

import dev.ae4j.training.Trainer;
import dev.ae4j.training.TrainerContext;

/** Makes trainers: training algorithms. */
public interface TrainerProvider extends Provider {
  /** Returns a trainer that works in the context, with its values of {@link #options()}. */
  Trainer create(TrainerContext context, Options options);
}
