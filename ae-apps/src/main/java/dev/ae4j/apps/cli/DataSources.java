package dev.ae4j.apps.cli;

import dev.ae4j.data.Dataset;
import dev.ae4j.data.Table;
import dev.ae4j.data.TableSchema;
import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.DatasetSource;
import dev.ae4j.datasets.MediaFiles;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.spi.DatasetProvider;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;

/** Opens the data that a command is given. */
final class DataSources {
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

  /** Returns all samples as one array {@code [size, sample...]}. */
  static TensorData samples(Dataset data) {
    return data.inMemory().orElseGet(() -> rows(data, IntStream.range(0, data.size()).toArray()));
  }

  /** Returns some samples as one array. */
  static TensorData rows(Dataset data, int[] rows) {
    TensorData copy = TensorData.zeros(data.sampleShape().batched().withBatch(rows.length));
    data.copyRows(rows, 0, rows.length, copy.values());
    return copy;
  }
}
