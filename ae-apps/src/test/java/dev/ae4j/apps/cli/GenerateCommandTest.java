package dev.ae4j.apps.cli;

import static dev.ae4j.apps.cli.CliRun.ae;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.Npy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ae generate} and {@code ae interpolate}. */
class GenerateCommandTest {
  private static final String DATA = "random:samples=60,features=16";

  @TempDir static Path shared;
  private static Path plain;
  private static Path variational;

  @TempDir Path folder;

  @BeforeAll
  static void train() throws Exception {
    plain = shared.resolve("plain.ae4j");
    variational = shared.resolve("variational.ae4j");
    ae("train", "--data", DATA, "--out", plain, "--code-size", 3, "--epochs", 2).succeeds();
    String options = "train --code-size 3 --epochs 2 --encoder variational --data " + DATA;
    ae(options, "--out", variational, "--loss", "bernoulli + kl").succeeds();
  }

  private static CliRun generate(String options, Object... more) {
    return ae("generate " + options, "--model", plain, more);
  }

  private static CliRun interpolate(String options, Object... more) {
    return ae("interpolate --data " + DATA + " " + options, "--model", plain, more);
  }

  @Test
  void samplesComeFromCodesThatAreFitted() throws Exception {
    Path out = folder.resolve("made.npy");
    Path picture = folder.resolve("made.png");
    JsonNode result =
        generate("--count 30 --seed 7 --json", "--out", out, "--picture", picture).json();
    assertThat(result.get("count").asInt()).isEqualTo(30);
    assertThat(result.get("codes").asText()).startsWith("normal, fitted to those of random");
    TensorData made = Npy.read(out);
    assertThat(made.shape().sampleSizes()).containsExactly(30, 16);
    assertThat(picture).isNotEmptyFile();
    generate("--count 30 --seed 7", "--out", folder.resolve("b.npy")).succeeds();
    assertThat(folder.resolve("b.npy")).hasSameBinaryContentAs(out);
  }

  @Test
  void thePriorOfAVariationalModelNeedsNoData() throws Exception {
    Path out = folder.resolve("made.npy");
    JsonNode result =
        ae("generate", "--model", variational, "--count", 5, "--out", out, "--json").json();
    assertThat(result.get("codes").asText()).isEqualTo("standard normal");
    assertThat(
            ae("generate", "--model", variational, "--train-data", DATA, "--out", out, "--json")
                .json()
                .get("codes")
                .asText())
        .startsWith("normal, fitted");
  }

  @Test
  void waysBeginAndEndWithReconstructions() throws Exception {
    Path out = folder.resolve("way.npy");
    Path picture = folder.resolve("way.png");
    Path reconstructed = folder.resolve("all.npy");
    ae("reconstruct", "--model", plain, "--data", DATA, "--out", reconstructed).succeeds();
    JsonNode result =
        interpolate("--pair 3,8 --pair 59,0 --steps 4 --json", "--out", out, "--picture", picture)
            .json();
    assertThat(result.get("path").asText()).isEqualTo("straight");
    TensorData way = Npy.read(out);
    float[] all = Npy.read(reconstructed).values();
    assertThat(way.shape().sampleSizes()).containsExactly(8, 16);
    int[] rows = {0, 3, 4, 7};
    int[] samples = {3, 8, 59, 0};
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 16; j++) {
        assertThat(way.values()[rows[i] * 16 + j])
            .isCloseTo(all[samples[i] * 16 + j], within(1e-6f));
      }
    }
    assertThat(picture).isNotEmptyFile();
  }

  @Test
  void variationalModelsGoAroundTheMiddle() throws Exception {
    Path out = folder.resolve("way.npy");
    JsonNode result =
        ae("interpolate --pairs 3 --json --data " + DATA, "--model", variational, "--out", out)
            .json();
    assertThat(result.get("path").asText()).isEqualTo("spherical");
    assertThat(result.get("pairs").asInt()).isEqualTo(3);
  }

  @Test
  void wrongInputLeavesNothing() throws Exception {
    Path out = folder.resolve("made.npy");
    generate("--count 0", "--out", out).failsWith(2, "--count is 0, not 1 or more");
    generate("--count 100000000", "--out", out).failsWith(2, "--count 100000000");
    interpolate("--pair 1-2", "--out", out).failsWith(2, "--pair 1-2 is not of the form 3,17");
    interpolate("--pair 1,60", "--out", out).failsWith(3, "has no sample 60; the last is 59");
    interpolate("--path curved", "--out", out).failsWith(2, "neither straight nor spherical");
    interpolate("--steps 1", "--out", out).failsWith(2, "--steps is 1");
    assertThat(Files.exists(out)).isFalse();
  }
}
