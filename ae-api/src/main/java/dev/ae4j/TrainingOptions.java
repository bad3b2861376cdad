package dev.ae4j;

import dev.ae4j.data.Dataset;
import dev.ae4j.training.TrainingListener;
import java.util.Optional;

/**
 * How to train: {@code TrainingOptions.of(epochs(10), batchSize(256), seed(1))}, with the settings
 * imported statically. Immutable.
 *
 * @param epochs the number of passes over the data; 10 by default
 * @param batchSize the number of samples in a step; 256 by default
 * @param seed decides the first weights, the order of the samples and all noise; 1 by default
 * @param optimizer an optimizer; {@code adam} by default
 * @param trainer a training algorithm; {@code gradient} by default
 * @param validation data to compute the loss on after each epoch; none by default
 * @param listener is told how training goes; nobody by default
 */
public record TrainingOptions(
    int epochs,
    int batchSize,
    long seed,
    PluginSpec optimizer,
    PluginSpec trainer,
    Optional<Dataset> validation,
    TrainingListener listener) {

  private static final TrainingOptions DEFAULTS =
      new TrainingOptions(
          10,
          256,
          1,
          PluginSpec.of("adam"),
          PluginSpec.of("gradient"),
          Optional.empty(),
          TrainingListener.NONE);

  /**
   * Checks the numbers.
   *
   * @throws OptionException if the batch size is not positive or the number of epochs is negative
   */
  public TrainingOptions {
    if (epochs < 0) {
      throw new OptionException("The number of epochs is " + epochs + ", not 0 or more");
    }
    if (batchSize < 1) {
      throw new OptionException("The batch size is " + batchSize + ", not 1 or more");
    }
  }

  /** Changes one of the options. */
  @FunctionalInterface
  public interface Setting {
    /** Returns the options with this setting. */
    TrainingOptions applyTo(TrainingOptions options);
  }

  /**
   * Returns the defaults with some settings.
   *
   * @throws OptionException if a value is impossible
   */
  public static TrainingOptions of(Setting... settings) {
    TrainingOptions options = DEFAULTS;
    for (Setting setting : settings) {
      options = setting.applyTo(options);
    }
    return options;
  }

  /** Sets the number of passes over the data. */
  public static Setting epochs(int epochs) {
    return o ->
        new TrainingOptions(
            epochs, o.batchSize, o.seed, o.optimizer, o.trainer, o.validation, o.listener);
  }

  /** Sets the number of samples in a step; the last step of an epoch may have fewer. */
  public static Setting batchSize(int batchSize) {
    return o ->
        new TrainingOptions(
            o.epochs, batchSize, o.seed, o.optimizer, o.trainer, o.validation, o.listener);
  }

  /** Sets the seed: the same seed gives the same model. */
  public static Setting seed(long seed) {
    return o ->
        new TrainingOptions(
            o.epochs, o.batchSize, seed, o.optimizer, o.trainer, o.validation, o.listener);
  }

  /** Sets the optimizer, such as {@code "adam:learning-rate=0.01"}. */
  public static Setting optimizer(String spec) {
    PluginSpec optimizer = PluginSpec.parse(spec);
    return o ->
        new TrainingOptions(
            o.epochs, o.batchSize, o.seed, optimizer, o.trainer, o.validation, o.listener);
  }

  /** Sets the training algorithm. */
  public static Setting trainer(String spec) {
    PluginSpec trainer = PluginSpec.parse(spec);
    return o ->
        new TrainingOptions(
            o.epochs, o.batchSize, o.seed, o.optimizer, trainer, o.validation, o.listener);
  }

  /** Sets the data to compute the loss on after each epoch. */
  public static Setting validation(Dataset data) {
    return o ->
        new TrainingOptions(
            o.epochs, o.batchSize, o.seed, o.optimizer, o.trainer, Optional.of(data), o.listener);
  }

  /** Sets who is told how training goes. */
  public static Setting listener(TrainingListener listener) {
    return o ->
        new TrainingOptions(
            o.epochs, o.batchSize, o.seed, o.optimizer, o.trainer, o.validation, listener);
  }
}
