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
import dev.ae4j.graph.Shape;
import dev.ae4j.registry.ProviderCatalog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
    int second = chunk(bytes, 1);
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

  @Test
  void chunksComeInOrder() {
    Path file = folder.resolve("chunks.aez");
    for (int chunkSamples : new int[] {1, 64, 299, 300, 301}) {
      Aez.compress(model, DATA, file, AezOptions.lossy(), chunkSamples);
      List<TensorData> chunks = new ArrayList<>();
      Aez.decompress(file, model, chunks::add);
      int count = (SAMPLES - 1) / chunkSamples + 1;
      assertThat(chunks).hasSize(count);
      assertThat(chunks.subList(0, count - 1)).allMatch(chunk -> chunk.rows() == chunkSamples);
      assertThat(joined(chunks)).isEqualTo(Aez.decompress(file, model));
      chunks.clear();
      assertThat(Aez.salvage(file, model, chunks::add)).isEmpty();
      assertThat(joined(chunks)).isEqualTo(Aez.decompress(file, model));
    }
    List<TensorData> chunks = new ArrayList<>();
    Aez.compress(model, DATA, file, AezOptions.lossless(), 64);
    Aez.decompress(file, model, chunks::add);
    assertThat(joined(chunks)).isEqualTo(samples());
  }

  private static TensorData joined(List<TensorData> chunks) {
    FloatBuffer all = FloatBuffer.allocate(SAMPLES * 144);
    chunks.forEach(chunk -> all.put(chunk.values()));
    assertThat(all.hasRemaining()).isFalse();
    return TensorData.of(all.array(), SAMPLES, 144);
  }

  @Test
  void chunksBeforeADamagedOneAreHandedOver() throws IOException {
    Path file = folder.resolve("chunks.aez");
    Aez.compress(model, DATA, file, AezOptions.lossless(), 64);
    byte[] bytes = Files.readAllBytes(file);
    bytes[chunk(bytes, 3) + 100] ^= 1;
    Files.write(file, bytes);
    String problem = "chunk 3 (samples 192 to 255): its checksum is wrong";
    assertThat(Aez.damage(file)).containsExactly(problem);
    List<TensorData> chunks = new ArrayList<>();
    assertThatThrownBy(() -> Aez.decompress(file, model, chunks::add))
        .isInstanceOf(DataException.class)
        .hasMessage(file + " is damaged: " + problem);
    assertThat(chunks).hasSize(3);
    chunks.clear();
    assertThat(Aez.salvage(file, model, chunks::add)).containsExactly(problem);
    assertThat(joined(chunks)).isEqualTo(Aez.salvage(file, model).samples());
    assertThat(chunks.get(3).values()).containsOnly(Float.NaN);
    assertThat(chunks.get(4)).isEqualTo(samples().copyRows(256, 300));
    assertThatThrownBy(() -> Aez.decompress(file, model))
        .isInstanceOf(DataException.class)
        .hasMessage(file + " is damaged: " + problem);
  }

  /** Garbage of any length, so that a chunk begins anywhere in what a reader holds. */
  @Test
  void chunksAreFoundBehindGarbage() throws IOException {
    Path file = folder.resolve("chunks.aez");
    Aez.compress(model, DATA, file, AezOptions.lossy(), 64);
    byte[] bytes = Files.readAllBytes(file);
    int second = chunk(bytes, 1);
    TensorData expected = Aez.decompress(file, model);
    for (int length : new int[] {1, 3, 27, 28, 29, 65507, 65508, 65509, 65536, 131071, 200_000}) {
      for (int skipped = 0; skipped < 3; skipped++) {
        byte[] changed = new byte[bytes.length + length];
        System.arraycopy(bytes, 0, changed, 0, second);
        for (int i = 0; i < length; i++) {
          changed[second + i] = (byte) "AEZCAEZAAE".charAt(i % 10);
        }
        System.arraycopy(bytes, second, changed, second + length, bytes.length - second);
        // Without the beginning of the first chunk, and maybe all of it
        int first = chunk(bytes, 0);
        byte[] cut = changed.clone();
        int removed = skipped == 0 ? 0 : skipped == 1 ? 10 : second - first;
        System.arraycopy(changed, first + removed, cut, first, changed.length - first - removed);
        Files.write(file, Arrays.copyOf(cut, cut.length - removed));
        Aez.Decompressed salvaged = Aez.salvage(file, model);
        assertThat(salvaged.samples().copyRows(64, SAMPLES))
            .isEqualTo(expected.copyRows(64, SAMPLES));
        if (removed == 0) {
          assertThat(Aez.decompress(file, model)).isEqualTo(expected);
        } else {
          assertThat(salvaged.damaged())
              .containsExactly("chunk 0 (samples 0 to 63): it is missing");
        }
        assertThat(Aez.damage(file)).isEqualTo(salvaged.damaged());
      }
    }
  }

  @Test
  void chunksInAnyOrderAndMoreThanOnceAreFound() throws IOException {
    Path file = folder.resolve("chunks.aez");
    Aez.compress(model, DATA, file, AezOptions.lossy(), 64);
    TensorData expected = Aez.decompress(file, model);
    byte[] bytes = Files.readAllBytes(file);
    ByteArrayOutputStream other = new ByteArrayOutputStream();
    other.write(bytes, 0, chunk(bytes, 0));
    for (int index : new int[] {4, 2, 0, 0, 3, 1, 2}) {
      int end = index == 4 ? bytes.length : chunk(bytes, index + 1);
      other.write(bytes, chunk(bytes, index), end - chunk(bytes, index));
    }
    Files.write(file, other.toByteArray());
    assertThat(Aez.decompress(file, model)).isEqualTo(expected);
  }

  /** The file takes no room on the disk where file systems have holes. */
  @Test
  void filesMayBeLargerThanArrays() throws IOException {
    Path file = folder.resolve("chunks.aez");
    Aez.compress(model, DATA, file, AezOptions.lossy(), 64);
    TensorData expected = Aez.decompress(file, model);
    byte[] bytes = Files.readAllBytes(file);
    int first = chunk(bytes, 0);
    byte[] hole = AezFormat.chunkHeader(new AezFormat.ChunkHeader(0, 64, Integer.MAX_VALUE, 0, 0));
    Path large = folder.resolve("large.aez");
    try (FileChannel out =
        FileChannel.open(
            large,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      out.write(ByteBuffer.wrap(bytes, 0, first));
      out.write(ByteBuffer.wrap(hole));
      out.write(
          ByteBuffer.wrap(bytes, first, bytes.length - first),
          (long) first + hole.length + Integer.MAX_VALUE);
    }
    assertThat(Files.size(large)).isGreaterThan(Integer.MAX_VALUE);
    assertThat(Aez.inspect(large)).isEqualTo(Aez.inspect(file));
    assertThat(Aez.damage(large)).isEmpty();
    List<TensorData> chunks = new ArrayList<>();
    Aez.decompress(large, model, chunks::add);
    assertThat(joined(chunks)).isEqualTo(expected);
  }

  @Test
  void claimsOfSizeAreCheckedBeforeMemoryIsTaken() throws IOException {
    AezInfo said = Aez.inspect(compressed(AezOptions.lossy()));
    Path file = folder.resolve("huge.aez");
    write(file, said, Integer.MAX_VALUE, Integer.MAX_VALUE, 100);
    assertRefused(file, " has a damaged header");
    // 8 GB in one chunk, which is missing, or in 100 million of them in a file as large
    write(file, said, 14_000_000, 14_000_000, 100);
    assertRefused(file, " has chunks of 14000000 samples, which take 8");
    write(file, said, 100_000_000, 1, 100_000_000);
    assertRefused(file, " has 100000000 chunks, too many for a Java heap of ");
    assertThatThrownBy(() -> Aez.decompress(file, model))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("holds 100000000 samples, which take 54931 MiB");
  }

  private void write(Path file, AezInfo said, int samples, int chunkSamples, long length)
      throws IOException {
    AezInfo info =
        new AezInfo(
            false,
            said.step(),
            said.codeShape(),
            said.sampleShape(),
            samples,
            chunkSamples,
            said.modelId(),
            0,
            List.of());
    Files.deleteIfExists(file);
    try (FileChannel out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      out.write(ByteBuffer.wrap(AezFormat.header(info)));
      out.write(ByteBuffer.allocate(1), out.position() + length);
    }
  }

  private static void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> Aez.decompress(file, model, chunk -> {}))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + message);
  }

  @Test
  void headersMayHaveManyNames() throws IOException {
    List<AezFile> files = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      files.add(new AezFile("x".repeat(200) + i + ".png", Shape.of(4, 4, 1), 0, 8));
    }
    AezInfo info =
        new AezInfo(
            false, 1, Shape.of(2), Shape.of(16), 2000, 3000, "0".repeat(64), 0, List.copyOf(files));
    byte[] header = AezFormat.header(info);
    assertThat(header).hasSizeGreaterThan(400_000);
    Path file = Files.write(folder.resolve("names.aez"), header);
    assertThat(Aez.inspect(file)).isEqualTo(info);
    for (int length : new int[] {65535, 65536, 65537, 131072, header.length - 1}) {
      Files.write(file, Arrays.copyOf(header, length));
      assertThatThrownBy(() -> Aez.inspect(file))
          .isInstanceOf(DataException.class)
          .hasMessage(file + " ends within its header. Maybe it was cut off");
    }
  }

  @Test
  void anInterruptEndsCompression() {
    Path file = folder.resolve("strokes.aez");
    String message = "Interrupted while samples were coded";
    assertInterrupted(message, () -> Aez.compress(model, DATA, file, AezOptions.lossy()));
    assertInterrupted(message, () -> Aez.compress(model, DATA, file, AezOptions.lossless()));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void anInterruptEndsDecompressionAndIsNoDamage() {
    Path file = folder.resolve("strokes.aez");
    AezInfo info = Aez.compress(model, DATA, file, AezOptions.lossless()).info();
    List<TensorData> seen = new ArrayList<>();
    String message = file + " cannot be read: interrupted";
    assertInterrupted(message, () -> Aez.decompress(file, model, seen::add));
    assertInterrupted(message, () -> Aez.salvage(file, model, seen::add));
    assertThat(seen).isEmpty();
    ChunkCodec codec = new ChunkCodec(info, model.decoder());
    assertInterrupted(
        "Interrupted while samples were coded", () -> codec.decode(new byte[100], 5, 0));
  }

  private static void assertInterrupted(String message, ThrowingCallable work) {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(work).isInstanceOf(DataException.class).hasMessage(message);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  /** Returns where a chunk begins. */
  private static int chunk(byte[] bytes, int index) {
    ByteBuffer content = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; ; at++) {
      AezFormat.ChunkHeader found = AezFormat.readChunkHeader(content, at);
      if (found != null && found.index() == index) {
        return at;
      }
    }
  }
}
