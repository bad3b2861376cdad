package dev.ae4j.data;

import dev.ae4j.DataException;
import dev.ae4j.graph.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The data set behind {@link Dataset#of}. */
final class InMemoryDataset implements Dataset {
  private static final int CHECKSUM_CHUNK = 1 << 14;

  private final String name;
  private final TensorData samples;
  private final int @Nullable [] labels;
  private final @Nullable TableSchema schema;
  private final int width;

  InMemoryDataset(
      String name, TensorData samples, int @Nullable [] labels, @Nullable TableSchema schema) {
    if (labels != null && labels.length != samples.rows()) {
      throw new DataException(
          name + " has " + samples.rows() + " samples but " + labels.length + " labels");
    }
    this.name = name;
    this.samples = samples;
    this.labels = labels;
    this.schema = schema;
    this.width = samples.rowShape().sampleElements();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return samples.rows();
  }

  @Override
  public Shape sampleShape() {
    return samples.rowShape();
  }

  @Override
  public void copyRows(int[] rows, int from, int count, float[] destination) {
    for (int i = 0; i < count; i++) {
      System.arraycopy(samples.values(), rows[from + i] * width, destination, i * width, width);
    }
  }

  @Override
  public Optional<TensorData> inMemory() {
    return Optional.of(samples);
  }

  @Override
  public Optional<int[]> labels() {
    return Optional.ofNullable(labels);
  }

  @Override
  public Optional<TableSchema> schema() {
    return Optional.ofNullable(schema);
  }

  @Override
  public String checksum() {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256", e);
    }
    float[] values = samples.values();
    ByteBuffer bytes =
        ByteBuffer.allocate(CHECKSUM_CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += CHECKSUM_CHUNK) {
      int count = Math.min(CHECKSUM_CHUNK, values.length - from);
      bytes.clear().asFloatBuffer().put(values, from, count);
      bytes.limit(count * Float.BYTES);
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
