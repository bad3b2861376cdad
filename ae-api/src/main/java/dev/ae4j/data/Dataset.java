package dev.ae4j.data;

import dev.ae4j.graph.Shape;
import java.util.Arrays;
import java.util.Optional;

/**
 * Samples of one shape that can be read in any order.
 *
 * <p>Implementations are safe for use by several threads at once.
 */
public interface Dataset {
  /** Returns a name for reports, such as {@code mnist:train}. */
  String name();

  /** Returns the number of samples. */
  int size();

  /** Returns the shape of one sample. */
  Shape sampleShape();

  /**
   * Copies samples, one after the other, into an array.
   *
   * @param rows the indices of the samples, each in {@code [0, size())}
   * @param from the position in {@code rows} of the first index to use
   * @param count the number of indices to use
   * @param destination receives {@code count} samples from its beginning on
   */
  void copyRows(int[] rows, int from, int count, float[] destination);

  /**
   * Returns all samples as one array {@code [size, sample...]} if they are in memory already, so
   * that a backend may keep them where it computes; empty otherwise.
   */
  default Optional<TensorData> inMemory() {
    return Optional.empty();
  }

  /** Returns the class of each sample, in {@code [0, classes)}, if the data is labelled. */
  default Optional<int[]> labels() {
    return Optional.empty();
  }

  /** Returns what the elements of a sample mean if the samples were rows of a table. */
  default Optional<TableSchema> schema() {
    return Optional.empty();
  }

  /**
   * Returns some of the samples, with what is known of them; in memory, unless these are read from
   * elsewhere when they are asked for.
   *
   * @param name a name for reports
   * @param rows the indices of the samples, each in {@code [0, size())}
   */
  default Dataset select(String name, int... rows) {
    TensorData samples = TensorData.zeros(sampleShape().batched().withBatch(rows.length));
    copyRows(rows, 0, rows.length, samples.values());
    int[] classes =
        labels().map(all -> Arrays.stream(rows).map(row -> all[row]).toArray()).orElse(null);
    return new InMemoryDataset(name, samples, classes, schema().orElse(null));
  }

  /**
   * Returns a checksum of the samples as lower-case hexadecimal SHA-256 of their float32 values,
   * little-endian, in order.
   */
  String checksum();

  /**
   * Returns a data set of samples that are in memory.
   *
   * @param name a name for reports
   * @param samples the samples, {@code [size, sample...]}; not copied
   */
  static Dataset of(String name, TensorData samples) {
    return new InMemoryDataset(name, samples, null, null);
  }

  /**
   * Returns a labelled data set of samples that are in memory.
   *
   * @param name a name for reports
   * @param samples the samples, {@code [size, sample...]}; not copied
   * @param labels the class of each sample; not copied
   * @throws dev.ae4j.DataException if there are not as many labels as samples
   */
  static Dataset of(String name, TensorData samples, int[] labels) {
    return new InMemoryDataset(name, samples, labels, null);
  }

  /**
   * Returns the rows of a table as samples, read into memory, with the classes in its label column.
   *
   * @param table the table
   * @param schema that of the model that the samples are for, or {@link TableSchema#fit} of the
   *     table
   * @throws dev.ae4j.DataException if the table has no rows, or they do not fit the schema
   */
  static Dataset of(Table table, TableSchema schema) {
    return new InMemoryDataset(
        table.name(), schema.encode(table), TableSchema.labels(table).orElse(null), schema);
  }
}
