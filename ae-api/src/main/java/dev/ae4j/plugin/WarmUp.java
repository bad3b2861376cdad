package dev.ae4j.plugin;

import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;
import dev.ae4j.training.TrainingProgress;

/**
 * The beginning of a training, in which the learning rate rises in a straight line: {@code min(1,
 * (t + 1) / w)} for step {@code t} of {@code w}. Goyal et al. 2017, "Accurate, Large Minibatch
 * SGD".
 *
 * @param epochs how long it takes
 */
record WarmUp(double epochs) {
  private static final String OPTION = "warm-up";

  static OptionSchema.Builder addTo(OptionSchema.Builder schema) {
    return schema.number(OPTION, 0, 0, 1e6, "the epochs in which the rate rises to its value");
  }

  static WarmUp of(Options options) {
    return new WarmUp(options.number(OPTION));
  }

  double factor(TrainingProgress progress) {
    double steps = epochs * progress.batches();
    return progress.step() + 1 >= steps ? 1 : (progress.step() + 1) / steps;
  }
}
