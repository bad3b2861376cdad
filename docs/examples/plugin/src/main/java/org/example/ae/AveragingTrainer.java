package org.example.ae;

import dev.ae4j.DataException;
import dev.ae4j.ModelSpec;
import dev.ae4j.TrainedModel;
import dev.ae4j.TrainingException;
import dev.ae4j.TrainingOptions;
import dev.ae4j.artifact.ModelArtifact;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.model.BuildContext.Mode;
import dev.ae4j.model.Optimizer;
import dev.ae4j.model.ParameterDeclaration;
import dev.ae4j.model.RandomStream;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.spi.OptimizerProvider;
import dev.ae4j.spi.backend.Executable;
import dev.ae4j.spi.backend.Feed;
import dev.ae4j.spi.backend.RunRequest;
import dev.ae4j.training.EpochReport;
import dev.ae4j.training.ModelGraph;
import dev.ae4j.training.Trainer;
import dev.ae4j.training.TrainerContext;
import dev.ae4j.training.TrainingListener;
import dev.ae4j.training.TrainingPlan;
import dev.ae4j.training.UpdateGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Descends along the gradient and averages the weights after each of the last epochs. */
final class AveragingTrainer implements Trainer {
  private final TrainerContext context;
  private final TrainingOptions options;
  private final double share;

  AveragingTrainer(TrainerContext context, double share) {
    this.context = context;
    this.options = context.options();
    this.share = share;
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

      int averaged = Math.max(1, (int) Math.round(share * options.epochs()));
      Mean weights = new Mean(training.parameters());
      weights.add(step);
      List<EpochReport> history = new ArrayList<>();
      for (int epoch = 1; epoch <= options.epochs(); epoch++) {
        long start = System.nanoTime();
        double trainingLoss = trainEpoch(step, data, epoch, listener);
        if (epoch <= options.epochs() - averaged + 1) {
          weights.clear();
        }
        weights.add(step);
        double seconds = (System.nanoTime() - start) * 1e-9;
        OptionalDouble validationLoss = OptionalDouble.empty();
        if (options.validation().isPresent()) {
          evaluation
              .program()
              .parameters()
              .forEach(p -> evaluation.write(p.name(), weights.get(p.name())));
          validationLoss = OptionalDouble.of(loss(evaluation, options.validation().get()));
        }
        EpochReport report = new EpochReport(epoch, trainingLoss, validationLoss, seconds);
        history.add(report);
        listener.onEpoch(report);
      }
      ModelArtifact artifact = artifact(spec, data, inference, weights);
      return TrainedModel.on(context.backend(), artifact, history);
    }
  }

  private static void check(ModelSpec spec, Dataset data) {
    if (!data.sampleShape().equals(spec.sampleShape()) || data.size() == 0) {
      throw new DataException(
          "%s has %s samples of shape %s but the model takes %s"
              .formatted(data.name(), data.size(), data.sampleShape(), spec.sampleShape()));
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

  private double trainEpoch(Executable step, Dataset data, int epoch, TrainingListener listener) {
    int[] order = IntStream.range(0, data.size()).toArray();
    new RandomStream(options.seed(), "order/" + epoch).shuffle(order);
    double sum = 0;
    int batches = batches(data);
    for (int batch = 1; batch <= batches; batch++) {
      int from = (batch - 1) * options.batchSize();
      int count = Math.min(options.batchSize(), data.size() - from);
      // Random numbers are a function of seed and step, so each step needs a number of its own
      long index = (epoch - 1L) * batches + batch - 1;
      RunRequest request =
          new RunRequest(List.of(feed(data, order, from, count)), options.seed(), index);
      float loss = step.run(request).get(0).values()[0];
      if (!Float.isFinite(loss)) {
        throw new TrainingException(
            "The loss is %s at epoch %s, batch %s. Maybe lower the learning rate"
                .formatted(loss, epoch, batch));
      }
      sum += (double) loss * count;
      listener.onBatch(epoch, batch, loss);
    }
    return sum / data.size();
  }

  private double loss(Executable evaluation, Dataset data) {
    int[] order = IntStream.range(0, data.size()).toArray();
    double sum = 0;
    for (int from = 0; from < order.length; from += options.batchSize()) {
      int count = Math.min(options.batchSize(), order.length - from);
      Feed feed = feed(data, order, from, count);
      sum += (double) evaluation.run(RunRequest.of(feed)).get(0).values()[0] * count;
    }
    return sum / order.length;
  }

  /** Returns samples without copying them, if they are in memory. */
  private static Feed feed(Dataset data, int[] order, int from, int count) {
    if (data.inMemory().isPresent()) {
      return Feed.rows(data.inMemory().get(), order, from, count);
    }
    TensorData samples = TensorData.zeros(data.sampleShape().batched().withBatch(count));
    data.copyRows(order, from, count, samples.values());
    return Feed.of(samples);
  }

  private ModelArtifact artifact(ModelSpec spec, Dataset data, ModelGraph inference, Mean weights) {
    Shape codeShape = inference.latent().code().shape();
    Program encode = inference.encodeProgram();
    Program decode = ModelGraph.decodeProgram(spec, context.catalog(), codeShape);
    Program reconstruct = inference.reconstructProgram();
    SortedMap<String, TensorData> used = new TreeMap<>();
    Stream.of(encode, decode, reconstruct)
        .flatMap(program -> program.parameters().stream())
        .forEach(p -> used.computeIfAbsent(p.name(), weights::get));
    SortedMap<String, String> provenance = new TreeMap<>();
    provenance.put("backend", context.backend().description());
    provenance.put("data", data.name());
    provenance.put("data-sha256", data.checksum());
    provenance.put("epochs", Integer.toString(options.epochs()));
    provenance.put("seed", Long.toString(options.seed()));
    provenance.put("trainer", options.trainer().toString());
    return new ModelArtifact(spec, encode, decode, reconstruct, used, provenance);
  }

  /** The mean of the values that parameters had. */
  private static final class Mean {
    private final List<ParameterDeclaration> parameters;
    private final SortedMap<String, double[]> sums = new TreeMap<>();
    private final SortedMap<String, Shape> shapes = new TreeMap<>();
    private int count;

    Mean(List<ParameterDeclaration> parameters) {
      this.parameters = parameters;
    }

    void clear() {
      sums.clear();
      count = 0;
    }

    void add(Executable executable) {
      count++;
      for (ParameterDeclaration parameter : parameters) {
        TensorData value = executable.read(parameter.name());
        shapes.put(parameter.name(), value.shape());
        double[] sum =
            sums.computeIfAbsent(parameter.name(), name -> new double[value.values().length]);
        for (int i = 0; i < sum.length; i++) {
          sum[i] += value.values()[i];
        }
      }
    }

    TensorData get(String parameter) {
      double[] sum = sums.get(parameter);
      float[] mean = new float[sum.length];
      for (int i = 0; i < mean.length; i++) {
        mean[i] = (float) (sum[i] / count);
      }
      return TensorData.of(mean, shapes.get(parameter));
    }
  }
}
