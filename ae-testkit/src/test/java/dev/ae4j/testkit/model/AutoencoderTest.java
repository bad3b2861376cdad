package dev.ae4j.testkit.model;

import static dev.ae4j.Plugins.dense;
import static dev.ae4j.TrainingOptions.batchSize;
import static dev.ae4j.TrainingOptions.clipNorm;
import static dev.ae4j.TrainingOptions.earlyStopping;
import static dev.ae4j.TrainingOptions.epochs;
import static dev.ae4j.TrainingOptions.listener;
import static dev.ae4j.TrainingOptions.optimizer;
import static dev.ae4j.TrainingOptions.resume;
import static dev.ae4j.TrainingOptions.schedule;
import static dev.ae4j.TrainingOptions.seed;
import static dev.ae4j.TrainingOptions.validation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.Autoencoder;
import dev.ae4j.DataException;
import dev.ae4j.OptionException;
import dev.ae4j.TrainedModel;
import dev.ae4j.TrainingException;
import dev.ae4j.TrainingOptions;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.model.Loss;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.spi.LossProvider;
import dev.ae4j.spi.Options;
import dev.ae4j.spi.Provider;
import dev.ae4j.training.EpochReport;
import dev.ae4j.training.TrainingListener;
import dev.ae4j.training.TrainingPlan;
import dev.ae4j.training.TrainingState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutoencoderTest {
  private static final int SAMPLES = 23;
  private static final int WIDTH = 6;

  private static TensorData samples(long seed) {
    Random random = new Random(seed);
    float[] values = new float[SAMPLES * WIDTH];
    for (int i = 0; i < values.length; i++) {
      // Three hidden numbers decide a sample, so that a code of three can hold it
      values[i] = i % WIDTH < WIDTH / 2 ? random.nextFloat() : 1 - values[i - WIDTH / 2];
    }
    return TensorData.of(values, SAMPLES, WIDTH);
  }

  private static Dataset data() {
    return Dataset.of("test", samples(1));
  }

  private static Autoencoder.Builder builder() {
    return Autoencoder.builder()
        .input(WIDTH)
        .encoder(dense(5, 3).with("activation", "tanh").with("code-activation", "linear"))
        .decoder(dense(5).with("activation", "tanh"))
        .loss("mse")
        .catalog(ReferenceCatalog.get());
  }

  private static TrainingOptions.Setting[] settings(TrainingOptions.Setting... more) {
    List<TrainingOptions.Setting> all = new ArrayList<>(List.of(epochs(3), batchSize(5)));
    all.addAll(Arrays.asList(more));
    return all.toArray(TrainingOptions.Setting[]::new);
  }

  private static TrainedModel fit(TrainingOptions.Setting... more) {
    return builder().build().fit(data(), TrainingOptions.of(settings(more)));
  }

  @Test
  void encodesDecodesAndReconstructs() {
    try (TrainedModel model = fit()) {
      TensorData codes = model.encode(samples(2));
      TensorData decoded = model.decode(codes);
      assertThat(codes.shape()).isEqualTo(Shape.of(SAMPLES, 3));
      assertThat(decoded.shape()).isEqualTo(Shape.of(SAMPLES, WIDTH));
      TensorData reconstructed = model.reconstruct(samples(2));
      for (int i = 0; i < decoded.values().length; i++) {
        // The codes were rounded to float32 on their way
        assertThat(decoded.values()[i]).isCloseTo(reconstructed.values()[i], within(1e-6f));
      }
      assertThat(model.encoder().apply(samples(2))).isEqualTo(codes);
      assertThat(model.decoder().apply(codes)).isEqualTo(decoded);
    }
  }

  @Test
  void learns() {
    try (TrainedModel model = fit(epochs(200), optimizer("adam:learning-rate=0.01"))) {
      List<EpochReport> history = model.history();
      assertThat(history).hasSize(200);
      // The variance of uniform numbers, 1/12, is the loss of the best constant
      assertThat(history.get(199).trainingLoss()).isLessThan(0.2 / 12);
    }
  }

  @Test
  void theSeedDecidesEverything() {
    try (TrainedModel first = fit(seed(7));
        TrainedModel again = fit(seed(7));
        TrainedModel other = fit(seed(8))) {
      assertThat(again.artifact().weights()).isEqualTo(first.artifact().weights());
      assertThat(other.artifact().weights()).isNotEqualTo(first.artifact().weights());
    }
  }

  /** Remembers which samples were asked for. */
  private static final class Watched implements Dataset {
    final Dataset source = data();
    final List<Integer> seen = new ArrayList<>();

    @Override
    public String name() {
      return "watched";
    }

    @Override
    public int size() {
      return source.size();
    }

    @Override
    public Shape sampleShape() {
      return source.sampleShape();
    }

    @Override
    public void copyRows(int[] rows, int from, int count, float[] destination) {
      for (int i = 0; i < count; i++) {
        seen.add(rows[from + i]);
      }
      source.copyRows(rows, from, count, destination);
    }

    @Override
    public String checksum() {
      return source.checksum();
    }
  }

  @Test
  void everyEpochUsesEachSampleOnceInAnotherOrder() {
    Watched watched = new Watched();
    try (TrainedModel model =
            builder().build().fit(watched, TrainingOptions.of(settings(epochs(2))));
        TrainedModel inMemory =
            builder().build().fit(data(), TrainingOptions.of(settings(epochs(2))))) {
      List<Integer> first = watched.seen.subList(0, SAMPLES);
      List<Integer> second = watched.seen.subList(SAMPLES, 2 * SAMPLES);
      assertThat(watched.seen).hasSize(2 * SAMPLES);
      assertThat(first).doesNotHaveDuplicates().isNotEqualTo(second);
      assertThat(second).doesNotHaveDuplicates();
      assertThat(inMemory.artifact().weights()).isEqualTo(model.artifact().weights());
    }
  }

  @Test
  void tellsTheListener() {
    List<String> events = new ArrayList<>();
    TrainingListener recorder =
        new TrainingListener() {
          @Override
          public void onStart(TrainingPlan plan) {
            events.add(
                "start %d %d %d %d"
                    .formatted(plan.epochs(), plan.batches(), plan.samples(), plan.parameters()));
          }

          @Override
          public void onBatch(int epoch, int batch, float loss) {
            events.add("batch " + epoch + " " + batch);
          }

          @Override
          public void onEpoch(EpochReport report) {
            events.add("epoch " + report.epoch());
          }
        };
    fit(epochs(1), batchSize(10), listener(recorder)).close();
    int parameters = (6 * 5 + 5) + (5 * 3 + 3) + (3 * 5 + 5) + (5 * 6 + 6);
    assertThat(events)
        .containsExactly(
            "start 1 3 23 " + parameters, "batch 1 1", "batch 1 2", "batch 1 3", "epoch 1");
  }

  @Test
  void validationLossIsTheLossOfTheTrainedModel() {
    TensorData held = samples(3);
    try (TrainedModel model = fit(validation(Dataset.of("held", held)))) {
      float[] made = model.reconstruct(held).values();
      double sum = 0;
      for (int i = 0; i < made.length; i++) {
        sum += Math.pow(made[i] - held.values()[i], 2);
      }
      assertThat(model.history().get(2).validationLoss().orElseThrow())
          .isCloseTo(sum / made.length, within(1e-6));
    }
  }

  @Test
  void corruptionChangesTrainingButNotUse() {
    Autoencoder clean = builder().build();
    Autoencoder noisy = builder().corruption("gaussian:0.3").build();
    try (TrainedModel a = clean.fit(data(), TrainingOptions.of(settings()));
        TrainedModel b = noisy.fit(data(), TrainingOptions.of(settings()))) {
      assertThat(b.artifact().weights()).isNotEqualTo(a.artifact().weights());
      assertThat(b.encode(samples(2))).isEqualTo(b.encode(samples(2)));
      assertThat(b.artifact().encode().tensors())
          .noneMatch(tensor -> tensor.operation().name().equals("random"));
    }
  }

  @Test
  void aSavedModelGivesTheSameBits(@TempDir Path folder) {
    Path file = folder.resolve("model.ae4j");
    try (TrainedModel model = fit()) {
      model.save(file);
      try (TrainedModel loaded = TrainedModel.load(file, "reference", ReferenceCatalog.get())) {
        assertThat(loaded.spec()).isEqualTo(model.spec());
        assertThat(loaded.encode(samples(2))).isEqualTo(model.encode(samples(2)));
        assertThat(loaded.reconstruct(samples(2))).isEqualTo(model.reconstruct(samples(2)));
        assertThat(loaded.history()).isEmpty();
        assertThat(loaded.artifact().provenance()).containsEntry("data", "test");
      }
    }
    assertThat(folder).isDirectoryContaining(path -> path.equals(file));
    assertThat(folder.toFile().list()).hasSize(1);
    assertThat(Files.isRegularFile(file)).isTrue();
  }

  @Test
  void zeroEpochsGiveTheFirstWeights() {
    try (TrainedModel model = fit(epochs(0))) {
      assertThat(model.history()).isEmpty();
      assertThat(model.artifact().weights().get("encoder/dense-1/bias").values()).containsOnly(0f);
    }
  }

  @Test
  void refusesDataThatDoesNotFit() {
    Dataset narrow = Dataset.of("narrow", TensorData.of(new float[10], 2, 5));
    assertThatThrownBy(() -> builder().build().fit(narrow))
        .isInstanceOf(DataException.class)
        .hasMessage("narrow has samples of shape [5] but the model takes [6]");
    Dataset empty = Dataset.of("empty", TensorData.of(new float[0], 0, 6));
    assertThatThrownBy(() -> builder().build().fit(empty))
        .isInstanceOf(DataException.class)
        .hasMessage("empty has no samples");
    try (TrainedModel model = fit()) {
      assertThatThrownBy(() -> model.encode(narrow.inMemory().orElseThrow()))
          .isInstanceOf(DataException.class)
          .hasMessage("The model takes rows of shape [6], not data of shape [2, 5]");
    }
  }

  @Test
  void saysWhyTheLossIsNoNumber() {
    TensorData holed = samples(1);
    holed.values()[2 * WIDTH + 1] = Float.NaN;
    assertThatThrownBy(
            () -> builder().build().fit(Dataset.of("holed", holed), TrainingOptions.of()))
        .isInstanceOf(TrainingException.class)
        .hasMessage("holed: element 1 of sample 2 is NaN. Maybe the data has missing values");
    TensorData huge = samples(1);
    for (int i = 0; i < huge.values().length; i++) {
      huge.values()[i] *= 1e30f;
    }
    assertThatThrownBy(() -> builder().build().fit(Dataset.of("huge", huge), TrainingOptions.of()))
        .isInstanceOf(TrainingException.class)
        .hasMessageStartingWith("The loss is Infinity at epoch 1, batch 1; the batch has values")
        .hasMessageEndingWith("Maybe scale the data to [0, 1] or lower the learning rate");
  }

  private static String divergence(Autoencoder.Builder builder, TrainingOptions.Setting... more) {
    TrainingException failure =
        catchThrowableOfType(
            TrainingException.class,
            () -> builder.build().fit(data(), TrainingOptions.of(settings(more))));
    return String.valueOf(failure.getMessage());
  }

  @Test
  void namesWhatFirstWasNotFinite() {
    assertThat(
            divergence(
                builder().decoder(dense().with("output-activation", "linear")),
                optimizer("sgd:learning-rate=1e6"),
                epochs(20)))
        .startsWith("The loss is ")
        .contains("; first not finite was ", "decoder/")
        .endsWith("Maybe lower the learning rate or clip the gradients");
  }

  private static ProviderCatalog withRootedLoss() {
    LossProvider rooted =
        new LossProvider() {
          @Override
          public String id() {
            return "rooted";
          }

          @Override
          public Loss create(Options options) {
            // The derivative of the root is infinite at zero
            return in ->
                in.reconstruction()
                    .minus(in.target())
                    .square()
                    .mean()
                    .plus(in.latent().code().times(0).sqrt().mean());
          }
        };
    List<Provider> providers = new ArrayList<>(List.of(rooted));
    for (Class<? extends Provider> kind : ProviderCatalog.KINDS) {
      providers.addAll(ReferenceCatalog.get().all(kind));
    }
    return ProviderCatalog.of(providers);
  }

  @Test
  void namesWhatFirstWasNotFiniteInTheGradient() {
    assertThat(divergence(builder().loss("rooted").catalog(withRootedLoss())))
        .startsWith("The loss is NaN at epoch 1, batch 2;")
        .containsPattern(
            "first not finite was \\w+ .* of the gradient behind encoder/.* in batch 1\\.");
  }

  @Test
  void noticesThatTheLastStepSpoiledTheWeights() {
    assertThat(
            divergence(
                builder().loss("rooted").catalog(withRootedLoss()), epochs(1), batchSize(SAMPLES)))
        .startsWith("The last step made the weights encoder/")
        .endsWith("Maybe lower the learning rate or clip the gradients");
  }

  @Test
  void namesThePartAndLayerThatDoesNotFit() {
    Autoencoder softmaxCode = builder().encoder(dense(5, 3)).decoder("missing").build();
    assertThatThrownBy(() -> softmaxCode.fit(data()))
        .isInstanceOf(OptionException.class)
        .hasMessage("There is no decoder 'missing'. Maybe one of [conv, dense, tied]");
    assertThatThrownBy(() -> builder().encoder(dense()).build().fit(data()))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("code size");
    assertThatThrownBy(() -> Shape.of(3, -1)).isInstanceOf(ShapeException.class);
  }

  @Test
  void earlyStoppingRestoresTheBestWeights() {
    Dataset held = Dataset.of("held", samples(3));
    String tooFast = "adam:learning-rate=0.3";
    try (TrainedModel stopped =
        fit(epochs(100), optimizer(tooFast), validation(held), earlyStopping(4))) {
      List<EpochReport> history = stopped.history();
      int best = TrainingState.bestEpoch(history).orElseThrow();
      assertThat(history).hasSize(best + 4).hasSizeLessThan(100);
      assertThat(stopped.artifact().provenance())
          .containsEntry("best-epoch", "" + best)
          .containsEntry("early-stopping", "patience=4")
          .containsEntry(
              "validation-loss", "" + history.get(best - 1).validationLoss().orElseThrow());
      try (TrainedModel shorter = fit(epochs(best), optimizer(tooFast))) {
        assertThat(stopped.artifact().weights()).isEqualTo(shorter.artifact().weights());
      }
    }
  }

  @Test
  void theBestWeightsAreKeptWhereAllEpochsAreMade() {
    Dataset held = Dataset.of("held", samples(3));
    try (TrainedModel model = fit(validation(held), earlyStopping(10));
        TrainedModel plain = fit()) {
      assertThat(model.history()).hasSize(3);
      assertThat(model.artifact().provenance()).containsEntry("best-epoch", "3");
      assertThat(model.artifact().weights()).isEqualTo(plain.artifact().weights());
    }
  }

  @Test
  void anOptionThatNeedsAnotherSaysSo() {
    assertThatThrownBy(() -> fit(earlyStopping(3)))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("Early stopping needs validation data");
    assertThatThrownBy(() -> fit(resume(true)))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("folder for checkpoints");
    assertThatThrownBy(() -> TrainingOptions.of(earlyStopping(0)))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("patience");
    assertThatThrownBy(() -> TrainingOptions.of(clipNorm(Double.NaN)))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("norm NaN");
  }

  @Test
  void aScheduleChangesWhatIsLearned() {
    try (TrainedModel constant = fit();
        TrainedModel full = fit(schedule("step:every=1000"));
        TrainedModel falling = fit(schedule("cosine"))) {
      assertThat(falling.artifact().weights()).isNotEqualTo(constant.artifact().weights());
      assertThat(full.artifact().weights()).isEqualTo(constant.artifact().weights());
      assertThat(falling.artifact().provenance()).containsEntry("schedule", "cosine");
    }
  }

  @Test
  void clippingKeepsStepsShort() {
    try (TrainedModel model = fit(optimizer("sgd:learning-rate=1e5"), clipNorm(1e-6))) {
      assertThat(model.history().get(2).trainingLoss()).isLessThan(0.2);
      assertThat(model.artifact().provenance()).containsEntry("clip-norm", "1.0E-6");
    }
  }

  @Test
  void theCodeSizeComesLast() {
    Autoencoder autoencoder = builder().encoder(dense(5)).codeSize(2).build();
    assertThat(autoencoder.spec().codeSize()).isEqualTo(OptionalInt.of(2));
    try (TrainedModel model = autoencoder.fit(data(), TrainingOptions.of(epochs(1)))) {
      assertThat(model.encode(samples(2)).shape()).isEqualTo(Shape.of(SAMPLES, 2));
    }
  }

  @Test
  void aClosedModelSaysSo() {
    TrainedModel model = fit();
    model.close();
    assertThatThrownBy(() -> model.encode(samples(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The model is closed");
  }
}
