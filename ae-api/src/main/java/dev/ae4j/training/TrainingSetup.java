package dev.ae4j.training;

import dev.ae4j.DataException;
import dev.ae4j.ModelSpec;
import dev.ae4j.OptionException;
import dev.ae4j.PluginSpec;
import dev.ae4j.TrainingException;
import dev.ae4j.TrainingInterruptedException;
import dev.ae4j.TrainingOptions;
import dev.ae4j.artifact.ModelArtifact;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.op.Input;
import dev.ae4j.model.BuildContext.Mode;
import dev.ae4j.model.Optimizer;
import dev.ae4j.model.ParameterDeclaration;
import dev.ae4j.model.RandomStream;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.spi.OptimizerProvider;
import dev.ae4j.spi.ScheduleProvider;
import dev.ae4j.spi.backend.Executable;
import dev.ae4j.spi.backend.Feed;
import dev.ae4j.spi.backend.RunRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What training algorithms have in common: the graphs of the model, the program of a step, the
 * batches, and the model that is made of the weights in the end.
 *
 * <p>Everything random follows from the seed: the samples are shuffled anew for every epoch. The
 * last batch of an epoch has the samples that are left.
 */
public final class TrainingSetup {
  /** Inputs beyond this are rarely meant. */
  private static final float LARGE = 10;

  private final TrainerContext context;
  private final TrainingOptions options;
  private final ModelSpec spec;
  private final Dataset data;
  private final Optional<Classifier> classifier;
  private final ModelGraph training;
  private final ModelGraph evaluation;
  private final ModelGraph inference;
  private final Optional<Schedule> schedule;
  private final UpdateGraph update;
  private final String dataChecksum;

  /**
   * Builds the graphs of a model.
   *
   * @throws DataException if the samples do not fit the model
   * @throws OptionException if a plug-in or one of its options is unknown or impossible, or if an
   *     option needs another one
   */
  public TrainingSetup(TrainerContext context, ModelSpec spec, Dataset data) {
    this(context, spec, data, Optional.empty());
  }

  /**
   * Builds the graphs of a model, or of its encoder as a classifier.
   *
   * @param classifier what to train, if not the autoencoder alone
   */
  TrainingSetup(
      TrainerContext context, ModelSpec spec, Dataset data, Optional<Classifier> classifier) {
    this.context = context;
    this.classifier = classifier;
    this.options = context.options();
    this.spec = spec;
    this.data = data;
    check(spec, data);
    options.validation().ifPresent(validation -> check(spec, validation));
    if (options.earlyStopping().isPresent() && options.validation().isEmpty()) {
      throw new OptionException(
          "Early stopping needs validation data. Maybe set a part of the data aside for it");
    }
    if (options.resume() && options.checkpoint().isEmpty()) {
      throw new OptionException("There is nothing to resume without a folder for checkpoints");
    }
    ProviderCatalog catalog = context.catalog();
    this.training = graph(Mode.TRAINING);
    this.evaluation = graph(Mode.EVALUATION);
    this.inference = ModelGraph.build(spec, catalog, Mode.INFERENCE);
    this.schedule = options.schedule().map(plugin -> schedule(plugin, catalog));
    this.update =
        UpdateGraph.build(
            training,
            new UpdateGraph.Rule(
                optimizer(options.optimizer(), catalog), options.clipNorm(), schedule.isPresent()));
    if (schedule.isPresent()
        && update.program().inputs().stream().noneMatch(UpdateGraph::isRateFactor)) {
      throw new OptionException(
          "The optimizer %s takes no schedule. Maybe another one, or no schedule"
              .formatted(options.optimizer().id()));
    }
    this.dataChecksum = data.checksum();
  }

  private ModelGraph graph(Mode mode) {
    return classifier.isPresent()
        ? classifier.get().graph(mode)
        : ModelGraph.build(spec, context.catalog(), mode);
  }

  private static void check(ModelSpec spec, Dataset data) {
    if (!data.sampleShape().equals(spec.sampleShape())) {
      throw new DataException(
          "%s has samples of shape %s but the model takes %s"
              .formatted(data.name(), data.sampleShape(), spec.sampleShape()));
    }
    if (data.size() == 0) {
      throw new DataException(data.name() + " has no samples");
    }
    if (data.schema().isPresent() && !data.schema().equals(spec.schema())) {
      throw new DataException(
          "%s was read with other columns than those of the model. Maybe give both the training data's schema"
              .formatted(data.name()));
    }
  }

  private static Optimizer optimizer(PluginSpec spec, ProviderCatalog catalog) {
    OptimizerProvider provider = catalog.find(OptimizerProvider.class, spec);
    return provider.create(catalog.options(provider, spec));
  }

  private static Schedule schedule(PluginSpec spec, ProviderCatalog catalog) {
    ScheduleProvider provider = catalog.find(ScheduleProvider.class, spec);
    return provider.create(catalog.options(provider, spec));
  }

  /** Returns the model as it is trained. */
  public ModelGraph training() {
    return training;
  }

  /** Returns the model as its loss is measured on samples that it does not learn from. */
  public ModelGraph evaluation() {
    return evaluation;
  }

  /** Returns the model as it is used. */
  public ModelGraph inference() {
    return inference;
  }

  /**
   * Returns the program of a step: with the optimizer, the schedule and what else was asked for.
   */
  public UpdateGraph update() {
    return update;
  }

  /** Returns what to tell the listener before training starts. */
  public TrainingPlan plan() {
    long parameters =
        training.parameters().stream()
            .filter(ParameterDeclaration::isTrained)
            .mapToLong(p -> p.tensor().shape().sampleElements())
            .sum();
    return new TrainingPlan(
        options.epochs(), batches(), data.size(), parameters, context.backend().description());
  }

  /** Sets the parameters and the state of the optimizer to the values before the first step. */
  public void initialize(Executable step) {
    for (ParameterDeclaration declared : training.parameters()) {
      step.write(declared.name(), declared.initialValue(options.seed()));
    }
    update.initialSlots().forEach(step::write);
  }

  /** Returns the number of steps in an epoch. */
  public int batches() {
    return (data.size() - 1) / options.batchSize() + 1;
  }

  /**
   * Returns the order of the samples in an epoch.
   *
   * @param epoch counted from 1
   */
  public int[] order(int epoch) {
    int[] order = IntStream.range(0, data.size()).toArray();
    new RandomStream(options.seed(), "order/" + epoch).shuffle(order);
    return order;
  }

  /**
   * Returns the number of samples in a batch.
   *
   * @param batch counted from 1 in each epoch
   */
  public int batchSize(int batch) {
    return Math.min(options.batchSize(), data.size() - first(batch));
  }

  private int first(int batch) {
    return (batch - 1) * options.batchSize();
  }

  /**
   * Returns what to run the program of a step with.
   *
   * @param order the order of the samples in this epoch
   * @param batch counted from 1 in each epoch
   * @param history how the epochs before this one went
   * @throws TrainingException if the schedule gives a factor that is no finite number or negative
   */
  public RunRequest request(int[] order, int batch, List<EpochReport> history) {
    long index = (long) history.size() * batches() + batch - 1;
    List<Feed> feeds = new ArrayList<>(3);
    for (Input input : update.program().inputs()) {
      feeds.add(
          schedule.isPresent() && UpdateGraph.isRateFactor(input)
              ? Feed.of(TensorData.scalar(factor(schedule.get(), index, history)))
              : feed(input, data, order, first(batch), batchSize(batch)));
    }
    return new RunRequest(feeds, options.seed(), index);
  }

  private float factor(Schedule rule, long index, List<EpochReport> history) {
    double factor = rule.factor(new TrainingProgress(index, batches(), options.epochs(), history));
    if (!(factor >= 0 && factor <= Float.MAX_VALUE)) {
      throw new TrainingException(
          "The schedule %s gives the factor %s for step %s, not a finite number of 0 or more"
              .formatted(options.schedule().orElseThrow(), factor, index));
    }
    return (float) factor;
  }

  /**
   * Returns the mean of a loss over samples, and of its parts if there are several; something else
   * if the thread is interrupted.
   *
   * @param evaluation {@link ModelGraph#lossProgram} with the weights to look at
   */
  public LossValue meanLoss(Executable evaluation, Dataset samples) {
    int[] order = IntStream.range(0, samples.size()).toArray();
    LossValue sum = LossValue.ZERO;
    for (int from = 0; from < order.length && !isInterrupted(); from += options.batchSize()) {
      int count = Math.min(options.batchSize(), order.length - from);
      List<Feed> feeds = new ArrayList<>(2);
      for (Input input : evaluation.program().inputs()) {
        feeds.add(feed(input, samples, order, from, count));
      }
      sum =
          sum.plus(
              evaluation.program(),
              evaluation.run(RunRequest.of(feeds.toArray(Feed[]::new))),
              count);
    }
    return sum.dividedBy(order.length);
  }

  /** Returns whether somebody wants this thread to end what it does. */
  public static boolean isInterrupted() {
    return Thread.currentThread().isInterrupted();
  }

  private static Feed feed(Input input, Dataset data, int[] order, int from, int count) {
    if (Classifier.isLabels(input)) {
      return Feed.of(Classifier.labels(data, order, from, count));
    }
    return data.inMemory()
        .map(samples -> Feed.rows(samples, order, from, count))
        .orElseGet(() -> Feed.of(copy(data, order, from, count)));
  }

  private static TensorData copy(Dataset data, int[] order, int from, int count) {
    TensorData samples = TensorData.zeros(data.sampleShape().batched().withBatch(count));
    data.copyRows(order, from, count, samples.values());
    return samples;
  }

  /**
   * Returns why training ends at a batch whose loss is no finite number: mostly the data explains
   * it.
   *
   * @param order the order of the samples in this epoch
   * @param epoch counted from 1
   * @param batch counted from 1 in each epoch
   * @param origin finds out where such numbers came up, if it can; asked if the data has none
   */
  public TrainingException diverged(
      int[] order, int epoch, int batch, float loss, Supplier<Optional<String>> origin) {
    int from = first(batch);
    float[] values = copy(data, order, from, batchSize(batch)).values();
    int width = data.sampleShape().sampleElements();
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i]) && spec.schema().isEmpty()) {
        return new TrainingException(
            "%s: element %s of sample %s is %s. Maybe the data has missing values"
                .formatted(data.name(), i % width, order[from + i / width], values[i]));
      }
      low = Math.min(low, values[i]);
      high = Math.max(high, values[i]);
    }
    boolean isLarge = Math.max(high, -low) > LARGE;
    return new TrainingException(
        "The loss is %s at epoch %s, batch %s; the batch has values from %s to %s and the optimizer is %s%s. Maybe %s"
            .formatted(
                loss,
                epoch,
                batch,
                low,
                high,
                options.optimizer(),
                origin.get().map(text -> "; first not finite was " + text).orElse(""),
                isLarge
                    ? "scale the data to [0, 1] or lower the learning rate"
                    : "lower the learning rate or clip the gradients"));
  }

  /**
   * Returns what a trainer throws when its thread is interrupted.
   *
   * @param model the model so far
   * @param history how the epochs went that are complete
   */
  public TrainingInterruptedException interrupted(ModelArtifact model, List<EpochReport> history) {
    String when = "in epoch %d of %d".formatted(history.size() + 1, options.epochs());
    return new TrainingInterruptedException(
        "Training was interrupted " + when, model.with(Map.of("interrupted", when)), history);
  }

  /**
   * Returns the model.
   *
   * @param weights the value of each parameter by name
   * @param report on the epoch that the weights are of, if there was one
   */
  public ModelArtifact artifact(
      Function<String, TensorData> weights, Optional<EpochReport> report) {
    Program encode = inference.encodeProgram();
    Program decode =
        ModelGraph.decodeProgram(spec, context.catalog(), inference.latent().code().shape());
    Program reconstruct = inference.reconstructProgram();
    Optional<Program> classify = classifier.map(Classifier::classifyProgram);
    SortedMap<String, TensorData> used = new TreeMap<>();
    Stream.concat(Stream.of(encode, decode, reconstruct), classify.stream())
        .flatMap(program -> program.parameters().stream())
        .forEach(p -> used.computeIfAbsent(p.name(), weights));
    SortedMap<String, String> provenance = new TreeMap<>(choices());
    provenance.put("backend", context.backend().description());
    provenance.put("data", data.name());
    provenance.put("epochs", Integer.toString(options.epochs()));
    report.ifPresent(
        last -> {
          provenance.put("training-loss", Double.toString(last.trainingLoss()));
          last.validationLoss()
              .ifPresent(loss -> provenance.put("validation-loss", Double.toString(loss)));
        });
    return new ModelArtifact(spec, encode, decode, reconstruct, classify, used, provenance);
  }

  /** Returns which training it is: what decides the outcome of its steps, as names and texts. */
  SortedMap<String, String> identity() {
    SortedMap<String, String> identity = choices();
    identity.put("sample-shape", spec.sampleShape().toString());
    identity.put("encoder", spec.encoder().toString());
    spec.codeSize().ifPresent(size -> identity.put("code-size", Integer.toString(size)));
    identity.put("decoder", spec.decoder().toString());
    identity.put("loss", spec.loss().toString());
    identity.put("corruptions", spec.corruptions().toString());
    spec.schema().ifPresent(schema -> identity.put("columns", schema.toString()));
    if (classifier.isPresent()) {
      int hash = Arrays.hashCode(data.labels().orElseThrow());
      identity.put("labels-hash", Integer.toHexString(hash));
    }
    options
        .validation()
        .ifPresent(samples -> identity.put("validation-sha256", samples.checksum()));
    return identity;
  }

  private SortedMap<String, String> choices() {
    SortedMap<String, String> choices = new TreeMap<>();
    choices.put("data-sha256", dataChecksum);
    choices.put("data-samples", Integer.toString(data.size()));
    choices.put("batch-size", Integer.toString(options.batchSize()));
    choices.put("seed", Long.toString(options.seed()));
    choices.put("optimizer", options.optimizer().toString());
    choices.put("trainer", options.trainer().toString());
    options.schedule().ifPresent(plugin -> choices.put("schedule", plugin.toString()));
    options.clipNorm().ifPresent(norm -> choices.put("clip-norm", Double.toString(norm)));
    options
        .earlyStopping()
        .ifPresent(patience -> choices.put("early-stopping", "patience=" + patience));
    return choices;
  }
}
