package dev.ae4j.datasets;

import static dev.ae4j.datasets.Contents.bytes;
import static dev.ae4j.datasets.Contents.gzip;
import static dev.ae4j.datasets.Contents.idx;
import static dev.ae4j.datasets.Contents.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxTest {
  private static final byte[] IMAGES = idx(bytes(12), 2, 2, 3);
  private static final byte[] LABELS = idx(new byte[] {5, 0, (byte) 255}, 3);

  @TempDir Path folder;

  @Test
  void readsImagesScaledToOne() {
    byte[] pixels = {0, 1, 51, (byte) 128, (byte) 254, (byte) 255};
    assertThat(read(idx(pixels, 1, 2, 3), Idx::samples))
        .isEqualTo(
            TensorData.of(
                new float[] {0, 1 / 255f, 51 / 255f, 128 / 255f, 254 / 255f, 1}, 1, 2, 3));
  }

  @Test
  void readsLabels() {
    assertThat(read(LABELS, Idx::labels)).containsExactly(5, 0, 255);
    assertThat(read(gzip(LABELS), Idx::labels)).containsExactly(5, 0, 255);
  }

  /** Sizes around those of the buffers. */
  @ParameterizedTest
  @ValueSource(ints = {1, 13, 16_383, 16_384, 16_385, 32_769, 200_003})
  void readsAnySizePlainAndPacked(int size) throws IOException {
    byte[] pixels = bytes(size);
    float[] expected = new float[size];
    for (int i = 0; i < size; i++) {
      expected[i] = (pixels[i] & 0xff) / 255f;
    }
    Path plain = Files.write(folder.resolve("a.idx"), idx(pixels, size, 1));
    Path packed = Files.write(folder.resolve("a.idx.gz"), gzip(idx(pixels, size, 1)));
    assertThat(Idx.read(plain)).isEqualTo(TensorData.of(expected, size, 1));
    assertThat(Idx.read(packed)).isEqualTo(TensorData.of(expected, size, 1));
  }

  static Stream<Arguments> damages() {
    byte[] twoGzips = Arrays.copyOf(gzip(IMAGES), 2 * gzip(IMAGES).length);
    System.arraycopy(gzip(IMAGES), 0, twoGzips, gzip(IMAGES).length, gzip(IMAGES).length);
    byte[] badChecksum = gzip(IMAGES);
    badChecksum[badChecksum.length - 8] ^= 1;
    return Stream.of(
        Arguments.of(new byte[0], "data.bin is empty. Maybe a download or a copy was cut short"),
        Arguments.of(
            new byte[] {0},
            "data.bin: ends after 1 bytes, inside its header. Maybe a download or a copy was cut"
                + " short"),
        Arguments.of(
            Arrays.copyOf(IMAGES, 9),
            "data.bin: ends after 9 bytes, inside its header. Maybe a download or a copy was cut"
                + " short"),
        Arguments.of(
            Arrays.copyOf(IMAGES, IMAGES.length - 1),
            "data.bin: its header claims the shape [2, 2, 3], that is 12 bytes, but only 11 follow."
                + " Maybe a download or a copy was cut short"),
        Arguments.of(
            gzip(Arrays.copyOf(IMAGES, IMAGES.length - 1)),
            "data.bin: its header claims the shape [2, 2, 3], that is 12 bytes, but only 11 follow."
                + " Maybe a download or a copy was cut short"),
        Arguments.of(
            Arrays.copyOf(IMAGES, IMAGES.length + 1),
            "data.bin: its header claims the shape [2, 2, 3], that is 12 bytes, but more follow."
                + " Maybe it is damaged or several arrays are in one file"),
        Arguments.of(
            twoGzips,
            "data.bin: its header claims the shape [2, 2, 3], that is 12 bytes, but more follow."
                + " Maybe it is damaged or several arrays are in one file"),
        Arguments.of(
            Arrays.copyOf(gzip(IMAGES), 20),
            "data.bin: its gzip data ends too early. Maybe a download or a copy was cut short"),
        Arguments.of(badChecksum, "data.bin: its gzip data is damaged: Corrupt GZIP trailer"),
        Arguments.of(
            new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n'},
            "data.bin: is not an IDX file: it begins with the bytes 89 50 4e 47, not with 00 00"
                + " 08"),
        Arguments.of(
            new byte[] {0, 0, 0x0d, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0},
            "data.bin: has elements of type 0x0d; only 0x08, unsigned bytes, is read. Maybe"
                + " convert the file to .npy"),
        Arguments.of(new byte[] {0, 0, 8, 0}, "data.bin: has 0 axes; expected 1 to 4"),
        Arguments.of(new byte[] {0, 0, 8, -1}, "data.bin: has 255 axes; expected 1 to 4"),
        Arguments.of(
            LABELS,
            "data.bin: has one axis, as labels have. Maybe the file with the images is meant"),
        // Multiplies to 0 in an int ...
        Arguments.of(
            idx(new byte[8], 1, 65_536, 65_536),
            "data.bin: its header claims the shape [1, 65536, 65536], that is 4294967296 bytes, but"
                + " only 8 follow. Maybe a download or a copy was cut short"),
        // ... and in a long
        Arguments.of(
            idx(new byte[8], 0x8000_0000, 0x8000_0000, 4, 1),
            "data.bin: its header claims the shape [2147483648, 2147483648, 4, 1], that is far too"
                + " many bytes, but only 8 follow. Maybe a download or a copy was cut short"),
        Arguments.of(
            gzip(idx(new byte[8], 1, 65_536, 65_536)),
            "data.bin: has the shape [1, 65536, 65536], but more than 2147483639 numbers cannot be"
                + " read. Maybe split the file"),
        Arguments.of(
            idx(new byte[0], 0, 65_536, 65_536),
            "data.bin: has the shape [0, 65536, 65536], but more than 2147483639 numbers cannot be"
                + " read. Maybe split the file"));
  }

  @ParameterizedTest
  @MethodSource("damages")
  void refusesDamagedFiles(byte[] content, String message) {
    assertThatThrownBy(() -> read(content, Idx::samples))
        .isInstanceOf(DataException.class)
        .hasMessage(message);
  }

  @Test
  void refusesImagesAsLabels() {
    assertThatThrownBy(() -> read(IMAGES, Idx::labels))
        .isInstanceOf(DataException.class)
        .hasMessage("data.bin: has 3 axes; labels have one. Maybe these are the images");
  }

  /** Each of these claims 8 GiB; taking the memory would fail or last for minutes. */
  @Test
  @Timeout(10)
  void takesNoMemoryForClaims() {
    byte[] content = gzip(idx(new byte[8], 1, 1, Integer.MAX_VALUE - 8));
    for (int i = 0; i < 1000; i++) {
      assertThat(Contents.readOrRefuse(content, Idx::samples)).isEmpty();
    }
  }

  @Test
  void refusesWhatIsNotAFile() {
    assertThatThrownBy(() -> Idx.read(folder.resolve("none.idx")))
        .isInstanceOf(DataException.class)
        .hasMessage(folder.resolve("none.idx") + " does not exist; looked in " + folder);
    assertThatThrownBy(() -> Idx.read(folder))
        .isInstanceOf(DataException.class)
        .hasMessage(folder + " is a folder");
    assertThatThrownBy(() -> Idx.readLabels(folder))
        .isInstanceOf(DataException.class)
        .hasMessage(folder + " is a folder");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void anyMutationIsReadOrRefused(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[][] originals = {IMAGES, LABELS, gzip(IMAGES), gzip(LABELS), idx(bytes(6), 1, 2, 3, 1)};
    for (int i = 0; i < 5000; i++) {
      byte[] content = Contents.mutated(originals[i % originals.length], random);
      Contents.readOrRefuse(content, Idx::samples)
          .ifPresent(read -> assertThat(read.values().length).isLessThan(100));
      Contents.readOrRefuse(content, Idx::labels)
          .ifPresent(read -> assertThat(read.length).isLessThan(100));
    }
  }
}
