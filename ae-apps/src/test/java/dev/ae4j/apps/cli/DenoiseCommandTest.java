package dev.ae4j.apps.cli;

import static dev.ae4j.apps.cli.CliRun.ae;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ae4j.apps.metrics.Distortion;
import dev.ae4j.apps.metrics.Noise;
import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.Npy;
import dev.ae4j.registry.ProviderCatalog;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DenoiseCommandTest {
  private static final String TRAIN = "random:samples=60,features=144";
  private static final String TEST = "random:samples=20,features=144,seed=2";

  @TempDir static Path shared;
  private static Path model;

  @TempDir Path folder;

  @BeforeAll
  static void train() {
    model = shared.resolve("m.ae4j");
    ae("train", "--data", TRAIN, "--out", model, "--corrupt", "gaussian:0.5", "--epochs", 2)
        .succeeds();
  }

  private static TensorData clean() {
    return DataSources.samples(DataSources.open(TEST, ProviderCatalog.load()));
  }

  @Test
  void addsNoiseAndCompares() throws Exception {
    Path out = folder.resolve("c.npy");
    Path picture = folder.resolve("c.png");
    Path report = folder.resolve("c.html");
    JsonNode result =
        ae(
                "denoise",
                "--model",
                model,
                "--data",
                TEST,
                "--noise",
                "gaussian:0.5",
                "--out",
                out,
                "--picture",
                picture,
                "--report",
                report,
                "--json")
            .json();
    TensorData noisy = Noise.gaussian(0.5).addTo(clean(), Noise.TEST_SEED);
    assertThat(result.get("samples").asInt()).isEqualTo(20);
    assertThat(result.get("psnr_in").asDouble()).isEqualTo(Distortion.psnr(clean(), noisy));
    assertThat(result.get("psnr_out").asDouble())
        .isEqualTo(Distortion.psnr(clean(), Npy.read(out)));
    assertThat(result.get("ssim_out").isNumber()).isTrue();
    assertThat(result.get("noise_sigma_estimate").asDouble()).isPositive();
    for (String baseline : new String[] {"median", "gaussian", "pca", "lmmse"}) {
      assertThat(result.at("/baselines/" + baseline + "/psnr").asDouble()).isPositive();
      assertThat(result.at("/baselines/" + baseline + "/ssim").isNumber()).isTrue();
    }
    assertThat(result.get("omitted")).isEmpty();
    assertThat(picture).content(ISO_8859_1).contains("PNG");
    assertThat(Files.readString(report)).contains("lmmse", "--noise gaussian:0.5", "SHA-256");
  }

  @Test
  void comparesWithAReference() {
    Path noisy = folder.resolve("noisy.npy");
    Path out = folder.resolve("c.npy");
    Npy.write(noisy, Noise.parse("masking:0.5").addTo(clean(), Noise.TEST_SEED));
    JsonNode given =
        ae(
                "denoise",
                "--model",
                model,
                "--data",
                noisy,
                "--reference",
                TEST,
                "--out",
                out,
                "--json")
            .json();
    JsonNode added =
        ae(
                "denoise",
                "--model",
                model,
                "--data",
                TEST,
                "--noise",
                "masking:0.5",
                "--out",
                out,
                "--json")
            .json();
    assertThat(given.get("psnr_in")).isEqualTo(added.get("psnr_in"));
    assertThat(given.get("psnr_out")).isEqualTo(added.get("psnr_out"));
    assertThat(given.get("baselines_fitted_to").asText()).startsWith("gaussian:0.");
    assertThat(added.get("baselines_fitted_to").asText()).isEqualTo("masking:0.5");
  }

  @Test
  void cleansWhateverItIsWithoutAReference() {
    Path file = folder.resolve("table.npy");
    Path other = folder.resolve("other.ae4j");
    Path out = folder.resolve("c.npy");
    Npy.write(file, TensorData.of(new float[] {1, 2, 3, 4, 5, 60}, 2, 3));
    ae("train", "--data", file, "--out", other, "--epochs", 1, "--code-size", 2).succeeds();
    JsonNode result =
        ae("denoise", "--model", other, "--data", file, "--out", out, "--json").json();
    assertThat(result.get("samples").asInt()).isEqualTo(2);
    assertThat(result.at("/omitted/noise_sigma_estimate").asText()).contains("3 numbers");
    assertThat(Npy.read(out).rows()).isEqualTo(2);
    ae("denoise", "--model", other, "--data", file, "--out", out, "--noise", "gaussian:1")
        .failsWith(3, "outside [0, 1]", "table.npy");
  }

  @Test
  void modelsOfOwnFilesNeedTheTrainingData() {
    Path file = shared.resolve("train.npy");
    Path other = shared.resolve("own.ae4j");
    Path out = folder.resolve("c.npy");
    Npy.write(file, clean());
    ae("train", "--data", file, "--out", other, "--epochs", 1).succeeds();
    JsonNode without =
        ae(
                "denoise",
                "--model",
                other,
                "--data",
                TEST,
                "--noise",
                "speckle:0.5",
                "--out",
                out,
                "--json")
            .json();
    assertThat(without.get("baselines")).isEmpty();
    assertThat(without.at("/omitted/baselines").asText()).contains("--train-data");
    JsonNode with =
        ae(
                "denoise",
                "--model",
                other,
                "--data",
                TEST,
                "--noise",
                "speckle:0.5",
                "--out",
                out,
                "--train-data",
                file,
                "--json")
            .json();
    assertThat(with.get("baselines")).hasSize(4);
  }

  @Test
  void failuresLeaveNothingBehind() {
    Path out = folder.resolve("c.npy");
    Object[][] wrong = {
      {2, "exclude each other", "--noise", "gaussian:0.5", "--reference", TEST},
      {2, "is no noise", "--noise", "snow"},
      {2, "compare with clean images", "--picture", folder.resolve("p.png")},
      {3, "there is no folder", "--noise", "masking:0.5", "--report", folder.resolve("a/b.html")},
      {3, "'nope'", "--reference", "nope"},
      {3, "60 samples", "--reference", TRAIN},
      {3, "without any noise", "--reference", TEST},
      {3, "rows of shape [10]", "--noise", "masking:0.5", "--train-data", "random"},
    };
    for (Object[] row : wrong) {
      Object[] args = new Object[row.length + 5];
      System.arraycopy(
          new Object[] {"denoise", "--model", model, "--data", TEST, "--out", out}, 0, args, 0, 7);
      System.arraycopy(row, 2, args, 7, row.length - 2);
      ae(args).failsWith((int) row[0], (String) row[1]);
    }
    assertThat(folder).isEmptyDirectory();
  }
}
