package dev.ae4j.training;

import dev.ae4j.OptionException;
import dev.ae4j.TrainedModel;
import dev.ae4j.TrainingException;
import dev.ae4j.TrainingOptions;
import dev.ae4j.artifact.ModelArtifact;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.model.ParameterDeclaration;
import dev.ae4j.spi.backend.Backend;
import dev.ae4j.spi.backend.Executable;
import dev.ae4j.spi.backend.RunRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One training by gradient descent on batches, in an order that is shuffled anew for every epoch;
 * its fields are those of {@link TrainingState}.
 */
final class TrainingRun {
  /** How long a training may go on within an epoch without a checkpoint. */
  private static final long LONGEST_PAUSE = 60_000_000_000L;

  /** Epochs may be so short that a checkpoint after each would take longer than they do. */
  private static final long SHORTEST_PAUSE = 1_000_000_000L;

  /** How much of the time of a training goes to copies of its state in memory, at most. */
  private static final double SHARE_OF_COPIES = 1e-3;

  /** How old such a copy is, at most, unless copying takes long. */
  private static final long AGE_OF_COPIES = 10_000_000_000L;

  private final Backend backend;
  private final TrainingOptions options;
  private final TrainingSetup setup;
  private final Map<String, TensorData> start;
  private final Executable step;
  private final Executable evaluation;
  private final TrainingListener listener;
  private final @Nullable CheckpointFolder checkpoints;
  private List<EpochReport> history = List.of();
  private int batch;
  private LossValue lossSum = LossValue.ZERO;
  private double seconds;
  private NavigableMap<String, TensorData> best = new TreeMap<>();
  private long lastCheckpoint = System.nanoTime() - SHORTEST_PAUSE;

  /** Where to begin to look for the origin of a divergence; null for the very beginning. */
  private @Nullable TrainingState copy;

  private long nextCopy = System.nanoTime() + AGE_OF_COPIES;

  private TrainingRun(
      TrainerContext context,
      TrainingSetup setup,
      Map<String, TensorData> start,
      Executable step,
      Executable evaluation,
      TrainingListener listener) {
    this.backend = context.backend();
    this.options = context.options();
    this.setup = setup;
    this.start = start;
    this.step = step;
    this.evaluation = evaluation;
    this.listener = listener;
    this.checkpoints =
        options
            .checkpoint()
            .map(folder -> new CheckpointFolder(folder, setup.identity()))
            .orElse(null);
  }

  /**
   * Trains a model.
   *
   * @param start values of parameters to begin with instead of those that the seed decides, by
   *     name; others are ignored
   * @return the model, which does not own the backend
   */
  static TrainedModel train(
      TrainerContext context,
      TrainingSetup setup,
      Map<String, TensorData> start,
      TrainingListener listener) {
    try (Executable step = context.backend().compile(setup.update().program());
        Executable evaluation = context.backend().compile(setup.evaluation().lossProgram())) {
      return new TrainingRun(context, setup, start, step, evaluation, listener).train();
    }
  }

  private TrainedModel train() {
    initialize();
    Optional<TrainingState> checkpoint = checkpoint();
    checkpoint.ifPresent(this::restore);
    copy = checkpoint.orElse(null);
    listener.onStart(setup.plan());
    checkpoint.ifPresent(listener::onResume);
    while (!isDone()) {
      trainEpoch();
      keep(isDone() ? 0 : SHORTEST_PAUSE);
    }
    ModelArtifact model = best.isEmpty() ? last() : best();
    notFinite(model.weights())
        .ifPresent(
            name -> {
              throw new TrainingException(
                  "The last step made the weights %s infinite or NaN. Maybe lower the learning rate or clip the gradients"
                      .formatted(name));
            });
    return TrainedModel.on(backend, model, history);
  }

  private void initialize() {
    setup.initialize(step);
    for (Parameter parameter : step.program().parameters()) {
      TensorData value = start.get(parameter.name());
      if (value != null) {
        step.write(parameter.name(), value);
      }
    }
  }

  private Optional<TrainingState> checkpoint() {
    if (checkpoints == null) {
      return Optional.empty();
    }
    if (!options.resume()) {
      checkpoints.checkEmpty();
      return Optional.empty();
    }
    return checkpoints.read();
  }

  private void restore(TrainingState state) {
    Map<String, TensorData> values = new HashMap<>(state.values());
    for (Parameter parameter : step.program().parameters()) {
      TensorData value = values.remove(parameter.name());
      if (value == null || !value.shape().equals(parameter.shape())) {
        throw otherModel(parameter.name());
      }
      step.write(parameter.name(), value);
    }
    if (!values.isEmpty()) {
      throw otherModel(values.keySet().iterator().next());
    }
    if (state.history().size() > options.epochs()) {
      throw new OptionException(
          "The checkpoint is of %s epochs, more than the %s asked for"
              .formatted(state.history().size(), options.epochs()));
    }
    history = state.history();
    batch = state.batch();
    lossSum = state.lossSum();
    seconds = state.seconds();
    best = new TreeMap<>(state.best());
  }

  private static OptionException otherModel(String parameter) {
    return new OptionException(
        "The checkpoint does not fit the model: only one of them has %s, or with another shape. Maybe a plug-in has changed"
            .formatted(parameter));
  }

  private TrainingState state() {
    NavigableMap<String, TensorData> values = new TreeMap<>();
    for (Parameter parameter : step.program().parameters()) {
      values.put(parameter.name(), step.read(parameter.name()));
    }
    return new TrainingState(history, batch, lossSum, seconds, values, best);
  }

  /** Returns the name of a parameter of the model with an element that is no finite number. */
  private Optional<String> notFinite(Map<String, TensorData> values) {
    for (ParameterDeclaration declared : setup.training().parameters()) {
      TensorData value = values.get(declared.name());
      if (value != null) {
        for (float element : value.values()) {
          if (!Float.isFinite(element)) {
            return Optional.of(declared.name());
          }
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Writes a checkpoint, if there is a place for it and the last one is old enough. Weights that
   * are not finite are not worth it: the loss of the next step will tell.
   */
  private void keep(long pause) {
    if (checkpoints != null && System.nanoTime() - lastCheckpoint >= pause) {
      TrainingState state = state();
      if (notFinite(state.values()).isEmpty()) {
        checkpoints.write(state);
      }
      lastCheckpoint = System.nanoTime();
    }
  }

  /** Copies the state, if the last copy is old enough. */
  private void remember() {
    long now = System.nanoTime();
    if (now >= nextCopy) {
      TrainingState state = state();
      if (notFinite(state.values()).isEmpty()) {
        copy = state;
      }
      long end = System.nanoTime();
      nextCopy = end + Math.max(AGE_OF_COPIES, (long) ((end - now) / SHARE_OF_COPIES));
    }
  }

  /**
   * Returns where the first number came up that is not finite. The step that made it has
   * overwritten the weights, so the steps since the last copy are repeated, and all tensors of the
   * last two are looked at.
   */
  private Optional<String> origin() {
    List<EpochReport> reports = history;
    long last = (long) history.size() * setup.batches() + batch;
    if (copy == null) {
      initialize();
      history = List.of();
      batch = 0;
    } else {
      restore(copy);
    }
    NonFinite search = new NonFinite(backend, setup.training(), setup.update().program());
    int[] order = {};
    long first = (long) history.size() * setup.batches() + batch;
    for (long index = first; index <= last && !TrainingSetup.isInterrupted(); index++) {
      int epoch = (int) (index / setup.batches());
      int position = (int) (index % setup.batches()) + 1;
      if (index == first || position == 1) {
        order = setup.order(epoch + 1);
      }
      RunRequest request = setup.request(order, position, reports.subList(0, epoch));
      Optional<String> found = index < last - 1 ? Optional.empty() : search.find(step, request);
      if (found.isPresent()) {
        return found.map(text -> text + " in batch " + position);
      }
      step.run(request);
    }
    return Optional.empty();
  }

  /** Returns whether all epochs are made, or the loss has not been lower for long enough. */
  private boolean isDone() {
    OptionalInt lowest = TrainingState.bestEpoch(history);
    boolean isHopeless =
        options.earlyStopping().isPresent()
            && lowest.isPresent()
            && history.size() - lowest.getAsInt() >= options.earlyStopping().getAsInt();
    return isHopeless || history.size() >= options.epochs();
  }

  private void trainEpoch() {
    int epoch = history.size() + 1;
    int[] order = setup.order(epoch);
    List<TensorData> results =
        step.program().outputs().keySet().stream().map(name -> TensorData.scalar(0)).toList();
    double secondsBefore = seconds;
    long start = System.nanoTime();
    while (batch < setup.batches()) {
      stopIfInterrupted();
      step.run(setup.request(order, batch + 1, history), results);
      float loss = results.get(0).values()[0];
      if (!Float.isFinite(loss)) {
        throw setup.diverged(order, epoch, batch + 1, loss, this::origin);
      }
      batch++;
      lossSum = lossSum.plus(step.program(), results, setup.batchSize(batch));
      seconds = secondsBefore + (System.nanoTime() - start) * 1e-9;
      listener.onBatch(epoch, batch, loss);
      keep(LONGEST_PAUSE);
      remember();
    }
    Optional<LossValue> validation = validation();
    stopIfInterrupted();
    EpochReport report =
        new EpochReport(epoch, lossSum.dividedBy(setup.plan().samples()), validation, seconds);
    List<EpochReport> reports = new ArrayList<>(history);
    reports.add(report);
    history = List.copyOf(reports);
    batch = 0;
    lossSum = LossValue.ZERO;
    seconds = 0;
    if (options.earlyStopping().isPresent()
        && TrainingState.bestEpoch(history).equals(OptionalInt.of(epoch))) {
      best = parameters();
    }
    listener.onEpoch(report);
  }

  private Optional<LossValue> validation() {
    if (options.validation().isEmpty() || TrainingSetup.isInterrupted()) {
      return Optional.empty();
    }
    Dataset samples = options.validation().get();
    evaluation.program().parameters().forEach(p -> evaluation.write(p.name(), step.read(p.name())));
    LossValue loss = setup.meanLoss(evaluation, samples);
    if (!Double.isFinite(loss.total())) {
      throw new TrainingException(
          "The loss on %s is %s after epoch %s. Maybe the data has missing values or the learning"
                  .formatted(samples.name(), loss.total(), history.size() + 1)
              + " rate is too high");
    }
    return Optional.of(loss);
  }

  private NavigableMap<String, TensorData> parameters() {
    NavigableMap<String, TensorData> values = new TreeMap<>();
    for (ParameterDeclaration declared : setup.training().parameters()) {
      values.put(declared.name(), step.read(declared.name()));
    }
    return values;
  }

  private void stopIfInterrupted() {
    if (TrainingSetup.isInterrupted()) {
      keep(0);
      throw setup.interrupted(last(), history);
    }
  }

  /** Returns the model as it is after the last step. */
  private ModelArtifact last() {
    return setup.artifact(
        step::read,
        history.isEmpty() ? Optional.empty() : Optional.of(history.get(history.size() - 1)));
  }

  /** Returns the model as it was when the validation loss was lowest. */
  private ModelArtifact best() {
    int epoch = TrainingState.bestEpoch(history).orElseThrow();
    return setup
        .artifact(best::get, Optional.of(history.get(epoch - 1)))
        .with(Map.of("best-epoch", Integer.toString(epoch)));
  }
}
