package dev.ae4j.apps.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ae4j.BackendException;
import dev.ae4j.TrainedModel;
import dev.ae4j.apps.metrics.Distortion;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.Mnist;
import dev.ae4j.training.EpochReport;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** The whole quickstart on a few images, with whichever backend is there. */
class QuickstartTest {
  @TempDir private static Path temporary;

  private static final List<String> events = new ArrayList<>();
  private static Digits few;
  private static Path out;
  private static QuickstartResult result;

  @BeforeAll
  static void run() {
    Dataset test = Mnist.test();
    few = new Digits(rows(test, 200, 2200), rows(test, 0, 200));
    out = temporary.resolve("it's out");
    QuickstartListener listener =
        new QuickstartListener() {
          @Override
          public void onStage(Stage stage) {
            events.add(stage.name());
          }

          @Override
          public void onEpoch(EpochReport report) {
            events.add("epoch " + report.epoch());
          }
        };
    result = Quickstart.run(options(out), listener, () -> few);
  }

  private static Dataset rows(Dataset data, int from, int to) {
    return Dataset.of(
        data.name() + ", a part",
        data.inMemory().orElseThrow().copyRows(from, to),
        Arrays.copyOfRange(data.labels().orElseThrow(), from, to));
  }

  private static QuickstartOptions options(Path folder) {
    return new QuickstartOptions(folder, Optional.empty(), 2, 1);
  }

  @Test
  void tellsWhatItDoes() {
    assertThat(events)
        .containsExactly(
            "READING",
            "TRAINING",
            "epoch 1",
            "epoch 2",
            "BASELINE",
            "COMPRESSION",
            "DENOISING",
            "epoch 1",
            "epoch 2",
            "FEATURES",
            "WRITING");
  }

  @Test
  void writesEverythingAndNothingElse() throws IOException {
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "model.ae4j",
              "metrics.json",
              "report.html",
              "reconstructions.png",
              "denoising.png",
              "codes.png");
    }
  }

  @Test
  void figuresAreConsistent() {
    assertThat(result.testMse()).isBetween(0.0, 0.2);
    assertThat(result.reconstruction().mse()).isEqualTo(result.testMse());
    assertThat(result.compression().rawBytes()).isEqualTo(200 * 784);
    assertThat(result.compression().bytes()).isEqualTo(200 * 32 + 32 * 8 + 8);
    assertThat(result.compression().pca().bytes()).isEqualTo(result.compression().bytes());
    assertThat(result.denoising().psnrIn()).isBetween(9.0, 10.0);
    assertThat(result.features().trainSamples()).isEqualTo(2000);
    assertThat(result.features().pca().knnAccuracy()).isGreaterThan(0.8);
  }

  @Test
  void metricsAreTheResultAsJson() throws IOException {
    JsonNode json = new ObjectMapper().readTree(out.resolve("metrics.json").toFile());
    assertThat(json.get("test_mse").asDouble()).isEqualTo(result.testMse());
    assertThat(json.get("epochs").asInt()).isEqualTo(2);
    assertThat(json.get("seconds").asDouble()).isPositive();
    assertThat(json.get("backend").asText()).isNotEmpty();
    assertThat(json.at("/compression/bits_per_dimension").asDouble()).isPositive();
    assertThat(json.at("/compression/pca/psnr").asDouble()).isPositive();
    assertThat(json.at("/denoising/psnr_out").asDouble()).isPositive();
    assertThat(json.at("/denoising/wiener/ssim").asDouble()).isPositive();
    assertThat(json.at("/features/linear_probe_accuracy").asDouble()).isPositive();
    assertThat(json.at("/features/raw/knn_accuracy").asDouble()).isPositive();
  }

  @Test
  void modelCanBeUsed() {
    TensorData images = few.test().inMemory().orElseThrow();
    try (TrainedModel model = TrainedModel.load(out.resolve("model.ae4j"))) {
      assertThat(model.artifact().provenance())
          .containsEntry("test-mse", Double.toString(result.testMse()));
      assertThat(Distortion.mse(images, model.reconstruct(images))).isEqualTo(result.testMse());
    }
  }

  @Test
  void reportShowsEverythingAndHowToRepeatIt() throws Exception {
    String html = Files.readString(out.resolve("report.html"));
    Document page =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(html)));
    assertThat(page.getElementsByTagName("img").getLength()).isEqualTo(3);
    assertThat(page.getElementsByTagName("svg").getLength()).isEqualTo(2);
    assertThat(page.getElementsByTagName("table").getLength()).isEqualTo(4);
    assertThat(page.getElementsByTagName("code").item(0).getTextContent())
        .startsWith("ae quickstart --backend ")
        .endsWith(" --epochs 2 --seed 1 --out '" + out.toString().replace("'", "'\\''") + "'");
    assertThat(html.replaceAll("base64,[^\"]*", ""))
        .contains(few.test().checksum())
        .doesNotContain("NaN", "null");
  }

  @Test
  void sameSeedGivesTheSameFigures() {
    Path again = temporary.resolve("again");
    QuickstartResult second = Quickstart.run(options(again), QuickstartListener.NONE, () -> few);
    assertThat(second.testMse()).isEqualTo(result.testMse());
    assertThat(second.compression()).isEqualTo(result.compression());
    assertThat(second.features()).isEqualTo(result.features());
    assertThat(second.denoising().psnrOut()).isEqualTo(result.denoising().psnrOut());
    assertThat(again.resolve("codes.png")).hasSameBinaryContentAs(out.resolve("codes.png"));
  }

  @Test
  void aFailureLeavesNothing() {
    Path never = temporary.resolve("never");
    QuickstartOptions unusable = new QuickstartOptions(never, Optional.of("no-such-backend"), 1, 1);
    assertThatThrownBy(() -> Quickstart.run(unusable, QuickstartListener.NONE, () -> few))
        .isInstanceOf(BackendException.class);
    assertThat(never).doesNotExist();
  }
}
