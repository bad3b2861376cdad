package dev.ae4j.jvm;

import static dev.ae4j.TrainingOptions.checkpoint;
import static dev.ae4j.TrainingOptions.earlyStopping;
import static dev.ae4j.TrainingOptions.epochs;
import static dev.ae4j.TrainingOptions.listener;
import static dev.ae4j.TrainingOptions.optimizer;
import static dev.ae4j.TrainingOptions.resume;
import static dev.ae4j.TrainingOptions.schedule;
import static dev.ae4j.TrainingOptions.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.Autoencoder;
import dev.ae4j.DataException;
import dev.ae4j.OptionException;
import dev.ae4j.TrainedModel;
import dev.ae4j.TrainingInterruptedException;
import dev.ae4j.TrainingOptions;
import dev.ae4j.TrainingOptions.Setting;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.training.TrainingListener;
import dev.ae4j.training.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A training that was broken off comes to the same model as one that was not. */
@Timeout(120)
class CheckpointTest {
  private static final int LONG = 4000;

  @TempDir Path folder;

  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  private static TrainedModel fit(Setting... more) {
    Dataset data = Dataset.of("numbers", Engines.numbers(1, 100, 20));
    Dataset held = Dataset.of("held", Engines.numbers(2, 30, 20));
    TrainingOptions options =
        TrainingOptions.of(
            epochs(6), TrainingOptions.batchSize(30), TrainingOptions.validation(held));
    for (Setting setting : more) {
      options = setting.applyTo(options);
    }
    return autoencoder(5).fit(data, options);
  }

  private static Autoencoder autoencoder(int codeSize) {
    return Autoencoder.builder()
        .input(20)
        .codeSize(codeSize)
        .loss("mse + 1e-3*l2")
        .corruption("gaussian:0.1")
        .backend("jvm:threads=1")
        .build();
  }

  /** What decides the bytes of a model file, beside the graphs. */
  private record Outcome(Map<String, TensorData> weights, Map<String, String> provenance) {
    static Outcome of(TrainedModel model) {
      return new Outcome(model.artifact().weights(), model.artifact().provenance());
    }
  }

  private static Outcome model(Setting... settings) {
    try (TrainedModel model = fit(settings)) {
      return Outcome.of(model);
    }
  }

  private void interruptAt(int epoch, int batch, Setting... settings) {
    List<Setting> all = new ArrayList<>(List.of(settings));
    all.add(listener(Engines.interruptingAt(epoch, batch)));
    all.add(checkpoint(folder));
    all.add(resume(true));
    assertThatThrownBy(() -> model(all.toArray(Setting[]::new)))
        .isInstanceOf(TrainingInterruptedException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 4", "3, 2", "6, 4"})
  void goesOnWhereItWasInterrupted(int epoch, int batch) {
    Setting[] settings = {
      optimizer("sgd:momentum=0.9,learning-rate=0.1"), schedule("cosine:warm-up=1")
    };
    interruptAt(epoch, batch, settings);
    List<TrainingState> resumed = new ArrayList<>();
    TrainingListener recorder =
        new TrainingListener() {
          @Override
          public void onResume(TrainingState state) {
            resumed.add(state);
          }
        };
    Outcome again =
        model(settings[0], settings[1], checkpoint(folder), resume(true), listener(recorder));
    assertThat(again).isEqualTo(model(settings));
    assertThat(resumed).hasSize(1);
    assertThat(resumed.get(0).history()).hasSize(epoch - 1);
    assertThat(resumed.get(0).batch()).isEqualTo(batch);
  }

  @Test
  void remembersTheBestWeightsAndTheHistory() {
    Setting[] settings = {
      optimizer("sgd:momentum=0.9,learning-rate=3"), epochs(200), earlyStopping(3)
    };
    try (TrainedModel whole = fit(settings)) {
      int epochs = whole.history().size();
      assertThat(epochs).isBetween(4, 199);
      interruptAt(epochs - 1, 2, settings);
      try (TrainedModel again =
          fit(settings[0], settings[1], settings[2], checkpoint(folder), resume(true))) {
        assertThat(Outcome.of(again)).isEqualTo(Outcome.of(whole));
        assertThat(losses(again)).isEqualTo(losses(whole));
        assertThat(again.history().get(0).training().parts().keySet()).containsExactly("mse", "l2");
      }
    }
  }

  private static List<List<Object>> losses(TrainedModel model) {
    return model.history().stream()
        .map(report -> List.<Object>of(report.training(), report.validation()))
        .toList();
  }

  @Test
  void moreEpochsMayBeAskedFor() {
    model(epochs(2), checkpoint(folder));
    assertThat(model(epochs(5), checkpoint(folder), resume(true)).weights())
        .isEqualTo(model(epochs(5)).weights());
    assertThatThrownBy(() -> model(epochs(4), checkpoint(folder), resume(true)))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("is of 5 epochs, more than the 4 asked for");
  }

  @Test
  void aTrainingThatIsDoneIsNotRepeated() {
    Outcome first = model(checkpoint(folder));
    TrainingListener failing =
        new TrainingListener() {
          @Override
          public void onBatch(int epoch, int batch, float loss) {
            throw new AssertionError("a step was made");
          }
        };
    assertThat(model(checkpoint(folder), resume(true), listener(failing))).isEqualTo(first);
  }

  @Test
  void anEmptyFolderIsTheBeginning() {
    Path missing = folder.resolve("a/b");
    assertThat(model(checkpoint(missing), resume(true))).isEqualTo(model());
    assertThat(missing).isNotEmptyDirectory();
  }

  @Test
  void aCheckpointIsNotOverwrittenByAccident() {
    model(epochs(1), checkpoint(folder));
    assertThatThrownBy(() -> model(checkpoint(folder)))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("holds a checkpoint already. Maybe resume it");
  }

  @Test
  void anotherModelIsRefused() {
    model(epochs(1), checkpoint(folder));
    Dataset data = Dataset.of("numbers", Engines.numbers(1, 100, 20));
    TrainingOptions options =
        TrainingOptions.of(checkpoint(folder), resume(true), TrainingOptions.batchSize(30));
    assertThatThrownBy(() -> autoencoder(4).fit(data, options))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("is of another training: its code-size is 5, not 4. Maybe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"seed", "optimizer", "validation"})
  void anotherTrainingIsRefused(String name) {
    model(epochs(1), checkpoint(folder));
    Setting other =
        switch (name) {
          case "seed" -> seed(2);
          case "optimizer" -> optimizer("sgd");
          default -> TrainingOptions.validation(Dataset.of("x", Engines.numbers(3, 30, 20)));
        };
    assertThatThrownBy(() -> model(other, checkpoint(folder), resume(true)))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("is of another training: its " + name);
  }

  private static void damage(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  void theCheckpointBeforeServesWhereTheLastIsDamaged() throws IOException {
    interruptAt(2, 3);
    interruptAt(4, 1);
    Path newest = folder.resolve("checkpoint.safetensors");
    damage(newest);
    assertThat(model(checkpoint(folder), resume(true))).isEqualTo(model());
    damage(newest);
    Files.deleteIfExists(folder.resolve("checkpoint-previous.safetensors"));
    assertThatThrownBy(() -> model(checkpoint(folder), resume(true)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("checkpoint.safetensors");
  }

  /** Trains for long; its process is killed. */
  static final class Victim {
    public static void main(String[] args) {
      model(epochs(LONG), checkpoint(Path.of(args[0])), resume(true));
    }
  }

  @Test
  void survivesBeingKilled() throws Exception {
    for (int delay : new int[] {0, 700, 1600}) {
      Process process = ChildJvm.start("", Victim.class, folder.toString());
      while (process.isAlive() && !Files.exists(folder.resolve("checkpoint.safetensors"))) {
        Thread.sleep(5);
      }
      Thread.sleep(delay);
      process.destroyForcibly().waitFor();
    }
    assertThat(model(epochs(LONG), checkpoint(folder), resume(true)).weights())
        .isEqualTo(model(epochs(LONG)).weights());
    assertThat(folder).isDirectoryContaining("glob:**checkpoint.safetensors");
  }
}
