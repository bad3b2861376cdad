package dev.ae4j.datasets;

import static dev.ae4j.datasets.Contents.gzip;
import static dev.ae4j.datasets.Contents.numpy;
import static dev.ae4j.datasets.Contents.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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

class NpyTest {
  /** What most of the files hold that numpy wrote. */
  private static final TensorData QUARTERS =
      TensorData.of(
          new float[] {-1.25f, -1, -.75f, -.5f, -.25f, 0, .25f, .5f, .75f, 1, 1.25f, 1.5f}, 3, 4);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "float32.npy",
        "float32-fortran.npy",
        "float32-big-endian.npy",
        "float64.npy",
        "version-2.npy",
        "version-3.npy"
      })
  void readsWhatNumpyWrites(String file) throws IOException {
    assertThat(Npy.read(numpy(file))).isEqualTo(QUARTERS);
    assertThat(read(gzip(Files.readAllBytes(numpy(file))), Npy::array)).isEqualTo(QUARTERS);
  }

  @Test
  void readsOtherShapesFromNumpy() {
    float[] counted = new float[24];
    for (int i = 0; i < counted.length; i++) {
      counted[i] = i;
    }
    assertThat(Npy.read(numpy("float64-fortran-big-endian-3d.npy")))
        .isEqualTo(TensorData.of(counted, 2, 3, 4));
    assertThat(Npy.read(numpy("scalar.npy"))).isEqualTo(TensorData.scalar(1.5f));
    assertThat(Npy.read(numpy("vector.npy"))).isEqualTo(TensorData.of(new float[] {1, 2, 3}, 3));
    assertThat(Npy.read(numpy("no-samples.npy"))).isEqualTo(TensorData.of(new float[0], 0, 4));
  }

  @Test
  void scalesBytesToOne() {
    assertThat(Npy.read(numpy("uint8.npy")))
        .isEqualTo(
            TensorData.of(new float[] {0, 1 / 255f, 51 / 255f, 128 / 255f, 254 / 255f, 1}, 2, 3));
  }

  @Test
  void keepsNumbersThatAreNotFinite() {
    assertThat(Npy.read(numpy("not-finite.npy")).values())
        .containsExactly(1, 2, 3, Float.NaN, Float.POSITIVE_INFINITY, 4);
  }

  @Test
  void writesWhatNumpyWrites() throws IOException {
    for (String name : new String[] {"float32.npy", "scalar.npy", "vector.npy", "no-samples.npy"}) {
      Path copy = folder.resolve(name);
      Npy.write(copy, Npy.read(numpy(name)));
      assertThat(copy).hasSameBinaryContentAs(numpy(name));
    }
  }

  /** Sizes around those of the buffers, and shapes of any rank. */
  @ParameterizedTest
  @ValueSource(
      strings = {"1", "13x1", "16383", "1x16384", "16385x1x1", "207x1021", "2x3x4x5x6x7x1"})
  void readsWhatItWrote(String sizes) throws IOException {
    int[] shape = Arrays.stream(sizes.split("x")).mapToInt(Integer::parseInt).toArray();
    TensorData data =
        TensorData.of(new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)], shape);
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < data.values().length; i++) {
      // Any bits, NaN included
      data.values()[i] = Float.intBitsToFloat(random.nextInt());
    }
    Path file = folder.resolve("a.npy");
    Npy.write(file, data);
    assertThat(Npy.read(file)).isEqualTo(data);
    byte[] content = Files.readAllBytes(file);
    assertThat((content.length - 4 * data.values().length) % 64).isZero();
    assertThat(read(gzip(content), Npy::array)).isEqualTo(data);
  }

  /** Whatever the rows come in, the file is the same. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 77, 100})
  void writesRowsAsTheyCome(int together) throws IOException {
    TensorData data = TensorData.of(new float[77 * 6 * 41], 77, 6, 41);
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < data.values().length; i++) {
      data.values()[i] = Float.intBitsToFloat(random.nextInt());
    }
    Path whole = folder.resolve("whole.npy");
    Path parts = folder.resolve("parts.npy");
    Npy.write(whole, data);
    Npy.write(
        parts,
        77,
        data.rowShape(),
        rows -> {
          for (int from = 0; from < 77; from += together) {
            rows.accept(data.copyRows(from, Math.min(77, from + together)));
          }
        });
    assertThat(parts).hasSameBinaryContentAs(whole);
    Npy.write(parts, 0, Shape.of(4), rows -> {});
    assertThat(parts).hasSameBinaryContentAs(numpy("no-samples.npy"));
  }

  @Test
  void refusesMoreOrFewerRowsThanItWasTold() {
    Path file = folder.resolve("a.npy");
    for (int count : new int[] {0, 2, 4}) {
      assertThatThrownBy(
              () ->
                  Npy.write(
                      file,
                      3,
                      Shape.of(4),
                      rows -> rows.accept(TensorData.zeros(Shape.of(count, 4)))))
          .isInstanceOf(DataException.class)
          .hasMessage(
              "%s is for an array of the shape [3, 4], that is 12 numbers, but got %s"
                  .formatted(file, 4 * count));
    }
    assertThatThrownBy(
            () ->
                Npy.write(
                    file, 3, Shape.of(4), rows -> rows.accept(TensorData.zeros(Shape.of(4, 3)))))
        .isInstanceOf(DataException.class)
        .hasMessage(file + " is for rows of shape [4], but some have the shape [3]");
    assertThatThrownBy(
            () ->
                Npy.write(
                    file,
                    3,
                    Shape.of(4),
                    rows -> {
                      rows.accept(TensorData.zeros(Shape.of(1, 4)));
                      throw new DataException("no more");
                    }))
        .hasMessage("no more");
    assertThat(folder).isEmptyDirectory();
  }

  static Stream<Arguments> foreignFiles() {
    return Stream.of(
        Arguments.of(
            "int64.npy",
            ": has elements of type '<i8'; expected '<f4', '<f8' or '|u1'. Maybe convert it with"
                + " array.astype('float32')"),
        Arguments.of(
            "objects.npy",
            ": has elements of type '|O'; expected '<f4', '<f8' or '|u1'. Maybe convert it with"
                + " array.astype('float32')"),
        Arguments.of(
            "fields.npy",
            ": has the header {'descr': [('a', '<f4'), ('b', '<f4')], 'fortran_order': False,"
                + " 'shape': (2,), }; expected one like {'descr': '<f4', 'fortran_order': False,"
                + " 'shape': (60000, 784), }. Maybe it is an array with named fields"),
        Arguments.of(
            "archive.npz",
            ": is not an NPY file: it begins with the bytes 50 4b 03 04 2d 00 00 00, not with 93"
                + " NUMPY. Maybe it is an .npz archive: save the array alone with numpy.save"),
        Arguments.of(
            "two-arrays.npy",
            ": its header claims the shape [3, 4], that is 48 bytes, but more follow. Maybe it is"
                + " damaged or several arrays are in one file"),
        Arguments.of(
            "float64-too-large.npy",
            ": element 3 is 1.0E300, which is too large for float32. Maybe divide by a constant"
                + " first"));
  }

  @ParameterizedTest
  @MethodSource("foreignFiles")
  void refusesWhatItCannotRead(String file, String message) {
    assertThatThrownBy(() -> Npy.read(numpy(file)))
        .isInstanceOf(DataException.class)
        .hasMessage(numpy(file) + message);
  }

  static Stream<Arguments> damages() {
    return Stream.of(
        Arguments.of(
            new byte[9],
            "data.bin: is not an NPY file: it begins with the bytes 00 00 00 00 00 00 00 00, not"
                + " with 93 NUMPY"),
        Arguments.of(
            Arrays.copyOf(npy("(3,)", 12), 30),
            "data.bin: ends after 30 bytes, inside its header. Maybe a download or a copy was cut"
                + " short"),
        Arguments.of(
            npy("(3,)", 11),
            "data.bin: its header claims the shape [3], that is 12 bytes, but only 11 follow. Maybe"
                + " a download or a copy was cut short"),
        Arguments.of(
            gzip(npy("(3,)", 11)),
            "data.bin: its header claims the shape [3], that is 12 bytes, but only 11 follow. Maybe"
                + " a download or a copy was cut short"),
        Arguments.of(
            gzip(npy("(3,)", 13)),
            "data.bin: its header claims the shape [3], that is 12 bytes, but more follow. Maybe it"
                + " is damaged or several arrays are in one file"),
        Arguments.of(
            npy("(65536, 65536)", 8),
            "data.bin: its header claims the shape [65536, 65536], that is 17179869184 bytes, but"
                + " only 8 follow. Maybe a download or a copy was cut short"),
        Arguments.of(
            npy("(4294967296, 4294967296, 2)", 8),
            "data.bin: its header claims the shape [4294967296, 4294967296, 2], that is far too"
                + " many bytes, but only 8 follow. Maybe a download or a copy was cut short"),
        Arguments.of(
            gzip(npy("(65536, 65536)", 8)),
            "data.bin: has the shape [65536, 65536], but more than 2147483639 numbers cannot be"
                + " read. Maybe split the file"),
        Arguments.of(
            npy("(0, 65536, 65536)", 0),
            "data.bin: has the shape [0, 65536, 65536], but more than 2147483639 numbers cannot be"
                + " read. Maybe split the file"),
        Arguments.of(npy("(-1, 3)", 12), "data.bin: has the header {'descr': '<f4', "),
        Arguments.of(npy("(3 4)", 48), "data.bin: has the impossible shape (3 4)"),
        Arguments.of(npy("(3,,4)", 48), "data.bin: has the impossible shape (3,,4)"),
        Arguments.of(
            npy("(99999999999,)", 12), "data.bin: has the impossible shape (99999999999,)"),
        Arguments.of(
            npy("(" + "1,".repeat(65) + ")", 4), "data.bin: has the impossible shape (1,1,1,"),
        Arguments.of(npy("3", 12), "data.bin: has the header {'descr': '<f4', "),
        Arguments.of(
            content(1, 0, "{'descr': '<f4', 'shape': (1,)}", 4),
            "data.bin: has the header {'descr': '<f4', 'shape': (1,)}; expected one like "),
        Arguments.of(
            content(1, 0, "{'descr': '<f4', 'descr': '<f4', 'shape': (1,)}", 4),
            "data.bin: has the header {'descr': '<f4', 'descr': "),
        Arguments.of(
            content(1, 0, "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'a': 'b'}", 4),
            "data.bin: has the header "),
        Arguments.of(content(1, 0, "", 4), "data.bin: has the header ; expected one like "),
        Arguments.of(
            content(1, 0, "{'descr': '\n\u0007', 'fortran_order': False, 'shape': (1,)}", 4),
            "data.bin: has elements of type '??'; expected "),
        Arguments.of(
            content(4, 1, "", 0), "data.bin: has the NPY version 4.1; expected 1.0, 2.0 or 3.0"),
        Arguments.of(
            new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, -1, -1, -1, -1, '{'},
            "data.bin: claims a header of 4294967295 bytes; at most 65536 are read"));
  }

  @ParameterizedTest
  @MethodSource("damages")
  void refusesDamagedFiles(byte[] content, String message) {
    assertThatThrownBy(() -> read(content, Npy::array))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void readsHeadersOfOtherWriters() {
    String text = "{\"shape\":(2,3),\"fortran_order\":False,\"descr\":\"<f4\"}";
    assertThat(read(content(1, 0, text, 24), Npy::array))
        .isEqualTo(TensorData.of(new float[6], 2, 3));
  }

  /** Each of these claims 8 GiB; taking the memory would fail or last for minutes. */
  @Test
  @Timeout(10)
  void takesNoMemoryForClaims() {
    byte[] content = gzip(npy("(2147483639,)", 8));
    for (int i = 0; i < 1000; i++) {
      assertThat(Contents.readOrRefuse(content, Npy::array)).isEmpty();
    }
  }

  /** A header of 64 KiB must not make the parser recurse until the stack overflows. */
  @ParameterizedTest
  @ValueSource(strings = {"1,", " ", "'", "(", "'descr':'',", "\n"})
  void survivesLongHeaders(String repeated) {
    String text = repeated.repeat(60_000 / repeated.length());
    assertThat(Contents.readOrRefuse(npy("(" + text + ")", 4), Npy::array).isPresent())
        .isEqualTo(text.isBlank());
    assertThat(Contents.readOrRefuse(content(1, 0, "{" + text + "}", 4), Npy::array)).isEmpty();
  }

  @Test
  void refusesImpossibleDestinations() {
    assertThatThrownBy(() -> Npy.write(folder, QUARTERS))
        .isInstanceOf(DataException.class)
        .hasMessage(folder + " cannot be written: it is a folder");
    Path orphan = folder.resolve("none").resolve("a.npy");
    assertThatThrownBy(() -> Npy.write(orphan, QUARTERS))
        .isInstanceOf(DataException.class)
        .hasMessage(
            orphan
                + " cannot be written: there is no folder "
                + orphan.getParent()
                + ". Maybe create it first");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void anyMutationIsReadOrRefused(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    byte[][] originals = {
      Files.readAllBytes(numpy("float32.npy")),
      Files.readAllBytes(numpy("float32-fortran.npy")),
      Files.readAllBytes(numpy("float64.npy")),
      Files.readAllBytes(numpy("uint8.npy")),
      Files.readAllBytes(numpy("version-2.npy")),
      gzip(Files.readAllBytes(numpy("float32.npy")))
    };
    for (int i = 0; i < 5000; i++) {
      byte[] content = Contents.mutated(originals[i % originals.length], random);
      Contents.readOrRefuse(content, Npy::array)
          .ifPresent(read -> assertThat(read.values().length).isLessThan(1000));
    }
  }

  private static byte[] npy(String shape, int dataBytes) {
    return content(
        1, 0, "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }\n", dataBytes);
  }

  private static byte[] content(int major, int minor, String header, int dataBytes) {
    byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
    return ByteBuffer.allocate(10 + text.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) major, (byte) minor})
        .putShort((short) text.length)
        .put(text)
        .array();
  }
}
