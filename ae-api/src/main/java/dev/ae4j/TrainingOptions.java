package dev.ae4j;

import dev.ae4j.data.Dataset;
import dev.ae4j.training.TrainingListener;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * How to train: {@code TrainingOptions.of(epochs(10), batchSize(256), seed(1))}, with the settings
 * imported statically. Immutable.
 *
 * @param epochs the number of passes over the data; 10 by default
 * @param batchSize the number of samples in a step; 256 by default
 * @param seed decides the first weights, the order of the samples and all noise; 1 by default
 * @param optimizer an optimizer; {@code adam} by default
 * @param schedule how the learning rate changes; not at all by default
 * @param clipNorm the largest norm of all gradients together; any by default
 * @param trainer a training algorithm; {@code gradient} by default
 * @param validation data to compute the loss on after each epoch; none by default
 * @param earlyStopping after how many epochs without a lower validation loss training ends, with
 *     the weights of the lowest; never by default
 * @param checkpoint the folder to keep the state of the training in; none by default
 * @param resume whether to go on from what that folder holds; false by default
 * @param listener is told how training goes; nobody by default
 */
public record TrainingOptions(
    int epochs,
    int batchSize,
    long seed,
    PluginSpec optimizer,
    Optional<PluginSpec> schedule,
    OptionalDouble clipNorm,
    PluginSpec trainer,
    Optional<Dataset> validation,
    OptionalInt earlyStopping,
    Optional<Path> checkpoint,
    boolean resume,
    TrainingListener listener) {

  /**
   * Checks the numbers.
   *
   * @throws OptionException if a number is impossible
   */
  public TrainingOptions {
    if (epochs < 0) {
      throw new OptionException("The number of epochs is " + epochs + ", not 0 or more");
    }
    if (batchSize < 1) {
      throw new OptionException("The batch size is " + batchSize + ", not 1 or more");
    }
    if (clipNorm.isPresent() && !(clipNorm.getAsDouble() > 0 && clipNorm.getAsDouble() < 1e30)) {
      throw new OptionException(
          "Gradients cannot be clipped to the norm " + clipNorm.getAsDouble() + ". Maybe to 1");
    }
    if (earlyStopping.isPresent() && earlyStopping.getAsInt() < 1) {
      throw new OptionException(
          "The patience of early stopping is " + earlyStopping.getAsInt() + ", not 1 or more");
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
    TrainingOptions options = new Draft().build();
    for (Setting setting : settings) {
      options = setting.applyTo(options);
    }
    return options;
  }

  /** Sets the number of passes over the data. */
  public static Setting epochs(int epochs) {
    return setting(draft -> draft.epochs = epochs);
  }

  /** Sets the number of samples in a step; the last step of an epoch may have fewer. */
  public static Setting batchSize(int batchSize) {
    return setting(draft -> draft.batchSize = batchSize);
  }

  /** Sets the seed: the same seed gives the same model. */
  public static Setting seed(long seed) {
    return setting(draft -> draft.seed = seed);
  }

  /** Sets the optimizer, such as {@code "adam:learning-rate=0.01"}. */
  public static Setting optimizer(String spec) {
    PluginSpec optimizer = PluginSpec.parse(spec);
    return setting(draft -> draft.optimizer = optimizer);
  }

  /** Sets how the learning rate changes, such as {@code "cosine:warm-up=1"}. */
  public static Setting schedule(String spec) {
    Optional<PluginSpec> schedule = Optional.of(PluginSpec.parse(spec));
    return setting(draft -> draft.schedule = schedule);
  }

  /** Sets the norm to which the gradients of a step are scaled down if theirs is larger. */
  public static Setting clipNorm(double norm) {
    return setting(draft -> draft.clipNorm = OptionalDouble.of(norm));
  }

  /** Sets the training algorithm. */
  public static Setting trainer(String spec) {
    PluginSpec trainer = PluginSpec.parse(spec);
    return setting(draft -> draft.trainer = trainer);
  }

  /** Sets the data to compute the loss on after each epoch. */
  public static Setting validation(Dataset data) {
    return setting(draft -> draft.validation = Optional.of(data));
  }

  /**
   * Ends training once the validation loss has not been lower than before for some epochs; the
   * model then has the weights of the epoch with the lowest. Needs validation data.
   */
  public static Setting earlyStopping(int patience) {
    return setting(draft -> draft.earlyStopping = OptionalInt.of(patience));
  }

  /**
   * Keeps the state of the training in a folder, which is created where it is missing, so that
   * {@link #resume(boolean)} can go on from there.
   */
  public static Setting checkpoint(Path folder) {
    return setting(draft -> draft.checkpoint = Optional.of(folder));
  }

  /**
   * Sets whether to go on from the checkpoint, to the same result as without the break; training
   * begins anew if there is none. Needs the folder of {@link #checkpoint}.
   */
  public static Setting resume(boolean resume) {
    return setting(draft -> draft.resume = resume);
  }

  /** Sets who is told how training goes. */
  public static Setting listener(TrainingListener listener) {
    return setting(draft -> draft.listener = listener);
  }

  private static Setting setting(Consumer<Draft> change) {
    return options -> {
      Draft draft = new Draft(options);
      change.accept(draft);
      return draft.build();
    };
  }

  /** The options while one of them changes. */
  private static final class Draft {
    int epochs = 10;
    int batchSize = 256;
    long seed = 1;
    PluginSpec optimizer = PluginSpec.of("adam");
    Optional<PluginSpec> schedule = Optional.empty();
    OptionalDouble clipNorm = OptionalDouble.empty();
    PluginSpec trainer = PluginSpec.of("gradient");
    Optional<Dataset> validation = Optional.empty();
    OptionalInt earlyStopping = OptionalInt.empty();
    Optional<Path> checkpoint = Optional.empty();
    boolean resume;
    TrainingListener listener = TrainingListener.NONE;

    Draft() {}

    Draft(TrainingOptions options) {
      epochs = options.epochs;
      batchSize = options.batchSize;
      seed = options.seed;
      optimizer = options.optimizer;
      schedule = options.schedule;
      clipNorm = options.clipNorm;
      trainer = options.trainer;
      validation = options.validation;
      earlyStopping = options.earlyStopping;
      checkpoint = options.checkpoint;
      resume = options.resume;
      listener = options.listener;
    }

    TrainingOptions build() {
      return new TrainingOptions(
          epochs,
          batchSize,
          seed,
          optimizer,
          schedule,
          clipNorm,
          trainer,
          validation,
          earlyStopping,
          checkpoint,
          resume,
          listener);
    }
  }
}
