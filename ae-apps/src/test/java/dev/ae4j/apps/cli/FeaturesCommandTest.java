package dev.ae4j.apps.cli;

import static dev.ae4j.apps.cli.CliRun.ae;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.Npy;
import dev.ae4j.graph.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeaturesCommandTest {
  private static final String TRAIN = "random:samples=60,features=16";
  private static final String TEST = "random:samples=30,features=16,seed=2";

  @TempDir static Path shared;
  private static Path model;

  @TempDir Path folder;

  @BeforeAll
  static void train() throws Exception {
    model = shared.resolve("m.ae4j");
    ae("train", "--data", TRAIN, "--out", model, "--code-size", 3, "--epochs", 2).succeeds();
    Files.writeString(shared.resolve("train.txt"), labels(60));
    Files.writeString(shared.resolve("test.txt"), labels(30));
    float[] numbers = new float[30];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i % 3;
    }
    Npy.write(shared.resolve("test.npy"), TensorData.of(numbers, 30));
  }

  private static CliRun features(String options, Object... more) {
    return ae("features " + options, "--model", model, more);
  }

  private static String labels(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Integer.toString(i % 3))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  @Test
  void codesAreMeasuredBesideOthers() throws Exception {
    Path out = folder.resolve("out");
    JsonNode result =
        features(
                "--json --train " + TRAIN + " --test " + TEST,
                "--train-labels",
                shared.resolve("train.txt"),
                "--test-labels",
                shared.resolve("test.npy"),
                "--out",
                out)
            .json();
    for (String kind : new String[] {"", "/raw", "/pca"}) {
      for (String figure :
          new String[] {"linear_probe_accuracy", "knn_accuracy", "kmeans_nmi", "silhouette"}) {
        assertThat(result.at(kind + "/" + figure).asDouble()).isBetween(-1.0, 1.0);
        assertThat(result.at(kind + "/" + figure).isNumber()).isTrue();
      }
    }
    assertThat(result.at("/pca/size").asInt()).isEqualTo(3);
    assertThat(result.get("omitted")).isEmpty();
    assertThat(Npy.read(out.resolve("train-codes.npy")).shape()).isEqualTo(Shape.of(60, 3));
    assertThat(Files.readAllLines(out.resolve("test-codes.csv")))
        .hasSize(31)
        .startsWith("code_0,code_1,code_2,label");
    assertThat(out.resolve("components.png")).isNotEmptyFile();
    assertThat(out.resolve("neighbours.png")).isNotEmptyFile();
    assertThat(Files.readString(out.resolve("report.html"))).contains("ae features", "SHA-256");
  }

  @Test
  void withoutLabelsThereAreCodesAndClusters() {
    JsonNode result =
        features("--clusters 4 --json --train " + TRAIN + " --test " + TEST, "--out", folder)
            .json();
    assertThat(result.get("knn_accuracy").isNull()).isTrue();
    assertThat(result.at("/raw/silhouette").isNumber()).isTrue();
    assertThat(result.at("/omitted/probes").asText()).contains("no labels", "--train-labels");
    assertThat(folder.resolve("test-codes.npy")).exists();
  }

  @Test
  void otherSamplesThanImagesWork() {
    Path other = shared.resolve("other.ae4j");
    String data = "random:samples=20,features=5";
    ae("train --code-size 1 --epochs 1 --data " + data, "--out", other).succeeds();
    String sources = " --train " + data + " --test " + data;
    JsonNode result =
        ae("features --clusters 2 --json" + sources, "--model", other, "--out", folder).json();
    assertThat(result.at("/omitted/neighbours").asText()).contains("no square images");
    assertThat(folder.resolve("neighbours.png")).doesNotExist();
    assertThat(folder.resolve("components.png")).exists();
  }

  @Test
  void failuresLeaveNothingBehind() throws Exception {
    Path words = Files.writeString(shared.resolve("words.txt"), "cat\ndog\n");
    Path out = folder.resolve("out");
    String sources = "--train " + TRAIN + " --test " + TEST;
    features("--test nope --train " + TRAIN, "--out", out).failsWith(3, "nope");
    features("--test random --train " + TRAIN, "--out", out).failsWith(3, "rows of shape [10]");
    features(sources, "--out", out, "--test-labels", words)
        .failsWith(3, "words.txt", "'cat'", "Maybe");
    features(sources, "--out", out, "--test-labels", shared.resolve("train.txt"))
        .failsWith(3, "60 labels", "30 samples");
    features(sources, "--out", words).failsWith(3, "not a folder");
    features(sources + " --clusters 1").failsWith(2, "--clusters");
    features("--train " + TRAIN).failsWith(2, "--test");
    assertThat(folder).isEmptyDirectory();
  }
}
