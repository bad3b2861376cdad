package dev.ae4j.apps.cli;

import dev.ae4j.apps.report.Format;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.Table;
import dev.ae4j.data.TableSchema;
import dev.ae4j.data.TensorData;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Samples that are read some after others. */
interface SampleStream {
  /** Takes samples. */
  @FunctionalInterface
  interface Action {
    /**
     * Takes some samples.
     *
     * @param samples {@code [n, sample...]}
     * @param rows the cells that they were made of, in the order of the schema's columns; empty if
     *     they were no rows of a table
     */
    void accept(TensorData samples, List<List<String>> rows);
  }

  /** Calls an action with all samples, so many at a time; fewer in the end. */
  void forEach(int size, Action action);

  /**
   * Returns the classes of the samples.
   *
   * @param file where they are; null for those that the data brings along
   * @throws dev.ae4j.DataException if they cannot be read
   */
  Optional<int[]> labels(@Nullable Path file);

  /** Returns a name for reports. */
  String name();

  /** Returns what a report says of the data. */
  String facts(long samples);

  /** Returns the samples of a data set. */
  static SampleStream of(Dataset data) {
    return new SampleStream() {
      @Override
      public void forEach(int size, Action action) {
        for (int from = 0; from < data.size(); from += size) {
          int[] rows = IntStream.range(from, Math.min(from + size, data.size())).toArray();
          action.accept(DataSources.rows(data, rows), List.of());
        }
      }

      @Override
      public Optional<int[]> labels(@Nullable Path file) {
        return LabelFile.of(data, file);
      }

      @Override
      public String name() {
        return data.name();
      }

      @Override
      public String facts(long samples) {
        return Replay.fact(data);
      }
    };
  }

  /** Returns the rows of a table, which need not fit into memory, for a model of such columns. */
  static SampleStream of(Table table, TableSchema schema) {
    return new SampleStream() {
      @Override
      public void forEach(int size, Action action) {
        int[] positions = schema.positions(table);
        schema.encode(
            table,
            size,
            (samples, rows) ->
                action.accept(
                    samples,
                    rows.stream()
                        .map(row -> Arrays.stream(positions).mapToObj(row::get).toList())
                        .toList()));
      }

      @Override
      public Optional<int[]> labels(@Nullable Path file) {
        return file == null ? TableSchema.labels(table) : Optional.of(LabelFile.read(file));
      }

      @Override
      public String name() {
        return table.name();
      }

      @Override
      public String facts(long samples) {
        return "%s, %s rows".formatted(table.name(), Format.count(samples));
      }
    };
  }
}
