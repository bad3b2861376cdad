package dev.ae4j.jvm;

import static dev.ae4j.TrainingOptions.batchSize;
import static dev.ae4j.TrainingOptions.checkpoint;
import static dev.ae4j.TrainingOptions.earlyStopping;
import static dev.ae4j.TrainingOptions.epochs;
import static dev.ae4j.TrainingOptions.listener;
import static dev.ae4j.TrainingOptions.optimizer;
import static dev.ae4j.TrainingOptions.resume;
import static dev.ae4j.TrainingOptions.trainer;
import static dev.ae4j.TrainingOptions.validation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.Autoencoder;
import dev.ae4j.DataException;
import dev.ae4j.OptionException;
import dev.ae4j.TrainedModel;
import dev.ae4j.TrainingInterruptedException;
import dev.ae4j.TrainingOptions;
import dev.ae4j.TrainingOptions.Setting;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.training.EpochReport;
import dev.ae4j.training.TrainingListener;
import dev.ae4j.training.TrainingPlan;
import dev.ae4j.training.TrainingState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The trainer fine-tune: an autoencoder first, then its encoder as a classifier. */
@Timeout(120)
class FineTuneTest {
  private static final int WIDTH = 8;

  @TempDir Path folder;

  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  /** Returns samples whose class says which of their first elements is larger by 3. */
  private static Dataset data(String name, long seed, int count) {
    TensorData samples = Engines.numbers(seed, count, WIDTH);
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % 3;
      samples.values()[i * WIDTH + labels[i]] += 3;
    }
    return Dataset.of(name, samples, labels);
  }

  private static Autoencoder autoencoder() {
    return Autoencoder.builder()
        .input(WIDTH)
        .encoder("dense:units=12")
        .codeSize(5)
        .corruption("masking:probability=0.2")
        .backend("jvm:threads=1")
        .build();
  }

  private static TrainedModel fit(Dataset training, Setting... more) {
    TrainingOptions options =
        TrainingOptions.of(
            epochs(5),
            batchSize(20),
            optimizer("adam:learning-rate=0.01"),
            trainer("fine-tune:pretraining=3"),
            validation(data("held", 2, 40)));
    for (Setting setting : more) {
      options = setting.applyTo(options);
    }
    return autoencoder().fit(training, options);
  }

  private static TrainedModel fit(Setting... more) {
    return fit(data("numbers", 1, 90), more);
  }

  @Test
  void reportsWhatItsProbabilitiesSay() {
    try (TrainedModel model = fit()) {
      Dataset held = data("held", 2, 40);
      TensorData probabilities = model.classify(held.inMemory().orElseThrow());
      assertThat(probabilities.shape().sampleSizes()).containsExactly(40, 3);
      double entropy = 0;
      double errors = 0;
      for (int i = 0; i < 40; i++) {
        float[] row = Arrays.copyOfRange(probabilities.values(), 3 * i, 3 * i + 3);
        assertThat(row[0] + row[1] + row[2]).isCloseTo(1, within(1e-5f));
        float known = row[held.labels().orElseThrow()[i]];
        entropy -= Math.log(known);
        errors += known < Math.max(row[0], Math.max(row[1], row[2])) ? 1 : 0;
      }
      EpochReport last = model.history().get(model.history().size() - 1);
      Map<String, Double> parts = last.validation().orElseThrow().parts();
      assertThat(parts.get("cross-entropy")).isCloseTo(entropy / 40, within(1e-5));
      assertThat(parts.get("error-rate")).isCloseTo(errors / 40, within(1e-6));
      assertThat(last.validationLoss().orElseThrow())
          .isCloseTo(parts.get("cross-entropy") + parts.get("mse"), within(1e-6));
    }
  }

  @Test
  void learnsToTellClassesApart() {
    try (TrainedModel model = fit(epochs(60))) {
      Map<String, Double> parts =
          model.history().get(model.history().size() - 1).validation().orElseThrow().parts();
      assertThat(parts.get("error-rate")).isLessThan(0.15);
    }
  }

  @Test
  void pretrainsAsTheTrainerGradientDoes() {
    try (TrainedModel pretrained = fit(trainer("gradient"), epochs(3));
        TrainedModel tuned = fit(trainer("fine-tune:pretraining=3,reconstruction=0"))) {
      List<EpochReport> first = tuned.history().subList(0, 3);
      assertThat(first.stream().map(EpochReport::training).toList())
          .isEqualTo(pretrained.history().stream().map(EpochReport::training).toList());
      Map<String, TensorData> before = pretrained.artifact().weights();
      Map<String, TensorData> after = tuned.artifact().weights();
      assertThat(after.keySet()).containsAll(before.keySet()).contains("classifier/kernel");
      for (String name : before.keySet()) {
        assertThat(after.get(name).equals(before.get(name)))
            .as(name)
            .isEqualTo(name.startsWith("decoder/"));
      }
    }
  }

  @Test
  void countsAllEpochsAsOneTraining() {
    List<String> told = new ArrayList<>();
    TrainingListener writing =
        new TrainingListener() {
          @Override
          public void onStart(TrainingPlan plan) {
            told.add("plan " + plan.epochs());
          }

          @Override
          public void onEpoch(EpochReport report) {
            told.add("epoch " + report.epoch());
          }
        };
    try (TrainedModel model = fit(epochs(2), listener(writing))) {
      assertThat(told)
          .containsExactly("plan 5", "epoch 1", "epoch 2", "epoch 3", "epoch 4", "epoch 5");
      assertThat(model.history().stream().map(EpochReport::epoch)).containsExactly(1, 2, 3, 4, 5);
    }
  }

  @Test
  void theBestEpochIsOneOfFineTuning() {
    try (TrainedModel model =
        fit(epochs(40), earlyStopping(2), optimizer("adam:learning-rate=0.3"))) {
      int best = Integer.parseInt(model.artifact().provenance().get("best-epoch"));
      assertThat(best).isGreaterThan(3).isLessThan(model.history().size());
      assertThat(model.history()).hasSize(best + 2);
      assertThat(model.artifact().provenance().get("validation-loss"))
          .isEqualTo(Double.toString(model.history().get(best - 1).validationLoss().orElseThrow()));
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 3", "3, 5", "4, 1", "6, 2"})
  void goesOnWhereItWasInterrupted(int epoch, int batch) {
    assertThatThrownBy(
            () -> fit(checkpoint(folder), listener(Engines.interruptingAt(epoch, batch))))
        .isInstanceOfSatisfying(
            TrainingInterruptedException.class, e -> assertThat(e.history()).hasSize(epoch - 1));
    Thread.interrupted();
    List<TrainingState> states = new ArrayList<>();
    TrainingListener watching =
        new TrainingListener() {
          @Override
          public void onResume(TrainingState state) {
            states.add(state);
          }
        };
    try (TrainedModel whole = fit();
        TrainedModel resumed = fit(checkpoint(folder), resume(true), listener(watching))) {
      assertThat(resumed.artifact().weights()).isEqualTo(whole.artifact().weights());
      assertThat(resumed.history().stream().map(EpochReport::training).toList())
          .isEqualTo(whole.history().stream().map(EpochReport::training).toList());
    }
    assertThat(states).hasSize(1);
    assertThat(states.get(0).history()).hasSize(epoch - 1);
    assertThat(states.get(0).batch()).isEqualTo(batch);
  }

  @Test
  void aFolderInUseIsRefusedBeforePretraining() {
    fit(trainer("fine-tune:pretraining=0"), checkpoint(folder)).close();
    assertThatThrownBy(() -> fit(checkpoint(folder)))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("holds a checkpoint already");
  }

  @Test
  void goesOnWithTheSameLabelsOnly() {
    Dataset data = data("numbers", 1, 90);
    fit(data, checkpoint(folder)).close();
    int[] others = data.labels().orElseThrow().clone();
    others[0] = 1;
    Dataset relabelled = Dataset.of("numbers", data.inMemory().orElseThrow(), others);
    assertThatThrownBy(() -> fit(relabelled, checkpoint(folder), resume(true)))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("is of another training: its labels-hash");
  }

  @Test
  void aModelFileKeepsTheClassifier() {
    Path file = folder.resolve("model.ae4j");
    TensorData samples = Engines.numbers(3, 7, WIDTH);
    TensorData probabilities;
    try (TrainedModel model = fit()) {
      model.save(file);
      probabilities = model.classify(samples);
    }
    try (TrainedModel loaded = TrainedModel.load(file)) {
      assertThat(loaded.classify(samples)).isEqualTo(probabilities);
    }
  }

  @Test
  void modelsWithoutClassesSaySo() {
    try (TrainedModel model = fit(trainer("gradient"), epochs(0))) {
      assertThat(model.artifact().classify()).isEmpty();
      assertThatThrownBy(() -> model.classify(Engines.numbers(3, 7, WIDTH)))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("Maybe train it with the trainer fine-tune");
    }
  }

  @Test
  void refusesDataWithoutFittingLabels() {
    TensorData samples = Engines.numbers(1, 6, WIDTH);
    refused(Dataset.of("bare", samples), "bare has no labels");
    refused(
        Dataset.of("negative", samples, new int[] {0, 1, 2, -1, 0, 0}),
        "negative: the label of sample 3 is -1");
    refused(
        Dataset.of("huge", samples, new int[] {0, 1, 2, 1 << 30, 0, 0}), "is 1073741824, not from");
    refused(
        Dataset.of("two", samples, new int[] {0, 1, 1, 1, 0, 0}),
        "held has the class 2, but the classes of two end with 1");
    assertThatThrownBy(() -> fit(validation(Dataset.of("bare", samples))).close())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("bare has no labels");
  }

  private static void refused(Dataset training, String message) {
    assertThatThrownBy(() -> fit(training).close())
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message);
  }
}
