package dev.ae4j.apps.cli;

import static dev.ae4j.apps.cli.CliRun.ae;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.Npy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectCommandTest {
  @TempDir static Path shared;
  private static Path model;
  private static Path normal;
  private static Path mixed;
  private static Path labels;

  @TempDir Path folder;

  /** Normal samples have four equal numbers; in the strange ones the third is another. */
  @BeforeAll
  static void train() throws Exception {
    Random random = new Random(1);
    float[] equal = new float[4 * 200];
    for (int i = 0; i < equal.length; i++) {
      equal[i] = i % 4 == 0 ? random.nextFloat() : equal[i - 1];
    }
    float[] some = Arrays.copyOf(equal, 4 * 40);
    StringBuilder classes = new StringBuilder();
    for (int row = 0; row < 40; row++) {
      classes.append(row % 4 == 0 ? "1\n" : "0\n");
      some[4 * row + 2] += row % 4 == 0 ? 3 : 0;
    }
    normal = shared.resolve("normal.npy");
    mixed = shared.resolve("mixed.npy");
    Npy.write(normal, TensorData.of(equal, 200, 4));
    Npy.write(mixed, TensorData.of(some, 40, 4));
    labels = Files.writeString(shared.resolve("labels.txt"), classes);
    model = shared.resolve("m.ae4j");
    ae("train --code-size 1 --epochs 20 --batch-size 8", "--data", normal, "--out", model)
        .succeeds();
  }

  private static CliRun detect(String options, Object... more) {
    return ae("detect " + options, "--model", model, more);
  }

  @Test
  void strangeSamplesAreFlaggedAndExplained() throws Exception {
    Path out = folder.resolve("scores.csv");
    Path report = folder.resolve("report.html");
    JsonNode result =
        detect(
                "--threshold mad=6 --explain --json",
                "--data",
                mixed,
                "--labels",
                labels,
                "--report",
                report,
                "--out",
                out)
            .json();
    assertThat(result.get("samples").asInt()).isEqualTo(40);
    assertThat(result.get("flagged").asInt()).isGreaterThanOrEqualTo(10);
    assertThat(result.get("roc_auc").asDouble()).isEqualTo(1);
    assertThat(result.get("average_precision").asDouble()).isEqualTo(1);
    assertThat(result.at("/pca/roc_auc").asDouble()).isEqualTo(1);
    assertThat(result.get("threshold_method").asText()).isEqualTo("mad=6.0");
    assertThat(Files.readString(report)).contains("ROC-AUC", "pca", "to blame", "mad=6.0");
    List<String> lines = Files.readAllLines(out);
    assertThat(lines).hasSize(41);
    assertThat(lines.get(0)).startsWith("sample,score,p_value,flagged,anomaly,element_1,share_1");
    String[] first = lines.get(1).split(",", -1);
    assertThat(first).hasSize(5 + 3 * 4).startsWith("0");
    assertThat(first[3]).isEqualTo("true");
    assertThat(first[5]).isEqualTo("2");
  }

  @Test
  void theThresholdComesFromNormalSamples() throws Exception {
    Path out = folder.resolve("scores.csv");
    JsonNode result =
        detect(
                "--threshold false-alarm=0.1 --scoring scaled --json",
                "--data",
                normal,
                "--out",
                out)
            .json();
    // The 181st of 200 scores: 19 are larger
    assertThat(result.get("flagged").asInt()).isEqualTo(19);
    assertThat(result.has("roc_auc")).isFalse();
    assertThat(Files.readAllLines(out).get(0)).isEqualTo("sample,score,p_value,flagged");
    JsonNode other =
        detect("--json", "--data", normal, "--calibration-data", mixed, "--out", out).json();
    assertThat(other.get("flagged").asInt()).isZero();
  }

  @Test
  void whatWasSetAsideGivesTheThreshold() {
    String data = "random:samples=100,features=4";
    Path split = folder.resolve("split.ae4j");
    Path out = folder.resolve("scores.csv");
    ae("train --epochs 1 --validation-split 0.2 --data " + data, "--out", split).succeeds();
    String rate = "detect --json --data " + data + " --threshold false-alarm=0.0";
    JsonNode result = ae(rate + 5, "--model", split, "--out", out).json();
    assertThat(result.get("calibration_data").asText()).contains("(validation)");
    // 20 scores give 5 % with the largest of them
    ae(rate + 1, "--model", split, "--out", out).failsWith(3, "99 normal samples or more, not 20");
  }

  @Test
  void failuresLeaveNothingBehind() throws Exception {
    Path out = folder.resolve("scores.csv");
    Path few = Files.writeString(shared.resolve("few.txt"), "0\n1\n");
    Object[][] wrong = {
      {2, "is no scoring", "--scoring", "best"},
      {2, "is no threshold", "--threshold", "best"},
      {2, "between 0 and 1", "--threshold", "quantile=2"},
      {3, "2 labels", "--labels", few},
      {3, "0 samples of the normal class 7", "--labels", labels, "--normal", 7},
      {3, "has no labels", "--normal", 1},
      {3, "99999 normal samples", "--threshold", "false-alarm=0.00001"},
      {3, "rows of shape [10]", "--calibration-data", "random"},
    };
    for (Object[] row : wrong) {
      detect("", "--data", mixed, "--out", out, Arrays.copyOfRange(row, 2, row.length))
          .failsWith((int) row[0], (String) row[1]);
    }
    assertThat(folder).isEmptyDirectory();
  }
}
