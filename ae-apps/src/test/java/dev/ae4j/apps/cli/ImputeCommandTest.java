package dev.ae4j.apps.cli;

import static dev.ae4j.apps.cli.CliRun.ae;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.Npy;
import dev.ae4j.registry.ProviderCatalog;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ae impute} of arrays; {@link TableCommandsTest} has that of tables. */
class ImputeCommandTest {
  private static final int WIDTH = 144;
  private static final String TRAIN = "random:samples=60,features=144";
  private static final String TEST = "random:samples=20,features=144,seed=2";

  @TempDir static Path shared;
  private static Path model;
  private static float[] truth;

  @TempDir Path folder;

  @BeforeAll
  static void train() {
    model = shared.resolve("m.ae4j");
    ae("train --epochs 2 --corrupt masking:0.2 --data " + TRAIN, "--out", model).succeeds();
    truth = DataSources.samples(DataSources.open(TEST, ProviderCatalog.load())).values();
  }

  private CliRun impute(String options, Object... more) {
    return ae("impute " + options, "--model", model, "--out", folder.resolve("out.npy"), more);
  }

  private Path npy(String name, float[] values, int... sizes) {
    Path file = folder.resolve(name);
    Npy.write(file, TensorData.of(values, sizes));
    return file;
  }

  /** Checks that the result says of the changed elements what there is to say. */
  private void measures(JsonNode result) {
    float[] filled = Npy.read(folder.resolve("out.npy")).values();
    double sum = 0;
    int changed = 0;
    for (int i = 0; i < filled.length; i++) {
      sum += Math.pow((double) filled[i] - truth[i], 2);
      changed += filled[i] == truth[i] ? 0 : 1;
    }
    assertThat(result.get("missing").asInt()).isEqualTo(changed);
    assertThat(result.get("rmse").asDouble()).isCloseTo(Math.sqrt(sum / changed), within(1e-9));
    assertThat(result.get("baselines").fieldNames()).toIterable().containsExactly("mean", "pca");
  }

  @Test
  void maskedPixelsAreFilledAndOthersStay() {
    float[] top = new float[WIDTH];
    Arrays.fill(top, 0, 12, 1);
    Path picture = folder.resolve("p.png");
    JsonNode result =
        impute("--json --data " + TEST, "--mask", npy("mask.npy", top, WIDTH), "--picture", picture)
            .json();
    assertThat(result.get("samples").asInt()).isEqualTo(20);
    assertThat(result.get("missing").asInt()).isEqualTo(20 * 12);
    assertThat(result.has("rmse")).isFalse();
    assertThat(result.get("omitted")).isEmpty();
    assertThat(picture).isNotEmptyFile();
    float[] filled = Npy.read(folder.resolve("out.npy")).values();
    for (int i = 0; i < filled.length; i++) {
      assertThat(filled[i] == truth[i]).isEqualTo(i % WIDTH >= 12);
    }
  }

  @Test
  void hiddenElementsAreMeasured() {
    JsonNode result = impute("--json --hide 0.2 --seed 3 --data " + TEST).json();
    assertThat(result.get("missing").asInt()).isBetween(480, 680);
    measures(result);
    assertThat(impute("--json --hide 0.2 --seed 3 --data " + TEST).json()).isEqualTo(result);
  }

  @Test
  void aReferenceIsWhatElementsShouldBe() {
    float[] holes = truth.clone();
    for (int i = 0; i < holes.length; i += 5) {
      holes[i] = Float.NaN;
    }
    Path given = npy("given.npy", holes, 20, WIDTH);
    measures(impute("--json --rounds 3 --reference " + TEST, "--data", given).json());
  }

  @Test
  void samplesThatAreNoImagesHaveNoPicture() {
    Path other = folder.resolve("other.ae4j");
    Path picture = folder.resolve("p.png");
    ae("train --epochs 1 --data random", "--out", other).succeeds();
    Path out = folder.resolve("out.npy");
    JsonNode result =
        ae("impute --json --data random", "--model", other, "--out", out, "--picture", picture)
            .json();
    assertThat(result.at("/omitted/picture").asText()).contains("10 numbers are no square images");
    assertThat(picture).doesNotExist();
  }

  @Test
  void failuresLeaveNothingBehind() {
    Path mask = shared.resolve("wrong.npy");
    Npy.write(mask, TensorData.of(new float[6], 2, 3));
    impute("--hide 0.5 --reference mnist --data " + TEST).failsWith(2, "exclude each other");
    impute("--hide 1 --data " + TEST).failsWith(2, "--hide 1.0 is not");
    impute("--rounds 0 --data " + TEST).failsWith(2, "1 round or more");
    impute("--data " + TEST, "--mask", mask).failsWith(3, "has the shape [2, 3]", "[20, 144]");
    impute("--reference " + TRAIN + " --data " + TEST).failsWith(3, "60 samples", "has 20");
    impute("--data random").failsWith(3, "samples of shape [10]");
    assertThat(folder).isEmptyDirectory();
  }
}
