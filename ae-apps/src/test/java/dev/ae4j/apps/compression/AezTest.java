package dev.ae4j.apps.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.Autoencoder;
import dev.ae4j.DataException;
import dev.ae4j.OptionException;
import dev.ae4j.TrainedModel;
import dev.ae4j.TrainingOptions;
import dev.ae4j.apps.metrics.Distortion;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.registry.ProviderCatalog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AezTest {
  private static final int SAMPLES = 300;
  private static final Dataset DATA = Dataset.of("strokes", strokes(SAMPLES, 12));

  private static TrainedModel model;
  private static TrainedModel other;

  @TempDir Path folder;

  @BeforeAll
  static void train() {
    model = train(1);
    other = train(2);
  }

  @AfterAll
  static void close() {
    model.close();
    other.close();
  }

  private static TrainedModel train(long seed) {
    return Autoencoder.builder()
        .input(144)
        .codeSize(6)
        .backend("jvm:threads=1")
        .build()
        .fit(DATA, TrainingOptions.of(TrainingOptions.epochs(20), TrainingOptions.seed(seed)));
  }

  /** Returns images of a blurred line each, with 8 bits for a pixel. */
  private static TensorData strokes(int count, int side) {
    Random random = new Random(1);
    float[] values = new float[count * side * side];
    for (int i = 0; i < count; i++) {
      double slope = random.nextDouble() - 0.5;
      double start = side * random.nextDouble();
      for (int j = 0; j < side * side; j++) {
        double distance = start + slope * Math.floorDiv(j, side) - j % side;
        values[i * side * side + j] = Math.round(255 * Math.exp(-distance * distance)) / 255f;
      }
    }
    return TensorData.of(values, count, side * side);
  }

  private Path compressed(AezOptions options) {
    Path file = folder.resolve("strokes.aez");
    Aez.compress(model, DATA, file, options);
    return file;
  }

  private static TensorData samples() {
    return DATA.inMemory().orElseThrow();
  }

  @Test
  void losslessGivesBackEveryBit() throws IOException {
    Path file = folder.resolve("strokes.aez");
    Aez.Compressed done = Aez.compress(model, DATA, file, AezOptions.lossless());
    assertThat(Aez.decompress(file, model)).isEqualTo(samples());
    assertThat(done.bytes()).isEqualTo(Files.size(file)).isLessThan(done.rawBytes() / 4);
    assertThat(done.rawBytes()).isEqualTo(SAMPLES * 144);
    assertThat(done.psnr()).isEmpty();
  }

  @Test
  void losslessUsesCodesIfAskedTo() {
    Path file = folder.resolve("strokes.aez");
    Aez.Compressed done = Aez.compress(model, DATA, file, AezOptions.lossless().withQuality(6));
    assertThat(done.codeBytes()).isPositive();
    assertThat(done.info().step()).isPositive();
    assertThat(Aez.decompress(file, model)).isEqualTo(samples());
  }

  @Test
  void lossyGivesBackWhatTheDecoderMakesOfRoundedCodes() {
    Path file = folder.resolve("strokes.aez");
    double before = Double.POSITIVE_INFINITY;
    long bytesBefore = 0;
    for (int quality = 0; quality <= 10; quality += 2) {
      Aez.Compressed done =
          Aez.compress(model, DATA, file, AezOptions.lossy().withQuality(quality));
      TensorData back = Aez.decompress(file, model);
      assertThat(done.psnr().orElseThrow())
          .isCloseTo(Distortion.psnr(samples(), back), within(1e-9));
      assertThat(done.bytes()).isGreaterThanOrEqualTo(bytesBefore);
      double error = Distortion.mse(samples(), back);
      assertThat(error).isLessThan(before * 1.05);
      bytesBefore = done.bytes();
      before = error;
    }
    double whole = Distortion.mse(samples(), model.reconstruct(samples()));
    assertThat(before).isCloseTo(whole, within(whole / 10));
  }

  @Test
  void aFileWithItsModelNeedsNothingElse() {
    Path file = compressed(AezOptions.lossy().withModelInside());
    assertThat(Aez.inspect(file).modelBytes()).isPositive();
    try (TrainedModel inside =
        Aez.openModel(file, "jvm:threads=2,kernel=scalar", ProviderCatalog.load())) {
      assertThat(Aez.decompress(file, inside)).isEqualTo(Aez.decompress(file, model));
    }
    Path without = folder.resolve("without.aez");
    Aez.compress(model, DATA, without, AezOptions.lossy());
    assertThatThrownBy(() -> Aez.openModel(without, null, ProviderCatalog.load()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("holds no model");
  }

  @Test
  void noSamplesAreFine() {
    Path file = folder.resolve("none.aez");
    Dataset none = Dataset.of("none", TensorData.of(new float[0], 0, 144));
    Aez.compress(model, none, file, AezOptions.lossy());
    Aez.compress(model, none, file, AezOptions.lossless());
    assertThat(Aez.decompress(file, model).rows()).isZero();
  }

  @Test
  void anotherModelIsRefused() {
    Path file = compressed(AezOptions.lossy());
    assertThatThrownBy(() -> Aez.decompress(file, other))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("was compressed with the model");
  }

  @Test
  void whatIsNoImageCannotBeCompressedWithoutLoss() {
    Path file = folder.resolve("none.aez");
    float[] values = new float[144];
    values[7] = 0.3f;
    Dataset odd = Dataset.of("odd", TensorData.of(values, 1, 144));
    assertThatThrownBy(() -> Aez.compress(model, odd, file, AezOptions.lossless()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("1/255");
    values[7] = Float.NaN;
    assertThatThrownBy(() -> Aez.compress(model, odd, file, AezOptions.lossy()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("NaN");
    Dataset wide = Dataset.of("wide", TensorData.of(new float[5], 1, 5));
    assertThatThrownBy(() -> Aez.compress(model, wide, file, AezOptions.lossy()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the model takes [144]");
    assertThat(file).doesNotExist();
  }

  @Test
  void aQualityIsFromZeroToTen() {
    assertThatThrownBy(() -> AezOptions.lossy().withQuality(10.5))
        .isInstanceOf(OptionException.class);
    assertThatThrownBy(() -> AezOptions.lossy().withQuality(Double.NaN))
        .isInstanceOf(OptionException.class);
  }

  /** Whatever byte is changed, nothing but a clear failure or the right samples comes out. */
  @Test
  void everyChangedBitIsNoticed() throws IOException {
    Path file = compressed(AezOptions.lossless().withQuality(5));
    byte[] bytes = Files.readAllBytes(file);
    Random random = new Random(9);
    for (int trial = 0; trial < 200; trial++) {
      byte[] changed = bytes.clone();
      int at = trial < 150 ? trial : random.nextInt(bytes.length);
      changed[at] ^= (byte) (1 << random.nextInt(8));
      Path other = Files.write(folder.resolve("changed.aez"), changed);
      assertThatThrownBy(() -> Aez.decompress(other, model))
          .as("byte %s", at)
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith(other.toString());
    }
  }

  @Test
  void aCutOffFileIsNoticed() throws IOException {
    byte[] bytes = Files.readAllBytes(compressed(AezOptions.lossy().withModelInside()));
    for (int length = 0; length < bytes.length; length += 1 + length / 8) {
      Path cut = Files.write(folder.resolve("cut.aez"), Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> Aez.decompress(cut, model))
          .as("%s of %s bytes", length, bytes.length)
          .isInstanceOf(DataException.class);
    }
    assertThatThrownBy(() -> Aez.decompress(folder.resolve("missing.aez"), model))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("there is no such file");
  }

  @Test
  void moreChunksThanBytesAreRefusedBeforeAnythingIsAllocated() throws IOException {
    AezInfo said = Aez.inspect(compressed(AezOptions.lossy()));
    AezInfo huge =
        new AezInfo(
            false,
            said.step(),
            said.codeShape(),
            said.sampleShape(),
            Integer.MAX_VALUE,
            1,
            said.modelId(),
            0,
            List.of());
    Path file = Files.write(folder.resolve("huge.aez"), AezFormat.header(huge));
    assertThatThrownBy(() -> Aez.damage(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is too short for its 2147483647 chunks");
  }

  @Test
  void aDamagedChunkLeavesTheOthers() throws IOException {
    // Chunks of 64 samples.
    Path file = folder.resolve("chunks.aez");
    Aez.compress(model, DATA, file, AezOptions.lossless(), 64);
    byte[] bytes = Files.readAllBytes(file);
    assertThat(Aez.inspect(file).chunks()).isEqualTo(5);
    assertThat(Aez.decompress(file, model)).isEqualTo(samples());
    int second = secondChunk(bytes);
    bytes[second + 100] ^= 1;
    Files.write(file, bytes);
    Aez.Decompressed salvaged = Aez.salvage(file, model);
    assertThat(salvaged.damaged())
        .containsExactly("chunk 1 (samples 64 to 127): its checksum is wrong");
    assertThat(salvaged.samples().copyRows(0, 64)).isEqualTo(samples().copyRows(0, 64));
    assertThat(salvaged.samples().copyRows(128, 300)).isEqualTo(samples().copyRows(128, 300));
    assertThat(salvaged.samples().values()[64 * 144]).isNaN();
    // A damaged header in front of it: found again behind it.
    bytes[second + 5] ^= 1;
    Files.write(file, bytes);
    assertThat(Aez.salvage(file, model).damaged())
        .containsExactly("chunk 1 (samples 64 to 127): it is missing");
  }

  private static int secondChunk(byte[] bytes) {
    ByteBuffer content = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int found = 0;
    for (int at = 0; ; at++) {
      if (AezFormat.readChunkHeader(content, at) != null && found++ == 1) {
        return at;
      }
    }
  }
}
