package dev.ae4j.apps.cli;

import static dev.ae4j.apps.cli.CliRun.ae;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.ImageFile;
import dev.ae4j.datasets.Npy;
import dev.ae4j.datasets.Wav;
import dev.ae4j.graph.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressCommandTest {
  private static final int SAMPLES = 50;

  @TempDir static Path shared;
  private static Path data;
  private static Path model;

  @TempDir Path folder;

  @BeforeAll
  static void train() throws Exception {
    float[] values = new float[SAMPLES * 16];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * i / 16 % 97 / 255f;
    }
    data = shared.resolve("images.npy");
    Npy.write(data, TensorData.of(values, SAMPLES, 16));
    model = shared.resolve("m.ae4j");
    Path gone = Files.copy(data, shared.resolve("gone.npy"));
    ae("train", "--data", gone, "--out", model, "--epochs", 2, "--code-size", 3).succeeds();
    Files.delete(gone);
  }

  @Test
  void losslessComesBack() {
    Path file = folder.resolve("images.aez");
    Path back = folder.resolve("back.npy");
    JsonNode done =
        ae("compress", "--model", model, "--data", data, "--out", file, "--lossless", "--json")
            .json();
    assertThat(done.get("bytes").asLong()).isEqualTo(file.toFile().length());
    assertThat(done.get("raw_bytes").asInt()).isEqualTo(SAMPLES * 16);
    assertThat(done.get("bits_per_dimension").asDouble())
        .isEqualTo(8.0 * done.get("bytes").asLong() / (SAMPLES * 16));
    assertThat(done.get("psnr").isNull()).isTrue();
    JsonNode undone =
        ae("decompress", "--in", file, "--model", model, "--out", back, "--json").json();
    assertThat(undone.get("samples").asInt()).isEqualTo(SAMPLES);
    assertThat(back).hasSameBinaryContentAs(data);
  }

  @Test
  void theModelCanBeInside() {
    Path file = folder.resolve("images.aez");
    Path back = folder.resolve("back.npy");
    Path reconstructed = folder.resolve("reconstructed.npy");
    JsonNode done =
        ae(
                "compress",
                "--model",
                model,
                "--data",
                data,
                "--out",
                file,
                "--quality",
                "9.5",
                "--embed-model",
                "--json")
            .json();
    assertThat(done.get("psnr").asDouble()).isPositive();
    assertThat(done.get("model_bytes").asLong()).isEqualTo(model.toFile().length());
    ae("decompress", "--in", file, "--out", back).succeeds();
    ae("reconstruct", "--model", model, "--data", data, "--out", reconstructed).succeeds();
    assertThat(Npy.read(back).shape()).isEqualTo(Npy.read(reconstructed).shape());
    JsonNode inside = ae("inspect", file, "--json").json();
    assertThat(inside.get("format").asText()).isEqualTo("aez");
    assertThat(inside.get("samples").asInt()).isEqualTo(SAMPLES);
    assertThat(inside.get("damaged")).isEmpty();
  }

  @Test
  void theReportComparesWithOtherFormats() throws Exception {
    Path file = folder.resolve("images.aez");
    Path report = folder.resolve("report.html");
    JsonNode done =
        ae(
                "compress",
                "--model",
                model,
                "--data",
                data,
                "--out",
                file,
                "--lossless",
                "--report",
                report,
                "--json")
            .json();
    assertThat(done.get("rate_distortion")).hasSize(11);
    assertThat(done.get("baselines").fieldNames())
        .toIterable()
        .containsExactly("gzip", "xz", "png", "jpeg");
    assertThat(done.get("omitted").get("klt").asText())
        .contains("gone.npy", "Maybe name it with --train-data");
    assertThat(Files.readString(report))
        .contains("<h2>Without loss</h2>", "this file", "JPEG", "ae compress --model", "--report")
        .doesNotContain("KLT");
    JsonNode withTraining =
        ae(
                "compress",
                "--model",
                model,
                "--data",
                data,
                "--out",
                file,
                "--report",
                report,
                "--train-data",
                data,
                "--json")
            .json();
    JsonNode klt = withTraining.get("baselines").get("klt");
    assertThat(klt.get(0).get("psnr").asDouble()).isPositive();
    assertThat(withTraining.get("omitted")).isEmpty();
    assertThat(Files.readString(report)).contains("KLT").doesNotContain("this file");
  }

  @Test
  void imagesComeBackAsFiles() throws Exception {
    Path photos = Files.createDirectory(folder.resolve("photos"));
    image(photos.resolve("a.png"), 9, 14, 3);
    image(photos.resolve("b.png"), 4, 4, 1);
    Path file = folder.resolve("photos.aez");
    JsonNode done =
        ae(
                "compress",
                "--model",
                model,
                "--data",
                photos,
                "--out",
                file,
                "--lossless",
                "--report",
                folder.resolve("r.html"),
                "--train-data",
                data,
                "--json")
            .json();
    assertThat(done.get("files").asInt()).isEqualTo(2);
    assertThat(done.get("samples").asInt()).isEqualTo(3 * 3 * 4 + 1);
    assertThat(done.get("raw_bytes").asInt()).isEqualTo(9 * 14 * 3 + 16);
    assertThat(done.get("baselines").fieldNames())
        .toIterable()
        .containsExactly("gzip", "xz", "png", "klt", "jpeg");
    assertThat(Files.readString(folder.resolve("r.html")))
        .contains("Means over the files")
        .doesNotContain("mosaic");
    Path back = folder.resolve("back");
    JsonNode undone =
        ae("decompress", "--in", file, "--model", model, "--out", back, "--json").json();
    assertThat(undone.get("files")).extracting(JsonNode::asText).containsExactly("a.png", "b.png");
    for (String name : new String[] {"a.png", "b.png"}) {
      assertThat(ImageFile.read(back.resolve(name)))
          .isEqualTo(ImageFile.read(photos.resolve(name)));
    }
    assertThat(ae("inspect", file, "--json").json().at("/files/a.png")).hasSize(3);
    Path array = folder.resolve("tiles.npy");
    ae("decompress", "--in", file, "--model", model, "--out", array).succeeds();
    assertThat(Npy.read(array).rows()).isEqualTo(37);
    ae("decompress", "--in", file, "--model", model, "--out", folder.resolve("one.png"))
        .failsWith(3, "There are 2 files to write", "Maybe name a folder");
    assertThat(folder.resolve("one.png")).doesNotExist();
  }

  @Test
  void oneImageOrSoundComesBackAsOneFile() {
    Path photo = image(folder.resolve("a.jpg.png"), 9, 14, 3);
    Path file = folder.resolve("a.aez");
    Path back = folder.resolve("b.png");
    ae("compress", "--model", model, "--data", photo, "--out", file).succeeds();
    ae("decompress", "--in", file, "--model", model, "--out", folder.resolve("b.jpg"))
        .failsWith(3, "the result ends in .png");
    ae("decompress", "--in", file, "--model", model, "--out", back).succeeds();
    assertThat(ImageFile.read(back).shape()).isEqualTo(Shape.of(9, 14, 3));
    Path sound = folder.resolve("a.wav");
    TensorData wave = TensorData.zeros(Shape.of(50, 2));
    Arrays.fill(wave.values(), 0.25f);
    Wav.write(sound, new Wav.Sound(wave, 8000, 16));
    JsonNode done =
        ae("compress", "--model", model, "--data", sound, "--out", file, "--json").json();
    assertThat(done.get("samples").asInt()).isEqualTo(2 * 4);
    assertThat(done.get("snr").isNumber()).isTrue();
    Path heard = folder.resolve("b.wav");
    ae("decompress", "--in", file, "--model", model, "--out", heard).succeeds();
    assertThat(Wav.read(heard).samples().shape()).isEqualTo(wave.shape());
    assertThat(Wav.read(heard).rate()).isEqualTo(8000);
    ae("compress", "--model", model, "--data", sound, "--out", file, "--lossless").succeeds();
    ae("decompress", "--in", file, "--model", model, "--out", heard).succeeds();
    assertThat(heard).hasSameBinaryContentAs(sound);
    Wav.write(sound, new Wav.Sound(wave, 8000, 24));
    ae("compress", "--model", model, "--data", sound, "--out", file, "--lossless")
        .failsWith(3, "a.wav has 24 bits for each number", "Maybe leave out --lossless");
  }

  private static Path image(Path file, int... sizes) {
    TensorData image = TensorData.zeros(Shape.of(sizes));
    for (int i = 0; i < image.values().length; i++) {
      image.values()[i] = i * i / 16 % 97 / 255f;
    }
    ImageFile.write(file, image);
    return file;
  }

  @Test
  void damageIsNamedAndTheRestCanBeHad() throws Exception {
    Path file = folder.resolve("images.aez");
    Path back = folder.resolve("back.npy");
    ae("compress", "--model", model, "--data", data, "--out", file).succeeds();
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    ae("decompress", "--in", file, "--model", model, "--out", back)
        .failsWith(3, "images.aez is damaged: chunk 0 (samples 0 to 49)", "Maybe --salvage");
    assertThat(back).doesNotExist();
    JsonNode salvaged =
        ae("decompress", "--in", file, "--model", model, "--out", back, "--salvage", "--json")
            .json();
    assertThat(salvaged.get("damaged")).hasSize(1);
    assertThat(Npy.read(back).values()).containsOnly(Float.NaN);
    assertThat(ae("inspect", file, "--json").json().get("damaged")).hasSize(1);
  }

  @Test
  void failuresLeaveNothingBehind() throws Exception {
    Path out = folder.resolve("out");
    Path text = Files.writeString(shared.resolve("text.npy"), "no model and no array");
    Path odd = shared.resolve("odd.npy");
    Npy.write(
        odd, TensorData.of(new float[] {0.3f, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1}, 1, 16));
    Path other = shared.resolve("other.ae4j");
    ae("train", "--data", data, "--out", other, "--epochs", 1, "--seed", 2, "--code-size", 3)
        .succeeds();
    Path file = shared.resolve("images.aez");
    ae("compress", "--model", model, "--data", data, "--out", file).succeeds();

    ae("compress", "--model", "nope", "--data", data, "--out", out).failsWith(3, "nope");
    ae("compress", "--model", model, "--data", text, "--out", out).failsWith(3, "text.npy");
    ae("compress", "--model", model, "--data", odd, "--out", out, "--lossless")
        .failsWith(3, "odd.npy", "1/255", "Maybe");
    ae("compress", "--model", model, "--data", data, "--out", out, "--quality", 11)
        .failsWith(2, "quality is 11.0");
    ae("compress", "--model", model, "--data", data, "--out", out, "--report", "no/where.html")
        .failsWith(3, "no/where.html", "there is no folder");
    ae("compress", "--model", model, "--data", data, "--out", out, "--report", out)
        .failsWith(2, "--out and --report");
    ae("compress", "--model", model, "--data", data, "--out", out, "--train-data", data)
        .failsWith(2, "--train-data is for the report", "Maybe");
    Path report = folder.resolve("r.html");
    ae("compress", "--model", model, "--data", odd, "--out", out, "--report", report, "--lossless")
        .failsWith(3, "odd.npy", "1/255");
    ae("decompress", "--in", text, "--model", model, "--out", out)
        .failsWith(3, "text.npy is no .aez file");
    ae("decompress", "--in", "nope", "--out", out).failsWith(3, "nope", "there is no such file");
    ae("decompress", "--in", file, "--out", out).failsWith(3, "holds no model", "--model");
    ae("decompress", "--in", file, "--model", other, "--out", out)
        .failsWith(3, "was compressed with the model");
    ae("decompress", "--in", file, "--model", file, "--out", out).failsWith(3, "images.aez");
    assertThat(folder).isEmptyDirectory();
  }
}
