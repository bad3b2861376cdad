package dev.ae4j.training;

import dev.ae4j.DataException;
import dev.ae4j.ModelSpec;
import dev.ae4j.TrainedModel;
import dev.ae4j.TrainingInterruptedException;
import dev.ae4j.TrainingOptions;
import dev.ae4j.artifact.ModelArtifact;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.spi.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Trains the autoencoder as the trainer {@code gradient} does, then its encoder with a softmax
 * layer on labelled data: Hinton and Salakhutdinov 2006, Vincent et al. 2010.
 *
 * <p>Each of the two trainings begins with a new optimizer and schedule and has a folder of its own
 * for checkpoints. Early stopping looks at the second one only.
 */
final class FineTuneTrainer implements Trainer {
  private static final String BEST_EPOCH = "best-epoch";

  private final TrainerContext context;
  private final int pretraining;
  private final float reconstruction;
  private final boolean isCorrupted;

  FineTuneTrainer(TrainerContext context, Options options) {
    this.context = context;
    this.pretraining = options.integer("pretraining");
    this.reconstruction = (float) options.number("reconstruction");
    this.isCorrupted = options.flag("corruption");
  }

  @Override
  public TrainedModel train(ModelSpec spec, Dataset data, TrainingListener listener) {
    int classes = Classifier.classes(data);
    context.options().validation().ifPresent(validation -> check(validation, classes, data));
    TrainerContext tuning = with(context.options().epochs(), "fine-tuning", true);
    Classifier classifier =
        new Classifier(
            isCorrupted ? spec : spec.withoutCorruptions(),
            context.catalog(),
            classes,
            reconstruction);
    TrainingSetup setup = new TrainingSetup(tuning, spec, data, Optional.of(classifier));
    if (pretraining == 0) {
      return TrainingRun.train(tuning, setup, Map.of(), listener);
    }
    if (!context.options().resume()) {
      tuning
          .options()
          .checkpoint()
          .ifPresent(folder -> new CheckpointFolder(folder, setup.identity()).checkEmpty());
    }
    TrainingPlan plan = setup.plan();
    Both both =
        new Both(
            listener,
            new TrainingPlan(
                pretraining + plan.epochs(),
                plan.batches(),
                plan.samples(),
                plan.parameters(),
                plan.backend()));
    TrainerContext before = with(pretraining, "pretraining", false);
    Map<String, TensorData> start;
    try (TrainedModel model = new GradientTrainer(before).train(spec, data, both)) {
      start = model.artifact().weights();
      both.pretrained = model.history();
    }
    try (TrainedModel model = TrainingRun.train(tuning, setup, start, both)) {
      return TrainedModel.on(
          context.backend(), both.numbered(model.artifact()), both.after(model.history()));
    } catch (TrainingInterruptedException e) {
      throw new TrainingInterruptedException(
          e.getMessage() + " of the fine-tuning", e.artifact(), both.after(e.history()));
    }
  }

  private static void check(Dataset validation, int classes, Dataset data) {
    int found = Classifier.classes(validation);
    if (found > classes) {
      throw new DataException(
          "%s has the class %s, but the classes of %s end with %s"
              .formatted(validation.name(), found - 1, data.name(), classes - 1));
    }
  }

  /** Returns how to make one of the trainings. */
  private TrainerContext with(int epochs, String folder, boolean canStopEarly) {
    TrainingOptions options = context.options();
    return new TrainerContext(
        context.backend(),
        context.catalog(),
        new TrainingOptions(
            epochs,
            options.batchSize(),
            options.seed(),
            options.optimizer(),
            options.schedule(),
            options.clipNorm(),
            options.trainer(),
            options.validation(),
            canStopEarly ? options.earlyStopping() : OptionalInt.empty(),
            options.checkpoint().map(path -> path.resolve(folder)),
            options.resume(),
            options.listener()));
  }

  /** Tells a listener of two trainings as if they were one. */
  private final class Both implements TrainingListener {
    private final TrainingListener listener;
    private final TrainingPlan plan;
    private boolean isStarted;

    /** The first training, once it is complete. */
    private List<EpochReport> pretrained = List.of();

    /** Where the first training stood that was complete already, until there is news. */
    private @Nullable TrainingState complete;

    Both(TrainingListener listener, TrainingPlan plan) {
      this.listener = listener;
      this.plan = plan;
    }

    List<EpochReport> after(List<EpochReport> history) {
      List<EpochReport> all = new ArrayList<>(pretrained);
      history.forEach(report -> all.add(numbered(report)));
      return all;
    }

    private EpochReport numbered(EpochReport report) {
      return new EpochReport(
          pretrained.size() + report.epoch(),
          report.training(),
          report.validation(),
          report.seconds());
    }

    ModelArtifact numbered(ModelArtifact model) {
      String best = model.provenance().get(BEST_EPOCH);
      return best == null
          ? model
          : model.with(
              Map.of(BEST_EPOCH, Integer.toString(pretrained.size() + Integer.parseInt(best))));
    }

    @Override
    public void onStart(TrainingPlan part) {
      if (!isStarted) {
        isStarted = true;
        listener.onStart(plan);
      }
    }

    @Override
    public void onResume(TrainingState state) {
      if (pretrained.isEmpty() && state.history().size() == pretraining) {
        complete = state;
      } else {
        complete = null;
        listener.onResume(
            new TrainingState(
                after(state.history()),
                state.batch(),
                state.lossSum(),
                state.seconds(),
                state.values(),
                state.best()));
      }
    }

    @Override
    public void onBatch(int epoch, int batch, float loss) {
      tellComplete();
      listener.onBatch(pretrained.size() + epoch, batch, loss);
    }

    @Override
    public void onEpoch(EpochReport report) {
      listener.onEpoch(numbered(report));
    }

    private void tellComplete() {
      if (complete != null) {
        listener.onResume(complete);
        complete = null;
      }
    }
  }
}
