package dev.ae4j.apps.cli;

import dev.ae4j.OptionException;
import dev.ae4j.data.TableColumn;
import dev.ae4j.data.TableSchema;
import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.CsvTable;
import dev.ae4j.datasets.Npy;
import dev.ae4j.graph.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

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
    write(file, samples.rows(), samples.rowShape(), some -> some.accept(samples), schema);
  }

  /**
   * Writes samples to a file that was checked, some after others; the file appears whole or not at
   * all. The program may be ended meanwhile, as by Ctrl-C, and leaves nothing behind.
   *
   * @param count how many samples there will be
   * @param sample the shape of each
   * @param content calls what it is given with arrays {@code [n, sample...]}, in order
   * @throws dev.ae4j.DataException if it cannot be written
   */
  static void write(
      Path file,
      int count,
      Shape sample,
      Consumer<Consumer<TensorData>> content,
      Optional<TableSchema> schema) {
    Consumer<Consumer<TensorData>> interruptible =
        samples ->
            content.accept(
                some -> {
                  InterruptOnExit.check(file);
                  samples.accept(some);
                });
    InterruptOnExit.during(
        () -> {
          if (schema.isPresent() && isCsv(file)) {
            writeTable(file, interruptible, schema.get());
          } else {
            Npy.write(file, count, sample, interruptible);
          }
        });
  }

  private static void writeTable(
      Path file, Consumer<Consumer<TensorData>> content, TableSchema columns) {
    List<String> names = columns.columns().stream().map(TableColumn::name).toList();
    CsvTable.write(
        file,
        names,
        lines ->
            content.accept(
                samples -> {
                  for (int row = 0; row < samples.rows(); row++) {
                    lines.accept(columns.decode(samples.values(), row * columns.width()));
                  }
                }));
  }

  private static boolean isCsv(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
  }
}
