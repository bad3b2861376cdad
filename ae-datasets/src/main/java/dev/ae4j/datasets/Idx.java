package dev.ae4j.datasets;

import dev.ae4j.data.TensorData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads IDX files, the format of MNIST and its relatives: unsigned bytes in an array of up to four
 * axes, plain or packed with gzip.
 *
 * <p>The size that a header claims is compared with the file before memory is taken for it.
 */
public final class Idx {
  private static final int UNSIGNED_BYTE = 8;
  private static final int MAX_AXES = 4;

  private Idx() {}

  /**
   * Reads images, or other samples, with bytes scaled to {@code [0, 1]}.
   *
   * @return an array of the shape in the file, such as {@code [60000, 28, 28]}
   * @throws dev.ae4j.DataException if the file is missing, damaged or not an IDX file of unsigned
   *     bytes with two to four axes
   */
  public static TensorData read(Path file) {
    return ContentReader.read(file, Idx::samples);
  }

  /**
   * Reads labels, each in {@code [0, 255]}.
   *
   * @throws dev.ae4j.DataException if the file is missing, damaged or not an IDX file of unsigned
   *     bytes with one axis
   */
  public static int[] readLabels(Path file) {
    return ContentReader.read(file, Idx::labels);
  }

  static TensorData samples(ContentReader content) throws IOException {
    long[] sizes = sizes(content);
    if (sizes.length == 1) {
      throw content.error("has one axis, as labels have. Maybe the file with the images is meant");
    }
    float[] values = content.values(sizes, ElementType.PIXEL, ByteOrder.BIG_ENDIAN);
    return TensorData.of(values, Arrays.stream(sizes).mapToInt(Math::toIntExact).toArray());
  }

  static int[] labels(ContentReader content) throws IOException {
    long[] sizes = sizes(content);
    if (sizes.length != 1) {
      throw content.error(
          "has " + sizes.length + " axes; labels have one. Maybe these are the images");
    }
    float[] values = content.values(sizes, ElementType.UNSIGNED_BYTE, ByteOrder.BIG_ENDIAN);
    int[] labels = new int[values.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (int) values[i];
    }
    return labels;
  }

  private static long[] sizes(ContentReader content) throws IOException {
    byte[] magic = content.header(4);
    if (magic[0] != 0 || magic[1] != 0) {
      throw content.error(
          "is not an IDX file: it begins with the bytes "
              + ContentReader.hex(magic)
              + ", not with 00 00 08");
    }
    if (magic[2] != UNSIGNED_BYTE) {
      throw content.error(
          "has elements of type 0x"
              + ContentReader.hex(Arrays.copyOfRange(magic, 2, 3))
              + "; only 0x08, unsigned bytes, is read. Maybe convert the file to .npy");
    }
    int axes = magic[3];
    if (axes < 1 || axes > MAX_AXES) {
      throw content.error("has " + (axes & 0xff) + " axes; expected 1 to " + MAX_AXES);
    }
    ByteBuffer header = ByteBuffer.wrap(content.header(axes * Integer.BYTES));
    long[] sizes = new long[axes];
    for (int axis = 0; axis < axes; axis++) {
      sizes[axis] = Integer.toUnsignedLong(header.getInt());
    }
    return sizes;
  }
}
