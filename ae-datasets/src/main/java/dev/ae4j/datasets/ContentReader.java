package dev.ae4j.datasets;

import dev.ae4j.DataException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads a header and the array of numbers behind it from a file, plain or gzip, which need not be
 * what it claims to be: every failure is a {@link DataException} that names the file, and memory is
 * only taken for bytes that are there.
 */
final class ContentReader {
  /** The length of content that is known only once it was unpacked. */
  private static final long UNKNOWN = -1;

  /** Virtual machines refuse arrays that are a little longer. */
  static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;

  private static final int BYTES_PER_MIB = 1 << 20;
  private static final int CHUNK_BYTES = 1 << 14;
  private static final int FIRST_ELEMENTS = CHUNK_BYTES;

  private final String name;
  private final InputStream in;
  private final long length;
  private long position;

  private ContentReader(String name, InputStream in, long length) {
    this.name = name;
    this.in = in;
    this.length = length;
  }

  /** Understands a format. */
  @FunctionalInterface
  interface Format<T> {
    T read(ContentReader content) throws IOException;
  }

  /**
   * Reads a file, which may be packed with gzip.
   *
   * @throws DataException if it is not a file, is empty, cannot be read or is refused by the format
   */
  static <T> T read(Path file, Format<T> format) {
    String name = printable(file.toString());
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        throw new DataException(
            name + " is " + (attributes.isDirectory() ? "a folder" : "not a file"));
      }
      try (InputStream in = Files.newInputStream(file)) {
        return read(name, in, attributes.size(), format);
      }
    } catch (NoSuchFileException e) {
      throw new DataException(
          name
              + " does not exist; looked in "
              + printable(String.valueOf(file.toAbsolutePath().getParent())),
          e);
    } catch (AccessDeniedException e) {
      throw new DataException(name + " cannot be read: permission denied", e);
    } catch (IOException e) {
      throw new DataException(name + " cannot be read: " + printable(e.toString()), e);
    }
  }

  /**
   * Reads a stream, which may be packed with gzip.
   *
   * @param name names the stream in messages
   * @param length the number of bytes in the stream
   * @throws DataException if it is empty, cannot be unpacked or is refused by the format
   * @throws IOException if the stream cannot be read
   */
  static <T> T read(String name, InputStream stream, long length, Format<T> format)
      throws IOException {
    BufferedInputStream in = new BufferedInputStream(stream, CHUNK_BYTES);
    in.mark(2);
    byte[] magic = in.readNBytes(2);
    in.reset();
    if (magic.length == 0) {
      throw new DataException(name + " is empty. Maybe a download or a copy was cut short");
    }
    if (magic.length < 2 || magic[0] != 0x1f || magic[1] != (byte) 0x8b) {
      return format.read(new ContentReader(name, in, length));
    }
    try {
      return format.read(new ContentReader(name, new GZIPInputStream(in, CHUNK_BYTES), UNKNOWN));
    } catch (EOFException e) {
      throw new DataException(
          name + ": its gzip data ends too early. Maybe a download or a copy was cut short", e);
    } catch (ZipException e) {
      throw new DataException(
          name + ": its gzip data is damaged: " + printable("" + e.getMessage()), e);
    }
  }

  /** Returns the content, unpacked, from where it has been read to. */
  InputStream stream() {
    return in;
  }

  /** Returns an exception that says what is wrong with the content, in one line. */
  DataException error(String problem) {
    return new DataException(name + ": " + problem);
  }

  /** Reads a few bytes of the header. */
  byte[] header(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    position += bytes.length;
    if (bytes.length < count) {
      throw error(
          "ends after "
              + position
              + " bytes, inside its header. Maybe a download or a copy was cut short");
    }
    return bytes;
  }

  /**
   * Reads everything up to the end.
   *
   * @throws DataException if the file is packed or larger than 2 GiB
   */
  byte[] rest() throws IOException {
    if (length == UNKNOWN) {
      throw error("is packed with gzip, which is not read here. Maybe unpack it");
    }
    if (length - position > MAX_ELEMENTS) {
      throw error("is larger than 2 GiB, which cannot be read at once");
    }
    return in.readAllBytes();
  }

  /** Returns whether the content is packed, so that it can only be read from its beginning on. */
  boolean isPacked() {
    return length == UNKNOWN;
  }

  /** Returns how many bytes of the content precede what is read next. */
  long position() {
    return position;
  }

  /** Takes some of the numbers of an array. */
  @FunctionalInterface
  interface Action {
    /**
     * Takes some numbers.
     *
     * @param first the index of the first one
     * @param numbers holds them from its beginning on; used again for the next ones
     */
    void accept(long first, float[] numbers, int count);
  }

  /**
   * Reads the numbers that follow the header, up to the end of the content.
   *
   * @param sizes what the header claims: the size of each axis, zero or more
   */
  float[] values(long[] sizes, ElementType type, ByteOrder order) throws IOException {
    checkLength(sizes, type);
    if (extent(sizes) > MAX_ELEMENTS) {
      throw error(
          "has the shape "
              + Arrays.toString(sizes)
              + ", but more than "
              + MAX_ELEMENTS
              + " numbers cannot be read. Maybe split the file");
    }
    // Only a length that was compared with the file may decide how much memory is taken.
    long count = product(sizes);
    Growing values = new Growing(length == UNKNOWN ? Math.min(count, FIRST_ELEMENTS) : count);
    forEach(
        sizes,
        type,
        order,
        (first, numbers, found) -> values.put(numbers, (int) first, found, count));
    return values.numbers;
  }

  /** An array that is made longer as numbers come. */
  private final class Growing {
    private float[] numbers;

    Growing(long count) {
      numbers = allocate(count);
    }

    void put(float[] some, int at, int count, long all) {
      if (at + count > numbers.length) {
        float[] longer = allocate(Math.min(all, 2L * numbers.length));
        System.arraycopy(numbers, 0, longer, 0, at);
        numbers = longer;
      }
      System.arraycopy(some, 0, numbers, at, count);
    }
  }

  /**
   * Reads the numbers that follow the header, up to the end of the content, some after others.
   *
   * @param sizes what the header claims: the size of each axis, zero or more
   */
  void forEach(long[] sizes, ElementType type, ByteOrder order, Action action) throws IOException {
    checkLength(sizes, type);
    long count = product(sizes);
    int together = CHUNK_BYTES / type.bytes();
    ByteBuffer chunk = ByteBuffer.wrap(new byte[CHUNK_BYTES]).order(order);
    float[] numbers = new float[together];
    long done = 0;
    while (done < count) {
      int wanted = (int) Math.min(count - done, together);
      int found = in.readNBytes(chunk.array(), 0, wanted * type.bytes());
      if (found < wanted * type.bytes()) {
        throw wrongLength(sizes, type, done * type.bytes() + found);
      }
      type.decode(chunk, numbers, 0, wanted);
      checkRange(type, chunk, done, numbers, wanted);
      action.accept(done, numbers, wanted);
      done += wanted;
    }
    if (in.read() >= 0) {
      throw wrongLength(sizes, type, count * type.bytes() + 1);
    }
  }

  /**
   * Checks how much follows the header, if that is known.
   *
   * @throws DataException if it is not what the header claims
   */
  void checkLength(long[] sizes, ElementType type) {
    long bytes = saturatedProduct(product(sizes), type.bytes());
    if (length != UNKNOWN && length - position != bytes) {
      throw wrongLength(sizes, type, length - position);
    }
  }

  private void checkRange(
      ElementType type, ByteBuffer from, long first, float[] numbers, int count) {
    for (int i = 0; type == ElementType.DOUBLE && i < count; i++) {
      double wide = from.getDouble(i * Double.BYTES);
      if (Float.isInfinite(numbers[i]) && !Double.isInfinite(wide)) {
        throw error(
            "element "
                + (first + i)
                + " is "
                + wide
                + ", which is too large for float32. Maybe divide by a constant first");
      }
    }
  }

  private DataException wrongLength(long[] sizes, ElementType type, long found) {
    long expected = saturatedProduct(product(sizes), type.bytes());
    String claim = "its header claims the shape " + Arrays.toString(sizes) + ", that is ";
    String claimed = expected == Long.MAX_VALUE ? "far too many bytes" : expected + " bytes";
    return found < expected
        ? error(
            claim
                + claimed
                + ", but only "
                + found
                + " follow. Maybe a download or a copy was cut short")
        : error(
            claim
                + claimed
                + ", but more follow. Maybe it is damaged or several arrays are in one file");
  }

  /** Returns an array for as many numbers, or says that they do not fit into memory. */
  float[] allocate(long count) {
    return allocate(name, count);
  }

  /**
   * Returns an array for the data of that name.
   *
   * @throws DataException if there are too many numbers for an array or for the memory
   */
  static float[] allocate(String name, long count) {
    if (count > MAX_ELEMENTS) {
      throw new DataException(
          name + " has " + count + " numbers; at most " + MAX_ELEMENTS + " are possible");
    }
    try {
      return new float[(int) count];
    } catch (OutOfMemoryError e) {
      // Nothing but this one array was asked for, so the program is as healthy as before.
      throw new DataException(
          name
              + " needs "
              + (count * Float.BYTES / BYTES_PER_MIB + 1)
              + " MiB of memory, more than is free. Maybe give Java more with -Xmx",
          e);
    }
  }

  /** Returns the bytes in hexadecimal, with spaces between them. */
  static String hex(byte[] bytes) {
    return HexFormat.ofDelimiter(" ").formatHex(bytes);
  }

  /** Returns the text with anything that would disturb a line of a message replaced. */
  static String printable(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", "?");
  }

  /** Returns the number of elements, or {@link Long#MAX_VALUE} if a long does not hold it. */
  static long product(long... sizes) {
    return Arrays.stream(sizes).reduce(1, ContentReader::saturatedProduct);
  }

  /**
   * Returns how many bytes an array of these sizes takes in memory; {@link Long#MAX_VALUE} if it is
   * none that Java can have.
   */
  static long floatBytes(long... sizes) {
    long count = product(sizes);
    return count > MAX_ELEMENTS ? Long.MAX_VALUE : count * Float.BYTES;
  }

  /**
   * Returns the product of the sizes that are not zero: an array without elements must not have
   * rows that are too long either.
   */
  private static long extent(long[] sizes) {
    return product(Arrays.stream(sizes).filter(size -> size != 0).toArray());
  }

  private static long saturatedProduct(long a, long b) {
    long low = a * b;
    return Math.multiplyHigh(a, b) != 0 || low < 0 ? Long.MAX_VALUE : low;
  }
}
