package dev.ae4j.datasets;

import static dev.ae4j.datasets.Contents.gzip;
import static dev.ae4j.datasets.Contents.numpy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.DataException;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpyDatasetTest {
  /** More than a buffer of the reader holds, and samples that end within one. */
  private static final int SAMPLES = 1021;

  private static final int WIDTH = 207;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"<f4", ">f4", "<f8", ">f8", "|u1"})
  void readsWhatIsReadIntoMemory(String type) throws IOException {
    float[] expected = new float[SAMPLES * WIDTH];
    Path file = write(type, expected);
    Dataset data = onDisk(file);
    Dataset same = inMemory(file);
    assertThat(data.inMemory()).isEmpty();
    assertThat(same.inMemory()).isPresent();
    assertThat(data.name()).isEqualTo(file.toString());
    assertThat(data.size()).isEqualTo(SAMPLES);
    assertThat(data.sampleShape()).isEqualTo(Shape.of(9, 23));
    assertThat(data.labels()).isEmpty();
    assertThat(data.schema()).isEmpty();
    assertThat(data.checksum()).isEqualTo(same.checksum());
    assertThat(rows(data, IntStream.range(0, SAMPLES).toArray())).isEqualTo(expected);
    assertThat(same.inMemory().orElseThrow().values()).isEqualTo(expected);

    SplittableRandom random = new SplittableRandom(3);
    for (int trial = 0; trial < 50; trial++) {
      // Runs of neighbours among rows in any order, some of them more than once
      int[] order = new int[1 + random.nextInt(300)];
      for (int i = 0; i < order.length; i++) {
        boolean isNext = i > 0 && order[i - 1] < SAMPLES - 1 && random.nextInt(3) > 0;
        order[i] = isNext ? order[i - 1] + 1 : random.nextInt(SAMPLES);
      }
      int from = random.nextInt(order.length);
      int count = random.nextInt(order.length - from + 1);
      float[] found = new float[count * WIDTH + 1];
      found[count * WIDTH] = -7;
      data.copyRows(order, from, count, found);
      for (int i = 0; i < count; i++) {
        int row = order[from + i];
        assertThat(Arrays.copyOfRange(found, i * WIDTH, (i + 1) * WIDTH))
            .isEqualTo(Arrays.copyOfRange(expected, row * WIDTH, (row + 1) * WIDTH));
      }
      assertThat(found[count * WIDTH]).isEqualTo(-7);
    }
  }

  @Test
  void partsAreReadFromTheFileToo() throws IOException {
    Path file = write("<f8", new float[SAMPLES * WIDTH]);
    int[] chosen = new SplittableRandom(5).ints(500, 0, SAMPLES).sorted().toArray();
    Dataset part = onDisk(file).select("part", chosen);
    Dataset expected = inMemory(file).select("part", chosen);
    assertThat(part.inMemory()).isEmpty();
    assertThat(part.name()).isEqualTo("part");
    assertThat(part.size()).isEqualTo(500);
    assertThat(part.sampleShape()).isEqualTo(Shape.of(9, 23));
    assertThat(part.checksum()).isEqualTo(expected.checksum());
    int[] rows = {499, 0, 1, 2, 77, 77};
    assertThat(rows(part, rows)).isEqualTo(rows(expected, rows));
    Dataset less = part.select("less", 3, 2, 4);
    assertThat(rows(less, 2, 0)).isEqualTo(rows(expected, 4, 3));
    assertThat(less.checksum()).isEqualTo(expected.select("less", 3, 2, 4).checksum());
  }

  @ParameterizedTest
  @ValueSource(strings = {"float32.npy", "float32-big-endian.npy", "float64.npy", "version-2.npy"})
  void readsWhatNumpyWrites(String name) {
    Dataset data = onDisk(numpy(name));
    assertThat(data.inMemory()).isEmpty();
    assertThat(rows(data, 2, 0)).containsExactly(.75f, 1, 1.25f, 1.5f, -1.25f, -1, -.75f, -.5f);
  }

  @Test
  void whatFitsIsInMemory() {
    // 48 bytes
    assertThat(open(numpy("float32.npy"), 47).inMemory()).isEmpty();
    assertThat(open(numpy("float32.npy"), 48).inMemory()).isPresent();
    // A byte for each number in the file, four in memory
    assertThat(open(numpy("uint8.npy"), 23).inMemory()).isEmpty();
    assertThat(open(numpy("uint8.npy"), 24).inMemory()).isPresent();
  }

  @Test
  void whatCannotBeReadInPlaceIsInMemory() throws IOException {
    assertThat(onDisk(numpy("float32-fortran.npy")).inMemory()).isPresent();
    byte[] packed = gzip(Files.readAllBytes(numpy("float32.npy")));
    Path file = Files.write(folder.resolve("a.npy.gz"), packed);
    assertThat(onDisk(file).inMemory()).isPresent();
  }

  @Test
  void refusesWhatMemoryRefuses() throws IOException {
    for (String name : List.of("not-finite.npy", "float64-too-large.npy", "two-arrays.npy")) {
      assertSameRefusal(numpy(name));
    }
    for (String name : List.of("vector.npy", "scalar.npy", "no-samples.npy", "int64.npy")) {
      assertSameRefusal(numpy(name));
    }
    Path file = folder.resolve("cut.npy");
    byte[] whole = Files.readAllBytes(numpy("float32.npy"));
    for (int length = 0; length < whole.length; length++) {
      assertSameRefusal(Files.write(file, Arrays.copyOf(whole, length)));
    }
  }

  private static void assertSameRefusal(Path file) {
    String expected = null;
    try {
      inMemory(file);
    } catch (DataException e) {
      expected = e.getMessage();
    }
    assertThat(expected).isNotNull();
    assertThatThrownBy(() -> onDisk(file)).isInstanceOf(DataException.class).hasMessage(expected);
  }

  @Test
  void namesTheNumberThatIsNotFinite() throws IOException {
    float[] values = new float[SAMPLES * WIDTH];
    values[1000 * WIDTH + 101] = Float.NaN;
    Path file = folder.resolve("a.npy");
    Npy.write(file, TensorData.of(values, SAMPLES, WIDTH));
    assertThatThrownBy(() -> onDisk(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("element 101 of sample 1000 (both counted from 0) is NaN");
    Dataset incomplete = DatasetSource.open(file.toString(), List.of(), true, 0);
    assertThat(incomplete.inMemory()).isEmpty();
    assertThat(rows(incomplete, 1000)[101]).isNaN();
    values[7] = Float.POSITIVE_INFINITY;
    Npy.write(file, TensorData.of(values, SAMPLES, WIDTH));
    assertThatThrownBy(() -> DatasetSource.open(file.toString(), List.of(), true, 0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("element 7 of sample 0 (both counted from 0) is Infinity");
  }

  /** What a header claims is compared with the file before it decides on anything. */
  @ParameterizedTest
  @ValueSource(strings = {"(99999, 99999)", "(1, 9999999999)", "(9999999999,)", "(9, 0, 9)"})
  void refusesClaims(String shape) throws IOException {
    Path file = Files.write(folder.resolve("a.npy"), npy("<f4", shape, new byte[8]));
    assertThatThrownBy(() -> onDisk(file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + ": its header claims the shape [");
  }

  /** The file is as long as it says; file systems take no room for what was never written. */
  @ParameterizedTest
  @ValueSource(strings = {"(2147483648, 1)", "(1, 65536, 32768)"})
  void refusesMoreThanAnArrayHolds(String shape) throws IOException {
    byte[] header = npy("|u1", shape, new byte[0]);
    Path file = Files.write(folder.resolve("a.npy"), header);
    try (RandomAccessFile longer = new RandomAccessFile(file.toFile(), "rw")) {
      longer.setLength(header.length + 2147483648L);
    }
    assertThatThrownBy(() -> open(file, Long.MAX_VALUE - 1))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "'%s' has the shape %s; at most 2147483639 samples of at most as many numbers are possible. Maybe split the file"
                .formatted(file, shape.replace('(', '[').replace(')', ']')));
  }

  @Test
  void noticesThatTheFileChanged() throws IOException {
    Path file = Files.copy(numpy("float32.npy"), folder.resolve("a.npy"));
    Dataset data = onDisk(file);
    FileTime time = Files.getLastModifiedTime(file);
    byte[] content = Files.readAllBytes(file);
    assertThat(rows(data, 1)).containsExactly(-.25f, 0, .25f, .5f);

    Files.write(file, Arrays.copyOf(content, content.length - 1));
    Files.setLastModifiedTime(file, time);
    assertChanged(data, file);
    Files.write(file, content);
    Files.setLastModifiedTime(file, FileTime.fromMillis(time.toMillis() + 5000));
    assertChanged(data, file);
    Files.setLastModifiedTime(file, time);
    assertThat(rows(data, 1)).containsExactly(-.25f, 0, .25f, .5f);
    Files.delete(file);
    assertThatThrownBy(() -> rows(data, 1))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + " cannot be read any more: ");
  }

  private static void assertChanged(Dataset data, Path file) {
    String message = file + " has changed since it was opened. Maybe another program writes it";
    assertThatThrownBy(() -> rows(data, 1)).isInstanceOf(DataException.class).hasMessage(message);
    assertThatThrownBy(data::checksum).isInstanceOf(DataException.class).hasMessage(message);
  }

  @Test
  void refusesRowsThatAreNotThere() {
    Dataset data = onDisk(numpy("float32.npy"));
    for (int[] wrong : new int[][] {{-1}, {3}, {2, 3}, {-1, 0}, {Integer.MAX_VALUE}}) {
      assertThatThrownBy(() -> rows(data, wrong)).isInstanceOf(IndexOutOfBoundsException.class);
    }
    assertThatThrownBy(() -> data.copyRows(new int[] {0, 1}, 0, 2, new float[7]))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void isReadByInterruptedThreads() {
    Dataset data = onDisk(numpy("float32.npy"));
    Thread.currentThread().interrupt();
    try {
      assertThat(rows(data, 1)).containsExactly(-.25f, 0, .25f, .5f);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void isReadBySeveralThreads() throws Exception {
    float[] expected = new float[SAMPLES * WIDTH];
    Dataset data = onDisk(write("<f4", expected));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<float[]>> found = new ArrayList<>();
      for (int row = 0; row < SAMPLES; row++) {
        int asked = row;
        found.add(threads.submit(() -> rows(data, asked)));
      }
      for (int row = 0; row < SAMPLES; row++) {
        assertThat(found.get(row).get())
            .isEqualTo(Arrays.copyOfRange(expected, row * WIDTH, (row + 1) * WIDTH));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * Writes an array of 9 x 23 numbers in each sample.
   *
   * @param expected receives what the numbers are
   */
  private Path write(String type, float[] expected) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(8 * expected.length);
    content.order(type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < expected.length; i++) {
      if (type.endsWith("u1")) {
        int pixel = random.nextInt(256);
        content.put((byte) pixel);
        expected[i] = pixel / 255f;
      } else {
        double number = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(-40, 30));
        expected[i] = (float) number;
        if (type.endsWith("f8")) {
          content.putDouble(number);
        } else {
          content.putFloat(expected[i]);
        }
      }
    }
    byte[] numbers = Arrays.copyOf(content.array(), content.position());
    return Files.write(folder.resolve("a.npy"), npy(type, "(" + SAMPLES + ", 9, 23)", numbers));
  }

  private static byte[] npy(String type, String shape, byte[] numbers) {
    byte[] header =
        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }\n"
            .formatted(type, shape)
            .getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(10 + header.length + numbers.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
        .putShort((short) header.length)
        .put(header)
        .put(numbers)
        .array();
  }

  private static float[] rows(Dataset data, int... rows) {
    float[] values = new float[rows.length * data.sampleShape().sampleElements()];
    data.copyRows(rows, 0, rows.length, values);
    return values;
  }

  private static Dataset onDisk(Path file) {
    return open(file, 0);
  }

  private static Dataset inMemory(Path file) {
    return open(file, Long.MAX_VALUE - 1);
  }

  private static Dataset open(Path file, long memory) {
    return DatasetSource.open(file.toString(), List.of(), false, memory);
  }
}
