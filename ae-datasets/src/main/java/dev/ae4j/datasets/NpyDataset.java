package dev.ae4j.datasets;

import dev.ae4j.DataException;
import dev.ae4j.data.Dataset;
import dev.ae4j.graph.Shape;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * The samples of an NPY file in C order, each read when it is asked for, with the values that
 * {@link Npy#read} gives.
 *
 * <p>The file has to stay as it is; a change is noticed by its size or time, and is a {@link
 * DataException}.
 */
final class NpyDataset implements Dataset {
  private static final int BUFFER_BYTES = 1 << 16;

  private final String name;
  private final Path file;
  private final long offset;
  private final ElementType element;
  private final ByteOrder order;
  private final int size;
  private final Shape sampleShape;
  private final int width;
  private final long bytes;
  private final FileTime time;

  /**
   * Describes a file; reads nothing of it.
   *
   * @param offset where its numbers begin
   * @param header what precedes them, with the samples as the first of two axes or more, and as
   *     many numbers in a sample as an array takes
   */
  NpyDataset(String name, Path file, long offset, Npy.Header header) throws IOException {
    this.name = name;
    this.file = file;
    this.offset = offset;
    element = header.element();
    order = header.order();
    int[] sizes = Arrays.stream(header.sizes()).mapToInt(Math::toIntExact).toArray();
    size = sizes[0];
    sampleShape = Shape.of(Arrays.copyOfRange(sizes, 1, sizes.length));
    width = sampleShape.sampleElements();
    bytes = offset + (long) size * width * element.bytes();
    time = Files.getLastModifiedTime(file);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Shape sampleShape() {
    return sampleShape;
  }

  @Override
  public void copyRows(int[] rows, int from, int count, float[] destination) {
    Objects.checkFromIndexSize(from, count, rows.length);
    read(
        in ->
            forEachRun(
                rows,
                from,
                count,
                (first, position, length) -> {
                  Objects.checkFromIndexSize(first, length, size);
                  in.seek(place(first));
                  copy(in, destination, position * width, length * width);
                }));
  }

  /** Returns some of the samples, which are read when they are asked for, too. */
  @Override
  public Dataset select(String name, int... rows) {
    return new Part(this, name, rows.clone());
  }

  /** Some of the samples of a file. */
  private record Part(NpyDataset all, String name, int[] rows) implements Dataset {
    @Override
    public int size() {
      return rows.length;
    }

    @Override
    public Shape sampleShape() {
      return all.sampleShape;
    }

    @Override
    public void copyRows(int[] asked, int from, int count, float[] destination) {
      int[] rowsOfAll = new int[count];
      for (int i = 0; i < count; i++) {
        rowsOfAll[i] = rows[asked[from + i]];
      }
      all.copyRows(rowsOfAll, 0, count, destination);
    }

    @Override
    public String checksum() {
      return all.checksum(rows);
    }
  }

  /** Takes rows of the file that follow one another. */
  @FunctionalInterface
  private interface Run {
    /**
     * Takes some rows.
     *
     * @param first the first of them
     * @param position where it is among all that are asked for
     */
    void accept(int first, int position, int length) throws IOException;
  }

  private static void forEachRun(int[] rows, int from, int count, Run run) throws IOException {
    int end = from + count;
    for (int start = from; start < end; ) {
      int next = start + 1;
      while (next < end && rows[next] == rows[next - 1] + 1) {
        next++;
      }
      run.accept(rows[start], start - from, next - start);
      start = next;
    }
  }

  private long place(int row) {
    return offset + (long) row * width * element.bytes();
  }

  /** Copies the numbers that come next. */
  private void copy(RandomAccessFile in, float[] to, int start, int count) throws IOException {
    int together = Math.min(count, BUFFER_BYTES / element.bytes());
    ByteBuffer buffer = ByteBuffer.wrap(new byte[together * element.bytes()]).order(order);
    for (int done = 0; done < count; ) {
      int wanted = Math.min(together, count - done);
      in.readFully(buffer.array(), 0, wanted * element.bytes());
      element.decode(buffer, to, start + done, wanted);
      done += wanted;
    }
  }

  @Override
  public String checksum() {
    return checksum(update -> update.accept(0, 0, size));
  }

  private String checksum(int[] rows) {
    return checksum(update -> forEachRun(rows, 0, rows.length, update));
  }

  /** Tells of rows. */
  @FunctionalInterface
  private interface Runs {
    void forEach(Run run) throws IOException;
  }

  private String checksum(Runs runs) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256", e);
    }
    read(in -> runs.forEach((first, position, length) -> update(digest, in, first, length)));
    return HexFormat.of().formatHex(digest.digest());
  }

  private void update(MessageDigest digest, RandomAccessFile in, int first, int length)
      throws IOException {
    float[] values = new float[BUFFER_BYTES / Float.BYTES];
    ByteBuffer numbers = ByteBuffer.wrap(new byte[BUFFER_BYTES]).order(ByteOrder.LITTLE_ENDIAN);
    in.seek(place(first));
    for (long left = (long) length * width; left > 0; ) {
      int count = (int) Math.min(left, values.length);
      copy(in, values, 0, count);
      numbers.clear().asFloatBuffer().put(values, 0, count);
      digest.update(numbers.limit(count * Float.BYTES));
      left -= count;
    }
  }

  /** Reads from the file. */
  @FunctionalInterface
  private interface Reading {
    void from(RandomAccessFile in) throws IOException;
  }

  /** Opens the file each time: nobody closes a data set. */
  private void read(Reading reading) {
    // No channel: an interrupt would close it, and a training that is interrupted end in failure.
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      if (now.size() != bytes || !now.lastModifiedTime().equals(time)) {
        throw new DataException(
            ContentReader.printable(file.toString())
                + " has changed since it was opened. Maybe another program writes it");
      }
      reading.from(in);
    } catch (IOException e) {
      throw new DataException(ContentReader.printable(file + " cannot be read any more: " + e), e);
    }
  }
}
