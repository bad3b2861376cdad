package dev.ae4j.apps.cli;

import dev.ae4j.DataException;
import dev.ae4j.OptionException;
import dev.ae4j.data.Table;
import dev.ae4j.data.TableColumn;
import dev.ae4j.data.TableSchema;
import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.CsvTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** {@code ae impute} for tables, row by row: they need not fit into memory. */
final class TableImputation {
  private static final int CHUNK = 1024;

  private final ImputeCommand command;
  private final TableSchema schema;

  TableImputation(ImputeCommand command, TableSchema schema) {
    this.command = command;
    this.schema = schema;
  }

  /** Fills in the missing cells. */
  void run(Table table) {
    if (command.mask != null) {
      throw new OptionException("--mask is not for tables, whose empty cells are what is missing");
    }
    if (command.picture != null) {
      throw new OptionException("--picture is for images, not for tables. Maybe leave it out");
    }
    Optional<TensorData> truth =
        Optional.ofNullable(command.reference)
            .map(source -> DataSources.samples(command.openData(source, schema.sampleShape())));
    int[] positions = schema.positions(table);
    BooleanSupplier hiding = command.hiding();
    Consumer<Consumer<List<String>>> content =
        lines ->
            schema.encode(
                table,
                CHUNK,
                (chunk, rows) -> {
                  InterruptOnExit.check(command.out);
                  TensorData given = hidden(chunk, hiding);
                  TensorData expected = truth.map(all -> next(all, chunk.rows())).orElse(chunk);
                  TensorData filled = command.fill(expected, given);
                  for (int row = 0; row < chunk.rows(); row++) {
                    List<String> cells = new ArrayList<>(rows.get(row));
                    complete(cells, positions, row * schema.width(), given, filled);
                    lines.accept(cells);
                  }
                });
    InterruptOnExit.during(() -> CsvTable.write(command.out, table.columns(), content));
  }

  /** Returns the next rows of the reference. */
  private TensorData next(TensorData all, int count) {
    int from = (int) command.samples;
    if (from + count > all.rows()) {
      throw new DataException(
          "%s has only %d rows, fewer than %s"
              .formatted(command.reference, all.rows(), command.data));
    }
    return all.copyRows(from, from + count);
  }

  private TensorData hidden(TensorData chunk, BooleanSupplier hiding) {
    float[] values = chunk.values().clone();
    for (int from = 0; from < values.length; ) {
      for (TableColumn column : schema.columns()) {
        if (hiding.getAsBoolean()) {
          Arrays.fill(values, from, from + column.width(), Float.NaN);
        }
        from += column.width();
      }
    }
    return TensorData.of(values, chunk.shape());
  }

  /** Sets the cells of a row that are missing in a sample. */
  private void complete(
      List<String> cells, int[] positions, int from, TensorData given, TensorData filled) {
    int[] offsets = schema.offsets();
    for (int i = 0; i < positions.length; i++) {
      if (Float.isNaN(given.values()[from + offsets[i]])) {
        TableColumn column = schema.columns().get(i);
        cells.set(positions[i], column.decode(filled.values(), from + offsets[i]));
        command.missing++;
      }
    }
  }
}
