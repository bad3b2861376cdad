package dev.ae4j.apps.cli;

import static dev.ae4j.apps.cli.CliRun.ae;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ae4j.apps.metrics.Distortion;
import dev.ae4j.apps.metrics.Noise;
import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.ImageFile;
import dev.ae4j.datasets.Npy;
import dev.ae4j.datasets.Wav;
import dev.ae4j.graph.Shape;
import dev.ae4j.registry.ProviderCatalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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

  private static CliRun denoise(String options, Object... more) {
    return ae("denoise " + options, "--model", model, more);
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
        denoise(
                "--noise gaussian:0.5 --json --data " + TEST,
                "--out",
                out,
                "--picture",
                picture,
                "--report",
                report)
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
    JsonNode given = denoise("--json --reference " + TEST, "--data", noisy, "--out", out).json();
    JsonNode added = denoise("--noise masking:0.5 --json --data " + TEST, "--out", out).json();
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

  /** Writes an image of waves. */
  private static Path image(Path file, int height, int width, int channels) {
    TensorData image = TensorData.zeros(Shape.of(height, width, channels));
    for (int i = 0; i < image.values().length; i++) {
      image.values()[i] = (float) (0.5 + 0.4 * StrictMath.sin(0.02 * i));
    }
    ImageFile.write(file, image);
    return file;
  }

  @Test
  void cleansImagesOfAnySize() throws Exception {
    Path photos = Files.createDirectory(folder.resolve("photos"));
    image(photos.resolve("a.png"), 30, 41, 3);
    image(photos.resolve("b.png"), 12, 20, 1);
    Path out = folder.resolve("cleaned");
    Path report = folder.resolve("c.html");
    Path picture = folder.resolve("c.png");
    JsonNode result =
        denoise(
                "--noise gaussian:0.2 --json",
                "--data",
                photos,
                "--out",
                out,
                "--report",
                report,
                "--picture",
                picture)
            .json();
    double before = 0;
    double after = 0;
    for (String name : new String[] {"a.png", "b.png"}) {
      TensorData image = ImageFile.read(photos.resolve(name));
      TensorData noisy = Noise.gaussian(0.2).addTo(image, Noise.TEST_SEED);
      TensorData cleaned = ImageFile.read(out.resolve(name));
      assertThat(cleaned.shape()).isEqualTo(image.shape());
      before += Distortion.psnr(row(image), row(noisy)) / 2;
      after += Distortion.psnr(row(image), row(cleaned)) / 2;
    }
    assertThat(result.get("files").asInt()).isEqualTo(2);
    assertThat(result.get("psnr_in").asDouble()).isCloseTo(before, within(1e-9));
    // What is in the files is rounded
    assertThat(result.get("psnr_out").asDouble()).isCloseTo(after, within(0.05));
    assertThat(result.get("baselines")).hasSize(4);
    assertThat(result.get("noise_sigma_estimate").asDouble()).isBetween(0.1, 0.3);
    assertThat(Files.readString(report)).contains("lmmse", "--noise gaussian:0.2");
    assertThat(picture).content(ISO_8859_1).contains("PNG");
    denoise("", "--data", photos, "--out", photos + "/.")
        .failsWith(2, "--data and --out name the same place");
  }

  private static TensorData row(TensorData image) {
    return TensorData.of(image.values(), image.shape().batched().withBatch(1));
  }

  @Test
  void comparesImagesWithAReference() {
    Path clean = image(folder.resolve("clean.png"), 30, 41, 1);
    Path noisy = folder.resolve("noisy.png");
    ImageFile.write(noisy, Noise.gaussian(0.1).addTo(ImageFile.read(clean), Noise.TEST_SEED));
    Path out = folder.resolve("cleaned.png");
    JsonNode result = denoise("--json", "--data", noisy, "--reference", clean, "--out", out).json();
    assertThat(result.get("baselines_fitted_to").asText()).startsWith("gaussian:0.0");
    assertThat(result.get("psnr_in").asDouble())
        .isEqualTo(Distortion.psnr(row(ImageFile.read(clean)), row(ImageFile.read(noisy))));
    JsonNode alone = denoise("--json", "--data", noisy, "--out", out).json();
    assertThat(alone.get("noise_sigma_estimate").asDouble()).isBetween(0.05, 0.15);
    Path other = image(folder.resolve("other.png"), 30, 40, 1);
    denoise("", "--data", noisy, "--reference", other, "--out", out)
        .failsWith(3, "[30, 40, 1]", "Maybe they do not belong together");
  }

  @Test
  void cleansSounds() throws Exception {
    Path sound = folder.resolve("a.wav");
    TensorData wave = TensorData.zeros(Shape.of(1000, 2));
    for (int i = 0; i < 2000; i++) {
      wave.values()[i] = (float) StrictMath.sin(0.05 * i) / 2;
    }
    Wav.write(sound, new Wav.Sound(wave, 8000, 16));
    Path out = folder.resolve("b.wav");
    Path report = folder.resolve("c.html");
    JsonNode result =
        denoise("--noise gaussian:0.1 --json", "--data", sound, "--out", out, "--report", report)
            .json();
    // The power of the sine is 1/8, that of the noise 1/100
    assertThat(result.get("snr_in").asDouble()).isCloseTo(10.97, within(0.3));
    assertThat(result.get("snr_out").isNumber()).isTrue();
    assertThat(result.at("/baselines/lmmse/snr").isNumber()).isTrue();
    assertThat(Wav.read(out).samples().shape()).isEqualTo(wave.shape());
    assertThat(Files.readString(report)).contains("Waves", "amplitude");
    denoise("--noise masking:0.5", "--data", sound, "--out", out)
        .failsWith(2, "Sounds take no noise but gaussian");
    denoise("", "--data", sound, "--out", folder.resolve("c.png"))
        .failsWith(3, "the result ends in .wav");
    assertThat(folder.resolve("c.png")).doesNotExist();
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
    };
    for (Object[] row : wrong) {
      denoise("--data " + TEST, "--out", out, Arrays.copyOfRange(row, 2, row.length))
          .failsWith((int) row[0], (String) row[1]);
    }
    assertThat(folder).isEmptyDirectory();
  }
}
