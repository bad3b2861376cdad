package dev.ae4j.datasets;

import dev.ae4j.DataException;
import dev.ae4j.artifact.WholeFile;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reads and writes NPY files, the format of {@code numpy.save}.
 *
 * <p>Read are the format versions 1 to 3, in C and in Fortran order, plain or packed with gzip,
 * with elements of type
 *
 * <ul>
 *   <li>{@code <f4} and {@code >f4}: float32;
 *   <li>{@code <f8} and {@code >f8}: float64, rounded to float32;
 *   <li>{@code |u1}: unsigned bytes, taken as pixels and scaled to {@code [0, 1]}.
 * </ul>
 *
 * <p>The size that a header claims is compared with the file before memory is taken for it.
 */
public final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MAX_HEADER_BYTES = 1 << 16;
  private static final int MAX_AXES = 64;
  private static final int ALIGNMENT = 64;
  private static final int CHUNK_ELEMENTS = 1 << 14;

  /** The keys of a header; {@link #ENTRY} has one group for each kind of value, in this order. */
  private static final List<String> KEYS = List.of("descr", "fortran_order", "shape");

  // No group is repeated, so no header makes the matcher recurse deeply.
  private static final Pattern ENTRY =
      Pattern.compile(
          "\\s*['\"](\\w+)['\"]\\s*:\\s*"
              + "(?:['\"]([^'\"]*)['\"]|(True|False)|\\(([\\d\\s,]*)\\))\\s*(,|$)");

  /**
   * What precedes the numbers of an array.
   *
   * @param columnMajor whether the first index varies fastest
   * @param sizes the size of each axis, zero or more; not compared with the file
   */
  record Header(ElementType element, ByteOrder order, boolean columnMajor, long[] sizes) {}

  private Npy() {}

  /**
   * Reads an array.
   *
   * <p>NaN and infinite numbers are read as they are.
   *
   * @return an array of the shape in the file, in row-major order
   * @throws DataException if the file is missing, damaged or not an NPY file, its elements are of
   *     another type, or a float64 is too large for float32
   */
  public static TensorData read(Path file) {
    return ContentReader.read(file, Npy::array);
  }

  /**
   * Writes an array as version 1.0, {@code <f4}, in C order.
   *
   * <p>The file appears whole or not at all, and replaces one of the same name.
   *
   * @throws DataException if the file cannot be written
   */
  public static void write(Path file, TensorData array) {
    write(file, array.shape().sampleSizes(), numbers -> numbers.accept(array.values()));
  }

  /**
   * Writes an array as {@link #write(Path, TensorData)} does, some of its rows after others, so
   * that it need not fit into memory.
   *
   * @param rows how many rows there will be
   * @param row the shape of each
   * @param content calls what it is given with arrays of rows, {@code [n, row...]}, from the first
   *     one on; what it throws passes through, and there is no file
   * @throws DataException if the file cannot be written, the rows have another shape, or there are
   *     more or fewer of them
   */
  public static void write(Path file, int rows, Shape row, Consumer<Consumer<TensorData>> content) {
    int[] sizes = IntStream.concat(IntStream.of(rows), Arrays.stream(row.sampleSizes())).toArray();
    write(
        file,
        sizes,
        numbers ->
            content.accept(
                some -> {
                  if (!some.rowShape().equals(row)) {
                    throw new DataException(
                        "%s is for rows of shape %s, but some have the shape %s"
                            .formatted(file, row, some.rowShape()));
                  }
                  numbers.accept(some.values());
                }));
  }

  private static void write(Path file, int[] sizes, Consumer<Consumer<float[]>> content) {
    long expected = ContentReader.product(Arrays.stream(sizes).asLongStream().toArray());
    WholeFile.write(
        file,
        out -> {
          out.write(header(sizes));
          Numbers numbers = new Numbers(out);
          try {
            content.accept(numbers::write);
          } catch (UncheckedIOException e) {
            throw e.getCause();
          }
          if (numbers.written != expected) {
            throw new DataException(
                "%s is for an array of the shape %s, that is %s numbers, but got %s"
                    .formatted(file, Arrays.toString(sizes), expected, numbers.written));
          }
        });
  }

  /** Writes numbers, and counts them. */
  private static final class Numbers {
    private final ByteBuffer chunk =
        ByteBuffer.wrap(new byte[CHUNK_ELEMENTS * Float.BYTES]).order(ByteOrder.LITTLE_ENDIAN);
    private final OutputStream out;
    private long written;

    Numbers(OutputStream out) {
      this.out = out;
    }

    void write(float[] values) {
      try {
        for (int from = 0; from < values.length; from += CHUNK_ELEMENTS) {
          int count = Math.min(CHUNK_ELEMENTS, values.length - from);
          chunk.clear().asFloatBuffer().put(values, from, count);
          out.write(chunk.array(), 0, count * Float.BYTES);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      written += values.length;
    }
  }

  private static byte[] header(int[] sizes) {
    String tuple =
        Arrays.stream(sizes)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(", ", "(", sizes.length == 1 ? ",)" : ")"));
    String text = "{'descr': '<f4', 'fortran_order': False, 'shape': " + tuple + ", }";
    int unpadded = MAGIC.length + 4 + text.length() + 1;
    String padded = text + " ".repeat(Math.floorMod(-unpadded, ALIGNMENT)) + "\n";
    return ByteBuffer.allocate(MAGIC.length + 4 + padded.length())
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) padded.length())
        .put(padded.getBytes(StandardCharsets.US_ASCII))
        .array();
  }

  static TensorData array(ContentReader content) throws IOException {
    return body(content, header(content));
  }

  /** Reads the numbers behind a header. */
  static TensorData body(ContentReader content, Header header) throws IOException {
    float[] values = content.values(header.sizes(), header.element(), header.order());
    int[] shape = Arrays.stream(header.sizes()).mapToInt(Math::toIntExact).toArray();
    if (header.columnMajor()) {
      values = rowMajor(content, values, shape);
    }
    return TensorData.of(values, shape);
  }

  private static String headerText(ContentReader content) throws IOException {
    byte[] start = content.header(MAGIC.length + 2);
    if (!Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw content.error(
          "is not an NPY file: it begins with the bytes "
              + ContentReader.hex(start)
              + ", not with 93 NUMPY"
              + (start[0] == 'P' && start[1] == 'K'
                  ? ". Maybe it is an .npz archive: save the array alone with numpy.save"
                  : ""));
    }
    int major = start[MAGIC.length];
    int minor = start[MAGIC.length + 1];
    if (major < 1 || major > 3 || minor != 0) {
      throw content.error(
          "has the NPY version "
              + (major & 0xff)
              + "."
              + (minor & 0xff)
              + "; expected 1.0, 2.0 or 3.0");
    }
    byte[] size = content.header(major == 1 ? Short.BYTES : Integer.BYTES);
    ByteBuffer buffer = ByteBuffer.wrap(size).order(ByteOrder.LITTLE_ENDIAN);
    long length =
        major == 1
            ? Short.toUnsignedInt(buffer.getShort())
            : Integer.toUnsignedLong(buffer.getInt());
    if (length > MAX_HEADER_BYTES) {
      throw content.error(
          "claims a header of " + length + " bytes; at most " + MAX_HEADER_BYTES + " are read");
    }
    return new String(content.header((int) length), StandardCharsets.ISO_8859_1).strip();
  }

  /** Reads the header, which is a Python dictionary with three keys in any order. */
  static Header header(ContentReader content) throws IOException {
    String text = headerText(content);
    boolean braces = text.length() >= 2 && text.startsWith("{") && text.endsWith("}");
    String body = braces ? text.substring(1, text.length() - 1).strip() : "";
    Map<String, String> entries = new HashMap<>();
    Matcher entry = ENTRY.matcher(body);
    int end = 0;
    while (end < body.length() && entry.region(end, body.length()).lookingAt()) {
      String key = entry.group(1);
      String value = KEYS.contains(key) ? entry.group(2 + KEYS.indexOf(key)) : null;
      if (value == null || entries.put(key, value) != null) {
        break;
      }
      end = entry.end();
    }
    if (end < body.length() || entries.size() != KEYS.size()) {
      throw content.error(
          "has the header "
              + shortened(text)
              + "; expected one like {'descr': '<f4', 'fortran_order': False, 'shape': (60000,"
              + " 784), }. Maybe it is an array with named fields");
    }
    String type = entries.getOrDefault("descr", "");
    return new Header(
        element(content, type),
        type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
        entries.getOrDefault("fortran_order", "").equals("True"),
        sizes(content, entries.getOrDefault("shape", "")));
  }

  private static ElementType element(ContentReader content, String type) {
    return switch (type) {
      case "<f4", ">f4" -> ElementType.FLOAT;
      case "<f8", ">f8" -> ElementType.DOUBLE;
      case "|u1" -> ElementType.PIXEL;
      default ->
          throw content.error(
              "has elements of type '"
                  + ContentReader.printable(type)
                  + "'; expected '<f4', '<f8' or '|u1'. Maybe convert it with"
                  + " array.astype('float32')");
    };
  }

  private static String shortened(String text) {
    return ContentReader.printable(text.length() <= 100 ? text : text.substring(0, 100) + "...");
  }

  private static long[] sizes(ContentReader content, String tuple) {
    String[] parts = tuple.split(",", -1);
    int axes = parts[parts.length - 1].isBlank() ? parts.length - 1 : parts.length;
    long[] sizes = new long[axes];
    for (int axis = 0; axis < axes; axis++) {
      String digits = parts[axis].strip();
      if (axes > MAX_AXES || !digits.matches("\\d{1,10}")) {
        throw content.error("has the impossible shape (" + shortened(tuple) + ")");
      }
      sizes[axis] = Long.parseLong(digits);
    }
    return sizes;
  }

  /** Reorders an array whose first index varies fastest to one whose last index does. */
  private static float[] rowMajor(ContentReader content, float[] values, int[] sizes) {
    int[] strides = new int[sizes.length];
    int stride = 1;
    for (int axis = 0; axis < sizes.length; axis++) {
      strides[axis] = stride;
      stride *= sizes[axis];
    }
    float[] ordered = content.allocate(values.length);
    int[] index = new int[sizes.length];
    int from = 0;
    for (int i = 0; i < ordered.length; i++) {
      ordered[i] = values[from];
      for (int axis = sizes.length - 1; axis >= 0; axis--) {
        from += strides[axis];
        if (++index[axis] < sizes[axis]) {
          break;
        }
        from -= strides[axis] * sizes[axis];
        index[axis] = 0;
      }
    }
    return ordered;
  }
}
