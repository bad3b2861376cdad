package dev.ae4j.apps.cli;

import static dev.ae4j.apps.cli.CliRun.ae;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ae4j.TrainedModel;
import dev.ae4j.apps.metrics.Distortion;
import dev.ae4j.apps.metrics.Pca;
import dev.ae4j.apps.metrics.Ssim;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.Npy;
import dev.ae4j.graph.Shape;
import dev.ae4j.registry.ProviderCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCommandTest {
  private static final String TRAIN = "random:samples=60,features=144";
  private static final String TEST = "random:samples=20,features=144,seed=2";

  @TempDir static Path folder;
  private static Path model;

  @BeforeAll
  static void train() {
    model = folder.resolve("m.ae4j");
    ae("train", "--data", TRAIN, "--out", model, "--code-size", 3, "--epochs", 2).succeeds();
  }

  private static CliRun evaluate(String options, Object... more) {
    return ae("evaluate " + options, "--model", model, more);
  }

  private static TensorData samples(String source) {
    return DataSources.samples(DataSources.open(source, ProviderCatalog.load()));
  }

  private static double pcaError(TensorData training, TensorData test) {
    Pca pca = Pca.fit(training, 3);
    return Distortion.mse(test, pca.decode(pca.encode(test)));
  }

  @Test
  void metricsAreThoseOfTheReconstruction() {
    Path file = folder.resolve("r.npy");
    ae("reconstruct", "--model", model, "--data", TEST, "--out", file).succeeds();
    TensorData test = samples(TEST);
    TensorData output = Npy.read(file);

    JsonNode result = evaluate("--json --data " + TEST).json();
    assertThat(result.get("mse").asDouble()).isEqualTo(Distortion.mse(test, output));
    assertThat(result.get("mae").asDouble()).isEqualTo(Distortion.mae(test, output));
    assertThat(result.get("bce").asDouble()).isEqualTo(Distortion.bce(test, output));
    assertThat(result.get("psnr").asDouble()).isEqualTo(Distortion.psnr(test, output));
    assertThat(result.get("ssim").asDouble()).isEqualTo(Ssim.mean(test, output, Shape.of(12, 12)));
    assertThat(result.get("samples").asInt()).isEqualTo(20);
    assertThat(result.get("pca_mse").asDouble()).isEqualTo(pcaError(samples(TRAIN), test));
    assertThat(result.get("omitted")).isEmpty();
    assertThat(evaluate("--data " + TEST).succeeds().out()).contains("pca mse  0.0");
  }

  @Test
  void signsOfBadHealthAreListed() {
    JsonNode health = evaluate("--json --data " + TRAIN).json().get("health");
    String last = health.get(health.size() - 1).asText();
    assertThat(last).startsWith("WORSE THAN PCA: ");
    assertThat(evaluate("--data " + TRAIN).succeeds().out().lines()).endsWith(last);
  }

  /** Labels that say nothing, so that a short training is wrong about many. */
  private Path labels(int count) throws IOException {
    Path file = folder.resolve("labels-" + count + ".txt");
    Files.writeString(
        file,
        IntStream.range(0, count)
            .mapToObj(i -> Integer.toString(i % 4))
            .collect(Collectors.joining("\n", "", "\n")));
    return file;
  }

  @Test
  void modelsThatKnowClassesHaveAnAccuracy() throws Exception {
    Path tuned = folder.resolve("tuned.ae4j");
    Dataset all = DataSources.open(TRAIN, ProviderCatalog.load());
    String tuning = " --code-size 3 --trainer fine-tune:pretraining=2 --epochs 3";
    JsonNode trained =
        ae("train --json --data " + TRAIN + tuning, "--labels", labels(all.size()), "--out", tuned)
            .json();
    assertThat(trained.get("epochs").asInt()).isEqualTo(5);
    assertThat(trained.get("stopped_because").asText()).isEqualTo("epochs done");
    int count = samples(TEST).rows();
    JsonNode result =
        ae("evaluate", "--model", tuned, "--data", TEST, "--labels", labels(count), "--json")
            .json();
    double right = 0;
    try (TrainedModel model = TrainedModel.load(tuned)) {
      float[] probabilities = model.classify(samples(TEST)).values();
      for (int i = 0; i < count; i++) {
        boolean isLargest = true;
        for (int other = 0; other < 4; other++) {
          isLargest &= probabilities[4 * i + i % 4] >= probabilities[4 * i + other];
        }
        right += isLargest ? 1 : 0;
      }
    }
    assertThat(result.get("accuracy").asDouble()).isEqualTo(right / count, within(1e-12));
    assertThat(result.get("error_rate").asDouble()).isEqualTo(1 - right / count, within(1e-12));
    JsonNode bare = ae("evaluate", "--model", tuned, "--data", TEST, "--json").json();
    assertThat(bare.get("accuracy").isNull()).isTrue();
    assertThat(bare.at("/omitted/accuracy").asText()).contains("has no labels");
    assertThat(ae("inspect", tuned, "--json").json().at("/graphs/classify/output").asText())
        .isEqualTo("[N, 4]");
    ae("train", "--data", TRAIN, "--out", tuned, "--trainer", "fine-tune")
        .failsWith(3, "has no labels");
  }

  @Test
  void pcaIsFittedOnTheSamplesOfTheTraining() {
    Path split = folder.resolve("split.ae4j");
    String options = " --code-size 3 --epochs 1 --seed 5 --validation-split 0.5";
    ae("train --data " + TRAIN + options, "--out", split).succeeds();
    Dataset all = DataSources.open(TRAIN, ProviderCatalog.load());
    TensorData used = DataSources.samples(ValidationSplit.of(all, 0.5, 5).training());
    JsonNode result = ae("evaluate", "--model", split, "--data", TEST, "--json").json();
    assertThat(result.get("pca_mse").asDouble()).isEqualTo(pcaError(used, samples(TEST)));
  }

  @Test
  void metricsOfImagesNeedImages() {
    Path file = folder.resolve("wide.npy");
    float[] values = samples(TEST).values().clone();
    values[7] = 1.5f;
    Npy.write(file, TensorData.of(values, 20, 144));
    JsonNode result = evaluate("--json", "--data", file).json();
    assertThat(result.get("mse").isNumber()).isTrue();
    for (String metric : new String[] {"bce", "psnr", "ssim"}) {
      assertThat(result.get(metric).isNull()).isTrue();
      assertThat(result.at("/omitted/" + metric).asText()).contains("outside [0, 1]", "1.5");
    }
  }

  @Test
  void samplesThatAreNoSquareHaveNoSsim() {
    Path flat = folder.resolve("flat.ae4j");
    ae("train", "--data", "random", "--out", flat, "--epochs", 1).succeeds();
    JsonNode result = ae("evaluate", "--model", flat, "--data", "random", "--json").json();
    assertThat(result.get("psnr").isNumber()).isTrue();
    assertThat(result.get("ssim").isNull()).isTrue();
    assertThat(result.at("/omitted/ssim").asText()).contains("10 numbers are no square images");
  }

  @Test
  void failuresAreThoseOfOtherCommands() {
    ae("evaluate", "--model", "nope", "--data", TEST).failsWith(3, "nope");
    evaluate("--data nope").failsWith(3, "nope", "Maybe");
    evaluate("--data random").failsWith(3, "[10]", "[144]");
    evaluate("--backend nope --data " + TEST).failsWith(4, "nope");
    ae("evaluate").failsWith(2, "--model");
  }
}
