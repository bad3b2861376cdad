package dev.ae4j.apps.cli;

import dev.ae4j.OptionException;
import dev.ae4j.data.TableColumn;
import dev.ae4j.data.TableSchema;
import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.CsvTable;
import dev.ae4j.datasets.Npy;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes samples: as NPY, or rows of tables as CSV with the numbers and categories of columns. */
final class SampleFile {
  private SampleFile() {}

  /**
   * Checks that samples can be written to a file.
   *
   * @param schema what their elements mean; empty if they are no rows of a table
   * @throws OptionException if the file is to be CSV, and they are no rows of a table
   * @throws dev.ae4j.DataException if there can be no such file
   */
  static void check(Path file, Optional<TableSchema> schema) {
    OutputFiles.check(file);
    if (isCsv(file) && schema.isEmpty()) {
      throw new OptionException(
          "%s: what is written are no rows of a table. Maybe name a file that ends in .npy"
              .formatted(file));
    }
  }

  /** Writes samples to a file that was checked. */
  static void write(Path file, TensorData samples, Optional<TableSchema> schema) {
    if (schema.isEmpty() || !isCsv(file)) {
      Npy.write(file, samples);
      return;
    }
    TableSchema columns = schema.get();
    List<String> names = columns.columns().stream().map(TableColumn::name).toList();
    CsvTable.write(
        file,
        names,
        lines -> {
          for (int row = 0; row < samples.rows(); row++) {
            lines.accept(columns.decode(samples.values(), row * columns.width()));
          }
        });
  }

  private static boolean isCsv(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
  }
}
