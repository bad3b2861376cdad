package dev.ae4j.apps.cli;

import dev.ae4j.DataException;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.Table;
import dev.ae4j.data.TableSchema;
import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.DatasetSource;
import dev.ae4j.datasets.MediaFiles;
import dev.ae4j.graph.Shape;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.spi.DatasetProvider;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;

/** Opens the data that a command is given. */
final class DataSources {
  /** Virtual machines refuse arrays that are a little longer. */
  private static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;

  private static final int BYTES_PER_MIB = 1 << 20;
  private static final int BYTES_PER_GIB = 1 << 30;

  private DataSources() {}

  /**
   * Opens a named data set or a file.
   *
   * @throws dev.ae4j.DataException if there is no such data or it cannot be read
   */
  static Dataset open(String source, ProviderCatalog catalog) {
    return DatasetSource.open(source, catalog.all(DatasetProvider.class));
  }

  /**
   * Opens data for a model: a table with the columns of the model's training data, if it has any.
   *
   * @throws dev.ae4j.DataException if there is no such data or it cannot be read
   */
  static Dataset open(String source, ProviderCatalog catalog, Optional<TableSchema> schema) {
    Optional<Table> table = schema.isEmpty() ? Optional.empty() : table(source, catalog);
    return table
        .map(rows -> Dataset.of(rows, schema.orElseThrow()))
        .orElseGet(() -> open(source, catalog));
  }

  /**
   * Opens data in which NaN stands for what is missing.
   *
   * @throws dev.ae4j.DataException if there is no such data or it cannot be read
   */
  static Dataset openIncomplete(String source, ProviderCatalog catalog) {
    return DatasetSource.openIncomplete(source, catalog.all(DatasetProvider.class));
  }

  /** Returns the table that a source names; empty if it is none. */
  static Optional<Table> table(String source, ProviderCatalog catalog) {
    return DatasetSource.table(source, catalog.all(DatasetProvider.class));
  }

  /**
   * Returns the path of images or sounds that a source is; empty if it is a named data set or
   * another file.
   *
   * @throws dev.ae4j.DataException if a folder cannot be read, or has both
   */
  static Optional<Path> media(String source, ProviderCatalog catalog) {
    String id = source.replaceFirst("(?s):.*", "");
    if (source.isBlank()
        || catalog.all(DatasetProvider.class).stream().anyMatch(named -> named.id().equals(id))) {
      return Optional.empty();
    }
    try {
      Path path = Path.of(source);
      return MediaFiles.find(path).map(found -> path);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns all samples as one array {@code [size, sample...]}.
   *
   * @throws DataException if they do not fit into memory
   */
  static TensorData samples(Dataset data) {
    return data.inMemory().orElseGet(() -> copy(data));
  }

  private static TensorData copy(Dataset data) {
    Shape sample = data.sampleShape();
    long numbers = (long) data.size() * sample.sampleElements();
    long bytes = numbers * Float.BYTES;
    if (numbers > MAX_ELEMENTS) {
      throw tooLarge(data, bytes, "fewer samples");
    }
    float[] values;
    try {
      values = new float[(int) numbers];
    } catch (OutOfMemoryError e) {
      // Nothing but this one array was asked for, so the program is as healthy as before.
      throw tooLarge(
          data,
          bytes,
          "fewer samples, or AE_OPTS=-Xmx%sg".formatted(4 * bytes / BYTES_PER_GIB + 1));
    }
    data.copyRows(IntStream.range(0, data.size()).toArray(), 0, data.size(), values);
    return TensorData.of(values, sample.batched().withBatch(data.size()));
  }

  private static DataException tooLarge(Dataset data, long bytes, String hint) {
    return new DataException(
        "%s has %s samples of shape %s, which take %s MiB where all have to be in memory, as here; the Java heap is %s MiB. Maybe %s"
            .formatted(
                data.name(),
                data.size(),
                data.sampleShape(),
                bytes / BYTES_PER_MIB,
                Runtime.getRuntime().maxMemory() / BYTES_PER_MIB,
                hint));
  }

  /** Returns some samples as one array. */
  static TensorData rows(Dataset data, int[] rows) {
    TensorData copy = TensorData.zeros(data.sampleShape().batched().withBatch(rows.length));
    data.copyRows(rows, 0, rows.length, copy.values());
    return copy;
  }
}
