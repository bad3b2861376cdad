package dev.ae4j.apps.cli;

import static dev.ae4j.apps.cli.CliRun.ae;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ae4j.apps.quickstart.QuickstartListener.Stage;
import dev.ae4j.apps.quickstart.QuickstartResult;
import dev.ae4j.training.EpochReport;
import dev.ae4j.training.TrainingPlan;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command adds to the quickstart, whose own tests run it. */
class QuickstartCommandTest {
  @TempDir Path folder;

  /** Makes a record of zeros and empty texts. */
  private static Object sample(Class<?> type) {
    if (type == String.class) {
      return "";
    } else if (type == int.class) {
      return 0;
    } else if (type == long.class) {
      return 0L;
    } else if (type == double.class) {
      return 0.0;
    }
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return type.getConstructor(types)
          .newInstance(Arrays.stream(types).map(QuickstartCommandTest::sample).toArray());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  @Test
  void resultHasTheKeysThatScriptsReadAndTheReport() {
    QuickstartResult measured = (QuickstartResult) sample(QuickstartResult.class);
    Result result = QuickstartCommand.result(measured, Path.of("dir"));
    assertThat(result.values())
        .containsKeys(
            "test_mse", "epochs", "seconds", "backend", "compression", "denoising", "features")
        .containsEntry("report", Path.of("dir", "report.html").toString());
    assertThat(result.values().get("features"))
        .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
        .containsKeys("linear_probe_accuracy", "knn_accuracy", "raw", "pca");
    assertThat(result.lines()).contains("features", "  linear probe accuracy  0");
  }

  @Test
  void stagesAndTrainingsAreShown() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    try (QuickstartProgress progress = new QuickstartProgress(new Streams(stream, stream))) {
      for (Stage stage : Stage.values()) {
        progress.onStage(stage);
        if (stage == Stage.TRAINING || stage == Stage.DENOISING) {
          progress.onStart(new TrainingPlan(1, 1, 10, 1234, "jvm"));
          progress.onBatch(1, 1, 0.5f);
          progress.onEpoch(new EpochReport(1, 0.5, OptionalDouble.empty(), 1));
        }
      }
    }
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains(Arrays.stream(Stage.values()).map(Stage::description).toList())
        .containsSubsequence("training 1,234 parameters", "epoch 1/1: loss 0.5", "epoch 1/1");
  }

  @Test
  void failuresComeBeforeWork() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    ae("quickstart", "--out", file).failsWith(3, "file");
    ae("quickstart", "--out", folder, "--backend", "nope").failsWith(4, "There is no backend nope");
    ae("quickstart", "--out", folder, "--backend", "jvm:nope=1").failsWith(2, "no option nope");
    ae("quickstart", "--epochs", "many").failsWith(2, "'many' is not an int");
  }
}
