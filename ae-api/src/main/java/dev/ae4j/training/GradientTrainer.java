package dev.ae4j.training;

import dev.ae4j.DataException;
import dev.ae4j.ModelSpec;
import dev.ae4j.TrainedModel;
import dev.ae4j.TrainingException;
import dev.ae4j.TrainingInterruptedException;
import dev.ae4j.TrainingOptions;
import dev.ae4j.artifact.ModelArtifact;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import dev.ae4j.model.BuildContext.Mode;
import dev.ae4j.model.Optimizer;
import dev.ae4j.model.ParameterDeclaration;
import dev.ae4j.model.RandomStream;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.spi.OptimizerProvider;
import dev.ae4j.spi.backend.Executable;
import dev.ae4j.spi.backend.Feed;
import dev.ae4j.spi.backend.RunRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Trains by gradient descent on batches, in an order that is shuffled anew for every epoch.
 *
 * <p>Everything random follows from the seed. The last batch of an epoch has the samples that are
 * left.
 */
final class GradientTrainer implements Trainer {
  private final TrainerContext context;
  private final TrainingOptions options;

  GradientTrainer(TrainerContext context) {
    this.context = context;
    this.options = context.options();
  }

  @Override
  public TrainedModel train(ModelSpec spec, Dataset data, TrainingListener listener) {
    check(spec, data);
    options.validation().ifPresent(validation -> check(spec, validation));
    ModelGraph training = ModelGraph.build(spec, context.catalog(), Mode.TRAINING);
    ModelGraph held = ModelGraph.build(spec, context.catalog(), Mode.EVALUATION);
    ModelGraph inference = ModelGraph.build(spec, context.catalog(), Mode.INFERENCE);
    UpdateGraph update = UpdateGraph.build(training.loss(), training.parameters(), optimizer());
    try (Executable step = context.backend().compile(update.program());
        Executable evaluation = context.backend().compile(held.lossProgram())) {
      for (ParameterDeclaration declared : training.parameters()) {
        step.write(declared.name(), declared.initialValue(options.seed()));
      }
      update.initialSlots().forEach(step::write);
      listener.onStart(plan(training, data));
      List<EpochReport> history = new ArrayList<>();
      for (int epoch = 1; epoch <= options.epochs(); epoch++) {
        long start = System.nanoTime();
        double trainingLoss = trainEpoch(step, data, epoch, listener);
        double seconds = (System.nanoTime() - start) * 1e-9;
        OptionalDouble validationLoss = OptionalDouble.empty();
        if (options.validation().isPresent() && !isInterrupted()) {
          evaluation
              .program()
              .parameters()
              .forEach(p -> evaluation.write(p.name(), step.read(p.name())));
          validationLoss = OptionalDouble.of(loss(evaluation, options.validation().get()));
        }
        if (isInterrupted()) {
          throw interrupted(artifact(spec, data, inference, step, history), epoch, history);
        }
        EpochReport report = new EpochReport(epoch, trainingLoss, validationLoss, seconds);
        history.add(report);
        listener.onEpoch(report);
      }
      ModelArtifact artifact = artifact(spec, data, inference, step, history);
      return TrainedModel.on(context.backend(), artifact, history);
    }
  }

  private static boolean isInterrupted() {
    return Thread.currentThread().isInterrupted();
  }

  private TrainingInterruptedException interrupted(
      ModelArtifact artifact, int epoch, List<EpochReport> history) {
    String when = "in epoch %d of %d".formatted(epoch, options.epochs());
    return new TrainingInterruptedException(
        "Training was interrupted " + when, artifact.with(Map.of("interrupted", when)), history);
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
  }

  private Optimizer optimizer() {
    ProviderCatalog catalog = context.catalog();
    OptimizerProvider provider = catalog.find(OptimizerProvider.class, options.optimizer());
    return provider.create(catalog.options(provider, options.optimizer()));
  }

  private TrainingPlan plan(ModelGraph graph, Dataset data) {
    long parameters =
        graph.parameters().stream()
            .filter(ParameterDeclaration::isTrained)
            .mapToLong(p -> p.tensor().shape().sampleElements())
            .sum();
    return new TrainingPlan(
        options.epochs(), batches(data), data.size(), parameters, context.backend().description());
  }

  private int batches(Dataset data) {
    return (data.size() - 1) / options.batchSize() + 1;
  }

  /** Returns the mean loss, or something else if the thread is interrupted. */
  private double trainEpoch(Executable step, Dataset data, int epoch, TrainingListener listener) {
    int[] order = IntStream.range(0, data.size()).toArray();
    new RandomStream(options.seed(), "order/" + epoch).shuffle(order);
    List<TensorData> results = List.of(TensorData.scalar(0));
    double sum = 0;
    int batches = batches(data);
    for (int batch = 1; batch <= batches && !isInterrupted(); batch++) {
      int from = (batch - 1) * options.batchSize();
      int count = Math.min(options.batchSize(), data.size() - from);
      Feed feed = feed(data, order, from, count);
      long index = (epoch - 1L) * batches + batch - 1;
      step.run(new RunRequest(List.of(feed), options.seed(), index), results);
      float loss = results.get(0).values()[0];
      if (!Float.isFinite(loss)) {
        throw diverged(data, order, from, count, epoch, batch, loss);
      }
      sum += (double) loss * count;
      listener.onBatch(epoch, batch, loss);
    }
    return sum / data.size();
  }

  /** Returns the mean loss, or something else if the thread is interrupted. */
  private double loss(Executable evaluation, Dataset data) {
    int[] order = IntStream.range(0, data.size()).toArray();
    double sum = 0;
    for (int from = 0; from < order.length && !isInterrupted(); from += options.batchSize()) {
      int count = Math.min(options.batchSize(), order.length - from);
      Feed feed = feed(data, order, from, count);
      sum += (double) evaluation.run(RunRequest.of(feed)).get(0).values()[0] * count;
    }
    return sum / order.length;
  }

  private static Feed feed(Dataset data, int[] order, int from, int count) {
    return data.inMemory()
        .map(samples -> Feed.rows(samples, order, from, count))
        .orElseGet(() -> Feed.of(copy(data, order, from, count)));
  }

  private static TensorData copy(Dataset data, int[] order, int from, int count) {
    TensorData samples = TensorData.zeros(data.sampleShape().batched().withBatch(count));
    data.copyRows(order, from, count, samples.values());
    return samples;
  }

  /** Says what is known about a loss that is no number: mostly the data explains it. */
  private TrainingException diverged(
      Dataset data, int[] order, int from, int count, int epoch, int batch, float loss) {
    float[] values = copy(data, order, from, count).values();
    int width = data.sampleShape().sampleElements();
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        return new TrainingException(
            "%s: element %s of sample %s is %s. Maybe the data has missing values"
                .formatted(data.name(), i % width, order[from + i / width], values[i]));
      }
      low = Math.min(low, values[i]);
      high = Math.max(high, values[i]);
    }
    return new TrainingException(
        ("The loss is %s at epoch %s, batch %s; the batch has values from %s to %s and the"
                + " optimizer is %s. Maybe scale the data to [0, 1] or lower the learning rate")
            .formatted(loss, epoch, batch, low, high, options.optimizer()));
  }

  private ModelArtifact artifact(
      ModelSpec spec,
      Dataset data,
      ModelGraph inference,
      Executable step,
      List<EpochReport> history) {
    Program encode = inference.encodeProgram();
    Program decode =
        ModelGraph.decodeProgram(spec, context.catalog(), inference.latent().code().shape());
    Program reconstruct = inference.reconstructProgram();
    SortedMap<String, TensorData> weights = new TreeMap<>();
    Stream.of(encode, decode, reconstruct)
        .flatMap(program -> program.parameters().stream())
        .forEach(p -> weights.computeIfAbsent(p.name(), step::read));
    SortedMap<String, String> provenance = new TreeMap<>();
    provenance.put("backend", context.backend().description());
    provenance.put("data", data.name());
    provenance.put("data-sha256", data.checksum());
    provenance.put("data-samples", Integer.toString(data.size()));
    provenance.put("epochs", Integer.toString(options.epochs()));
    provenance.put("batch-size", Integer.toString(options.batchSize()));
    provenance.put("seed", Long.toString(options.seed()));
    provenance.put("optimizer", options.optimizer().toString());
    provenance.put("trainer", options.trainer().toString());
    if (!history.isEmpty()) {
      EpochReport last = history.get(history.size() - 1);
      provenance.put("training-loss", Double.toString(last.trainingLoss()));
      last.validationLoss()
          .ifPresent(loss -> provenance.put("validation-loss", Double.toString(loss)));
    }
    return new ModelArtifact(spec, encode, decode, reconstruct, weights, provenance);
  }
}
