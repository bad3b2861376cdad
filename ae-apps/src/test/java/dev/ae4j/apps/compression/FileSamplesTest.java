package dev.ae4j.apps.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.Autoencoder;
import dev.ae4j.DataException;
import dev.ae4j.TrainedModel;
import dev.ae4j.TrainingOptions;
import dev.ae4j.apps.metrics.Distortion;
import dev.ae4j.apps.tiles.Tiles;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.ImageFile;
import dev.ae4j.datasets.Wav;
import dev.ae4j.graph.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images and sounds of any size in .aez files. */
class FileSamplesTest {
  private static TrainedModel rgb;
  private static TrainedModel flat;

  @TempDir Path folder;

  @BeforeAll
  static void train() {
    rgb = train(8, 8, 3);
    flat = train(64);
  }

  @AfterAll
  static void close() {
    rgb.close();
    flat.close();
  }

  private static TrainedModel train(int... sizes) {
    TensorData samples = TensorData.zeros(Shape.of(sizes).batched().withBatch(60));
    for (int i = 0; i < samples.values().length; i++) {
      samples.values()[i] = i % 97 / 255f;
    }
    return Autoencoder.builder()
        .input(sizes)
        .codeSize(6)
        .backend("jvm:threads=1")
        .build()
        .fit(
            Dataset.of("ramps", samples),
            TrainingOptions.of(TrainingOptions.epochs(3), TrainingOptions.seed(1)));
  }

  /** Writes smooth images with some noise, of 8 bits for each number. */
  private Path image(String name, int height, int width, int channels) {
    TensorData image = TensorData.zeros(Shape.of(height, width, channels));
    Random random = new Random(height);
    for (int i = 0; i < image.values().length; i++) {
      image.values()[i] = (i / channels % width * 3 + random.nextInt(9)) % 256 / 255f;
    }
    Path file = folder.resolve(name);
    ImageFile.write(file, image);
    return file;
  }

  private Path sound(String name, int count, int channels) {
    TensorData samples = TensorData.zeros(Shape.of(count, channels));
    for (int i = 0; i < samples.values().length; i++) {
      samples.values()[i] = (float) StrictMath.sin(0.1 * i) / 4;
    }
    Path file = folder.resolve(name);
    Wav.write(file, new Wav.Sound(samples, 8000, 16));
    return file;
  }

  @Test
  void imagesOfAnySizeComeBackWithoutLoss() {
    image("a.png", 8, 8, 3);
    image("b.png", 21, 30, 3);
    image("c.png", 5, 100, 3);
    Path out = folder.resolve("all.aez");
    FileSamples files = FileSamples.read(folder, rgb.spec().sampleShape());
    Aez.Compressed done = Aez.compress(rgb, files, out, AezOptions.lossless());
    AezInfo info = Aez.inspect(out);
    assertThat(info.files()).isEqualTo(files.files()).isEqualTo(done.info().files());
    assertThat(info.files()).extracting(AezFile::name).containsExactly("a.png", "b.png", "c.png");
    assertThat(info.samples()).isEqualTo(1 + 3 * 4 + 13);
    assertThat(done.rawBytes()).isEqualTo(3 * (64 + 630 + 500));
    assertThat(done.bitsPerDimension()).isEqualTo(8.0 * done.bytes() / done.rawBytes());
    assertThat(FileSamples.join(info.files(), Aez.decompress(out, rgb)))
        .isEqualTo(files.wholes())
        .first()
        .isEqualTo(ImageFile.read(folder.resolve("a.png")));
  }

  @Test
  void greyModelsTakeEachChannel() {
    Path image = image("a.png", 20, 13, 3);
    Path out = folder.resolve("all.aez");
    FileSamples files = FileSamples.read(image, flat.spec().sampleShape());
    Aez.compress(flat, files, out, AezOptions.lossless());
    AezInfo info = Aez.inspect(out);
    assertThat(info.samples()).isEqualTo(3 * 2 * 3);
    assertThat(FileSamples.join(info.files(), Aez.decompress(out, flat)))
        .containsExactly(ImageFile.read(image));
    Path grey = image("grey.png", 9, 9, 1);
    assertThatThrownBy(() -> FileSamples.read(grey, rgb.spec().sampleShape()))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("grey.png: The model takes RGB tiles, but the image is grey");
  }

  @Test
  void whatWasLostIsMeasuredInTheImages() {
    image("a.png", 21, 30, 3);
    image("b.png", 40, 9, 3);
    Path out = folder.resolve("all.aez");
    FileSamples files = FileSamples.read(folder, rgb.spec().sampleShape());
    Aez.Compressed done = Aez.compress(rgb, files, out, AezOptions.lossy().withQuality(9));
    assertThat(done.snr()).isEmpty();
    List<TensorData> back = FileSamples.join(Aez.inspect(out).files(), Aez.decompress(out, rgb));
    double sum = 0;
    for (int i = 0; i < 2; i++) {
      TensorData original = files.wholes().get(i);
      // The PSNR takes the first axis for samples
      double mse = 0;
      for (int j = 0; j < original.values().length; j++) {
        double limited = Math.min(Math.max(back.get(i).values()[j], 0), 1);
        mse += Math.pow(original.values()[j] - limited, 2) / original.values().length;
      }
      sum += -10 * Math.log10(mse) / 2;
    }
    assertThat(done.psnr().orElseThrow()).isCloseTo(sum, within(1e-3));
    assertThat(Distortion.MAX_PSNR).isGreaterThan(sum);
  }

  @Test
  void soundsComeBackByFrames() {
    sound("a.wav", 100, 1);
    sound("b.wav", 64, 2);
    Path out = folder.resolve("all.aez");
    FileSamples files = FileSamples.read(folder, flat.spec().sampleShape());
    assertThat(files.samples().size()).isEqualTo(2 + 2);
    Aez.Compressed done = Aez.compress(flat, files, out, AezOptions.lossy());
    assertThat(done.rawBytes()).isEqualTo(2 * (100 + 128));
    assertThat(done.psnr().orElseThrow() - done.snr().orElseThrow())
        // The power of a sine of amplitude 1/4
        .isCloseTo(-10 * Math.log10(1 / 32.0), within(0.5));
    AezInfo info = Aez.inspect(out);
    assertThat(info.files())
        .containsExactly(
            new AezFile("a.wav", Shape.of(100, 1), 8000, 16),
            new AezFile("b.wav", Shape.of(64, 2), 8000, 16));
    List<TensorData> back = FileSamples.join(info.files(), Aez.decompress(out, flat));
    assertThat(back)
        .extracting(TensorData::shape)
        .containsExactly(Shape.of(100, 1), Shape.of(64, 2));
    Tiles tiles = Tiles.ofSounds(Shape.of(64), 0);
    assertThat(tiles.cut(back.get(0)).copyRows(0, 1).values())
        .isEqualTo(Aez.decompress(out, flat).copyRows(0, 1).values());
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16})
  void soundsComeBackWithoutLoss(int bits) {
    Random random = new Random(bits);
    double[] loudness = {0, 0.001, 0.1, 1, 3};
    for (int i = 0; i < loudness.length; i++) {
      float[] values = new float[1000];
      for (int j = 0; j < 1000; j++) {
        values[j] = (float) (loudness[i] * (StrictMath.sin(0.1 * j) + random.nextGaussian() / 9));
      }
      Wav.write(
          folder.resolve(i + ".wav"), new Wav.Sound(TensorData.of(values, 500, 2), 8000, bits));
    }
    Path out = folder.resolve("all.aez");
    FileSamples files = FileSamples.read(folder, flat.spec().sampleShape());
    for (AezOptions options :
        new AezOptions[] {AezOptions.lossless(), AezOptions.lossless().withQuality(5)}) {
      Aez.Compressed done = Aez.compress(flat, files, out, options);
      assertThat(FileSamples.join(files.files(), Aez.decompress(out, flat)))
          .isEqualTo(files.wholes());
      assertThat(done.codeBytes() > 0).isEqualTo(options.quality().isPresent());
    }
  }

  /** What other compressors get is what stands in a file behind its header. */
  @ParameterizedTest
  @ValueSource(ints = {8, 16, 24, 32})
  void rawSoundsAreThoseOfFiles(int bits) throws IOException {
    float[] values = {0, 0.5f, -1, -0.25f, 0.75f, 0.125f};
    Path file = folder.resolve("a.wav");
    Wav.write(file, new Wav.Sound(TensorData.of(values, 3, 2), 8000, bits));
    byte[] raw = FileSamples.read(file, flat.spec().sampleShape()).raw();
    byte[] whole = Files.readAllBytes(file);
    if (bits == 8) {
      for (int i = 0; i < raw.length; i++) {
        raw[i] += (byte) 128;
      }
    }
    assertThat(raw).isEqualTo(Arrays.copyOfRange(whole, 44, 44 + values.length * bits / 8));
  }

  /** A sine is known from what was before, but for its rounding. */
  @Test
  void soundsArePredicted() {
    float[] values = new float[20_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (StrictMath.sin(0.1 * i) * 0.5);
    }
    Path file = folder.resolve("a.wav");
    Wav.write(file, new Wav.Sound(TensorData.of(values, values.length, 1), 8000, 16));
    FileSamples files = FileSamples.read(file, flat.spec().sampleShape());
    Aez.Compressed done = Aez.compress(flat, files, folder.resolve("a.aez"), AezOptions.lossless());
    assertThat(done.bitsPerDimension()).isLessThan(4);
  }

  @Test
  void namesAreChangedAndCompared() throws IOException {
    Path jpeg = image("a.png", 9, 9, 3);
    Files.move(jpeg, folder.resolve("b.c.JPG"));
    FileSamples files = FileSamples.read(folder, rgb.spec().sampleShape());
    assertThat(files.files().get(0).name()).isEqualTo("b.c.png");
    image("B.C.png", 9, 9, 3);
    assertThatThrownBy(() -> FileSamples.read(folder, rgb.spec().sampleShape()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("two files would come back as b.c.png. Maybe rename one");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../a.png",
        "/a.png",
        "a/b.png",
        "a\\b.png",
        "C:a.png",
        "..",
        ".png",
        "",
        "a.wav",
        "a.sh",
        "a\n.png",
        "a\0.png"
      })
  void namesThatCouldLeadElsewhereAreRefused(String name) throws IOException {
    assertThatThrownBy(() -> new AezFile(name, Shape.of(8, 8, 3), 0, 8))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("has the name");
    // The same where it stands in a file with a sound checksum
    if (name.length() > 4) {
      Path image = image("x".repeat(name.length() - 4) + ".png", 8, 8, 3);
      Path out = folder.resolve("all.aez");
      Aez.compress(rgb, FileSamples.read(image, rgb.spec().sampleShape()), out, AezOptions.lossy());
      byte[] bytes = Files.readAllBytes(out);
      byte[] header = AezFormat.header(Aez.inspect(out));
      // Before sizes, channels, bits and the checksum
      int at = header.length - 14 - name.length();
      for (int i = 0; i < name.length(); i++) {
        header[at + i] = (byte) name.charAt(i);
      }
      int crc = AezFormat.crc(header, 0, header.length - 4);
      for (int i = 0; i < 4; i++) {
        header[header.length - 4 + i] = (byte) (crc >>> (8 * i));
      }
      System.arraycopy(header, 0, bytes, 0, header.length);
      Files.write(out, bytes);
      assertThatThrownBy(() -> Aez.inspect(out))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith(out + " has the name");
    }
  }

  /** Whatever byte is changed, nothing but a clear failure or the right samples comes out. */
  @Test
  void everyChangedBitIsNoticed() throws IOException {
    image("a.png", 9, 9, 3);
    image("b.png", 20, 3, 3);
    Path out = folder.resolve("all.aez");
    Aez.compress(
        rgb, FileSamples.read(folder, rgb.spec().sampleShape()), out, AezOptions.lossless());
    byte[] bytes = Files.readAllBytes(out);
    Random random = new Random(9);
    for (int trial = 0; trial < 300; trial++) {
      byte[] changed = bytes.clone();
      changed[trial % bytes.length] ^= (byte) (1 << random.nextInt(8));
      Path other = Files.write(folder.resolve("changed.aez"), changed);
      assertThatThrownBy(() -> Aez.decompress(other, rgb))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith(other.toString());
      Path cut = Files.write(folder.resolve("cut.aez"), Arrays.copyOf(bytes, trial % bytes.length));
      assertThatThrownBy(() -> Aez.decompress(cut, rgb)).isInstanceOf(DataException.class);
    }
  }

  /** Checksums are no signature: what a header with a sound one claims is checked as well. */
  @Test
  void claimsAreChecked() throws IOException {
    Path image = image("x.png", 8, 8, 3);
    Path out = folder.resolve("all.aez");
    Aez.compress(rgb, FileSamples.read(image, rgb.spec().sampleShape()), out, AezOptions.lossy());
    AezInfo said = Aez.inspect(out);
    for (AezFile file :
        List.of(
            new AezFile("x.png", Shape.of(8, 9, 3), 0, 8),
            new AezFile("x.png", Shape.of(30_000, 20_000, 3), 0, 8),
            new AezFile("x.png", Shape.of(8, 8, 1), 0, 8),
            new AezFile("x.png", Shape.of(8, 8, 3), 0, 16),
            new AezFile("x.wav", Shape.of(8, 3), 8000, 16))) {
      AezInfo other =
          new AezInfo(
              false,
              said.step(),
              said.codeShape(),
              said.sampleShape(),
              1,
              1,
              said.modelId(),
              0,
              List.of(file));
      byte[] header = Arrays.copyOf(AezFormat.header(other), 500);
      assertThatThrownBy(() -> AezFormat.readHeader(header, header.length))
          .isInstanceOf(DataException.class)
          .hasMessage("has a damaged header");
    }
  }

  @Test
  void theComparisonIsOfWholeImages() {
    image("a.png", 21, 30, 3);
    image("b.png", 40, 19, 3);
    FileSamples files = FileSamples.read(folder, rgb.spec().sampleShape());
    CompressionComparison comparison =
        CompressionComparison.of(rgb, files, () -> files.samples().inMemory().orElseThrow());
    assertThat(comparison.lossy().keySet()).containsExactly("klt", "jpeg");
    assertThat(comparison.lossless().keySet()).containsExactly("gzip", "xz", "png");
    assertThat(comparison.lossless().get("png"))
        .isBetween(
            folder.resolve("a.png").toFile().length(),
            folder.resolve("a.png").toFile().length() + folder.resolve("b.png").toFile().length());
    assertThat(comparison.model()).hasSize(11);
    List<RatePoint> jpeg = comparison.lossy().get("jpeg");
    assertThat(jpeg.get(7).psnr()).isGreaterThan(jpeg.get(2).psnr());
    assertThat(comparison.picture()).isPresent();
    assertThat(comparison.omitted()).isEmpty();
  }

  @Test
  void soundsAreComparedWithMuLaw() {
    FileSamples files = FileSamples.read(sound("a.wav", 400, 1), flat.spec().sampleShape());
    CompressionComparison comparison =
        CompressionComparison.of(
            flat,
            files,
            () -> {
              throw new DataException("no training data");
            });
    assertThat(comparison.lossy().keySet()).containsExactly("mu-law");
    List<RatePoint> points = comparison.lossy().get("mu-law");
    assertThat(points).hasSize(7);
    // Telephones have 38 dB for signals of this size, whose power is 15 dB below the peak
    assertThat(points.get(6).psnr()).isBetween(50.0, 57.0);
    assertThat(points.get(6).bitsPerDimension()).isEqualTo(8);
    assertThat(comparison.omitted()).containsOnlyKeys("klt");
    assertThat(comparison.lossless().keySet()).containsExactly("gzip", "xz");
  }
}
