package dev.ae4j.testkit.plugin;

import dev.ae4j.DataException;
import dev.ae4j.PluginSpec;
import dev.ae4j.TrainedModel;
import dev.ae4j.TrainingException;
import dev.ae4j.TrainingInterruptedException;
import dev.ae4j.TrainingOptions;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import dev.ae4j.model.BuildContext.Mode;
import dev.ae4j.model.ParameterDeclaration;
import dev.ae4j.spi.Options;
import dev.ae4j.spi.TrainerProvider;
import dev.ae4j.testkit.ReferenceBackend;
import dev.ae4j.training.EpochReport;
import dev.ae4j.training.ModelGraph;
import dev.ae4j.training.TrainerContext;
import dev.ae4j.training.TrainingListener;
import dev.ae4j.training.TrainingPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What every training algorithm must do: tests of a trainer extend this class.
 *
 * <p>Samples have labels. Most is looked at on the oracle, where the same program gives the same
 * bits.
 */
public abstract class TrainerConformance extends PluginConformance<TrainerProvider> {
  private static final int EPOCHS = 3;
  private static final int FEW = 20;

  /** Creates the tests of a trainer that is found by its id. */
  protected TrainerConformance(String id) {
    super(TrainerProvider.class, id);
  }

  /** Creates the tests of a trainer. */
  protected TrainerConformance(TrainerProvider provider) {
    super(TrainerProvider.class, provider);
  }

  /**
   * Returns how many numbers the trainer trains beside those of the model, for samples that belong
   * to three classes; 0 unless overridden.
   */
  protected long addedParameters() {
    return 0;
  }

  @Override
  void addCases(ConformanceTests.Group tests, Subject<TrainerProvider> subject, PluginSpec spec) {
    Runs runs = new Runs(subject, spec);
    tests.add("trains the same model from the same seed", runs::checkReproducible);
    tests.add("trains another model from another seed", runs::checkSeed);
    tests.add("makes the model asked for", runs::checkModel);
    tests.add("tells the listener how training goes", runs::checkListener);
    tests.add("computes the loss of validation data", runs::checkValidation);
    tests.add("trains alike on data that is not in memory", runs::checkCopiedData);
    tests.add("takes batches of any size", runs::checkBatchSizes);
    tests.add("leaves the backend open and nothing on it", runs::checkResources);
    tests.add("refuses samples of another shape, and none", runs::checkBadData);
    tests.add("stops where the loss is no number", runs::checkDivergence);
    tests.add("ends when its thread is interrupted", runs::checkInterrupt);
    addTrainingCases(tests, subject, spec);
    forEachReconstruction(tests, subject, spec);
  }

  /** The reports may tell anything, so the model itself is compared with one not trained. */
  private void forEachReconstruction(
      ConformanceTests.Group tests, Subject<TrainerProvider> subject, PluginSpec spec) {
    tests.add(
        "makes a model that reconstructs better than one not trained",
        () -> {
          Runs runs = new Runs(subject, spec);
          Shape shape = sampleShapes().get(0);
          TensorData samples = SampleData.samples(shape, SampleData.SIZE);
          double before = runs.error(training(PluginSpec.of("gradient"), 0), samples);
          double after = runs.error(training(spec, TrainingChecks.EPOCHS), samples);
          Checks.that(
              after < before,
              "its mean squared error is %s, that of one not trained is %s",
              after,
              before);
        });
  }

  /** Runs of the trainer on the oracle. */
  private final class Runs {
    private final Subject<TrainerProvider> subject;
    private final PluginSpec spec;
    private final Shape shape = sampleShapes().get(0);
    private final Dataset data = SampleData.dataset("few", SampleData.samples(shape, FEW));

    Runs(Subject<TrainerProvider> subject, PluginSpec spec) {
      this.subject = subject;
      this.spec = spec;
    }

    private TrainingOptions options(TrainingOptions.Setting... settings) {
      TrainingOptions options = training(spec, EPOCHS);
      for (TrainingOptions.Setting setting : settings) {
        options = setting.applyTo(options);
      }
      return options;
    }

    private TrainedModel train(
        WatchedBackend backend,
        Dataset samples,
        TrainingOptions options,
        TrainingListener listener) {
      return TrainingChecks.train(
          backend, subject.catalog(), model(spec, shape), samples, options, listener);
    }

    private SortedMap<String, TensorData> weights(Dataset samples, TrainingOptions options) {
      try (TrainedModel model =
          train(new WatchedBackend(), samples, options, TrainingListener.NONE)) {
        return model.artifact().weights();
      }
    }

    double error(TrainingOptions options, TensorData samples) {
      Dataset all = SampleData.dataset("all", samples);
      try (TrainedModel model = train(new WatchedBackend(), all, options, TrainingListener.NONE)) {
        TensorData made = model.reconstruct(samples);
        double sum = 0;
        for (int i = 0; i < made.values().length; i++) {
          double difference = made.values()[i] - samples.values()[i];
          sum += difference * difference;
        }
        return sum / made.values().length;
      }
    }

    void checkReproducible() {
      Checks.that(weights(data, options()).equals(weights(data, options())), "the weights differ");
    }

    void checkSeed() {
      Checks.that(
          !weights(data, options()).equals(weights(data, options(TrainingOptions.seed(2)))),
          "the weights are the same");
    }

    void checkModel() {
      try (TrainedModel model =
          train(new WatchedBackend(), data, options(), TrainingListener.NONE)) {
        Checks.that(model.spec().equals(model(spec, shape)), "the model is %s", model.spec());
        TensorData made = model.reconstruct(SampleData.samples(shape, 2));
        Checks.finite("a reconstruction", made);
        Checks.that(
            made.rowShape().equals(shape), "reconstructions have the shape %s", made.shape());
      }
    }

    void checkListener() {
      Listener listener = new Listener();
      try (TrainedModel model = train(new WatchedBackend(), data, options(), listener)) {
        listener.checkAll(model.history(), parameters());
      }
    }

    private long parameters() {
      return ModelGraph.build(model(spec, shape), subject.catalog(), Mode.TRAINING)
              .parameters()
              .stream()
              .filter(ParameterDeclaration::isTrained)
              .mapToLong(parameter -> parameter.tensor().shape().sampleElements())
              .sum()
          + addedParameters();
    }

    void checkValidation() {
      Dataset validation = SampleData.dataset("validation", SampleData.samples(shape, 7));
      TrainingOptions options = options(TrainingOptions.validation(validation));
      try (TrainedModel model = train(new WatchedBackend(), data, options, TrainingListener.NONE)) {
        for (EpochReport report : model.history()) {
          Checks.that(
              report.validationLoss().isPresent()
                  && Double.isFinite(report.validationLoss().getAsDouble()),
              "it is %s after epoch %s",
              report.validationLoss(),
              report.epoch());
        }
      }
    }

    void checkCopiedData() {
      Checks.that(
          weights(data, options()).equals(weights(new CopiedDataset(data), options())),
          "the weights differ");
    }

    void checkBatchSizes() {
      for (int size : new int[] {1, FEW - 1, FEW, 10 * FEW}) {
        Checks.about(
            "batches of " + size,
            () ->
                weights(data, options(TrainingOptions.batchSize(size), TrainingOptions.epochs(1)))
                    .forEach(Checks::finite));
      }
    }

    void checkResources() {
      WatchedBackend backend = new WatchedBackend();
      try (TrainedModel model = train(backend, data, options(), TrainingListener.NONE)) {
        Checks.that(!backend.closed(), "the backend is closed");
        model.reconstruct(SampleData.samples(shape, 1));
      }
      Checks.that(!backend.closed(), "the model closes the backend, which it does not own");
      Checks.that(backend.open() == 0, "%s programs are not closed", backend.open());
    }

    void checkBadData() {
      Shape other = Shape.of(shape.sampleElements() + 1);
      refuse(DataException.class, SampleData.dataset("other", SampleData.samples(other, FEW)));
      refuse(DataException.class, SampleData.dataset("none", SampleData.samples(shape, 0)));
    }

    void checkDivergence() {
      TensorData samples = SampleData.samples(shape, FEW);
      samples.values()[0] = Float.NaN;
      refuse(TrainingException.class, SampleData.dataset("missing values", samples));
    }

    void checkInterrupt() {
      TrainingListener interrupting =
          new TrainingListener() {
            @Override
            public void onBatch(int epoch, int batch, float loss) {
              Thread.currentThread().interrupt();
            }
          };
      WatchedBackend backend = new WatchedBackend();
      boolean interrupted;
      try {
        Checks.fails(
            TrainingInterruptedException.class,
            "Training that is interrupted",
            () -> train(backend, data, options(), interrupting).close());
      } finally {
        interrupted = Thread.interrupted();
      }
      Checks.that(interrupted, "the thread is not interrupted any more");
      Checks.that(backend.open() == 0, "then %s programs are not closed", backend.open());
    }

    private void refuse(Class<? extends Exception> type, Dataset samples) {
      WatchedBackend backend = new WatchedBackend();
      Checks.fails(
          type,
          "Data '" + samples.name() + "'",
          () -> train(backend, samples, options(), TrainingListener.NONE));
      Checks.that(backend.open() == 0, "then %s programs are not closed", backend.open());
    }
  }

  /** Samples that have to be copied. */
  private record CopiedDataset(Dataset data) implements Dataset {
    @Override
    public String name() {
      return data.name();
    }

    @Override
    public int size() {
      return data.size();
    }

    @Override
    public Shape sampleShape() {
      return data.sampleShape();
    }

    @Override
    public void copyRows(int[] rows, int from, int count, float[] destination) {
      data.copyRows(rows, from, count, destination);
    }

    @Override
    public Optional<int[]> labels() {
      return data.labels();
    }

    @Override
    public String checksum() {
      return data.checksum();
    }
  }

  /** Writes down what it is told. */
  private static final class Listener implements TrainingListener {
    private final Thread caller = Thread.currentThread();
    private final List<EpochReport> reports = new ArrayList<>();
    private final List<String> mistakes = new ArrayList<>();
    private @Nullable TrainingPlan plan;
    private int batches;

    @Override
    public void onStart(TrainingPlan newPlan) {
      expect(plan == null, "training starts twice");
      plan = newPlan;
    }

    @Override
    public void onBatch(int epoch, int batch, float loss) {
      batches++;
      expect(plan != null, "there is a batch before the start");
      expect(
          epoch == reports.size() + 1 && batch == batches,
          "batch %s of epoch %s comes after %s epochs and %s batches",
          batch,
          epoch,
          reports.size(),
          batches - 1);
      expect(Float.isFinite(loss), "the loss of a batch is %s", loss);
    }

    @Override
    public void onEpoch(EpochReport report) {
      reports.add(report);
      expect(
          report.epoch() == reports.size(),
          "epoch %s is reported as number %s",
          report.epoch(),
          reports.size());
      expect(
          plan != null && batches == plan.batches(),
          "epoch %s had %s batches",
          report.epoch(),
          batches);
      expect(
          Double.isFinite(report.trainingLoss()) && report.seconds() >= 0,
          "a report is %s",
          report);
      batches = 0;
    }

    private void expect(boolean condition, String otherwise, Object... arguments) {
      if (!condition) {
        mistakes.add(otherwise.formatted(arguments));
      }
      if (!Thread.currentThread().equals(caller)) {
        mistakes.add("it is told on " + Thread.currentThread());
      }
    }

    void checkAll(List<EpochReport> history, long parameters) {
      Checks.that(mistakes.isEmpty(), "%s", mistakes);
      TrainingPlan started = plan;
      Checks.that(started != null, "it is not told that training starts");
      if (started != null) {
        Checks.that(started.samples() == FEW, "the plan is %s", started);
        Checks.that(
            started.parameters() == parameters,
            "the plan is %s, but the model has %s parameters",
            started,
            parameters);
        Checks.that(
            started.backend().equals(new ReferenceBackend().description()),
            "the plan is %s",
            started);
        Checks.that(
            started.epochs() == reports.size(),
            "the plan is %s, but there are %s epochs",
            started,
            reports.size());
      }
      Checks.that(history.equals(reports), "the model's history is %s, not %s", history, reports);
    }
  }

  @Override
  void create(Subject<TrainerProvider> subject, Options options) {
    subject
        .provider()
        .create(
            new TrainerContext(new ReferenceBackend(), subject.catalog(), TrainingOptions.of()),
            options);
  }

  @Override
  TrainingOptions training(PluginSpec spec, int epochs) {
    return TrainingOptions.trainer(spec.toString()).applyTo(super.training(spec, epochs));
  }
}
