package dev.ae4j.data;

import dev.ae4j.DataException;
import dev.ae4j.graph.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the elements of a sample mean that was a row of a table: fitted to the training data, kept
 * in the model, and undone on what the model makes.
 *
 * <p>The elements of the columns stand one after the other. Those of a missing cell are NaN.
 *
 * @param columns in the order of their elements
 */
public record TableSchema(List<TableColumn> columns) {
  /** More different texts than this are rather names or numbers of rows than categories. */
  public static final int MAX_CATEGORIES = 256;

  private static final Set<String> MISSING =
      Set.of("", "NA", "N/A", "NaN", "nan", "null", "NULL", "?");
  private static final int CHUNK_ROWS = 1024;
  private static final int MAX_SHOWN = 40;

  /**
   * Copies the list.
   *
   * @throws DataException if there are no columns, or two of one name
   */
  public TableSchema {
    columns = List.copyOf(columns);
    Set<String> names = new HashSet<>();
    columns.forEach(column -> names.add(column.name()));
    if (columns.isEmpty() || names.size() < columns.size()) {
      throw new DataException(
          "A table needs columns of different names, not "
              + columns.stream().map(TableColumn::name).toList());
    }
  }

  /**
   * Finds out what the columns of a table are, its label column left out: numbers if all cells that
   * are not missing are numbers, and categories otherwise.
   *
   * @throws DataException if the table has no rows, or a column has only missing cells or more than
   *     {@value #MAX_CATEGORIES} categories
   */
  public static TableSchema fit(Table table) {
    List<String> names = table.columns();
    int label = table.labelColumn().map(column -> position(table, column)).orElse(-1);
    table.categoryColumns().forEach(column -> position(table, column));
    List<ColumnFit> fits = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (i != label) {
        fits.add(new ColumnFit(names.get(i), i, table.categoryColumns().contains(names.get(i))));
      }
    }
    int[] rows = {0};
    table.forEachRow(
        cells -> {
          fits.forEach(fit -> fit.add(cells.get(fit.position)));
          rows[0]++;
        });
    if (rows[0] == 0) {
      throw new DataException(table.name() + " has no rows");
    }
    return new TableSchema(fits.stream().map(fit -> fit.column(table.name())).toList());
  }

  /**
   * Returns whether a cell is missing: empty, NA, N/A, NaN, nan, null, NULL, or a question mark.
   */
  public static boolean isMissing(String cell) {
    return MISSING.contains(cell);
  }

  /** Returns the number of elements of a sample. */
  public int width() {
    return columns.stream().mapToInt(TableColumn::width).sum();
  }

  /** Returns the shape of a sample: one axis of {@link #width()}. */
  public Shape sampleShape() {
    return Shape.of(width());
  }

  /** Returns the position of the first element of each column. */
  public int[] offsets() {
    int[] offsets = new int[columns.size()];
    for (int i = 1; i < offsets.length; i++) {
      offsets[i] = offsets[i - 1] + columns.get(i - 1).width();
    }
    return offsets;
  }

  /**
   * Returns a sample for each row of a table that has these columns, in any order and beside
   * others.
   *
   * @return {@code [rows, width]}; NaN where a cell is missing
   * @throws DataException if a column or a number is missing, or the table has no rows
   */
  public TensorData encode(Table table) {
    float[][] values = {new float[width() * CHUNK_ROWS]};
    int[] count = {0};
    encode(
        table,
        CHUNK_ROWS,
        (chunk, rows) -> {
          float[] more = chunk.values();
          if ((long) count[0] + more.length > values[0].length) {
            long wanted = Math.max(2L * values[0].length, (long) count[0] + more.length);
            if (wanted > Integer.MAX_VALUE - 8) {
              throw new DataException(
                  "%s has more than %d rows of %d numbers, too many for memory"
                      .formatted(table.name(), count[0] / width(), width()));
            }
            values[0] = Arrays.copyOf(values[0], (int) wanted);
          }
          System.arraycopy(more, 0, values[0], count[0], more.length);
          count[0] += more.length;
        });
    if (count[0] == 0) {
      throw new DataException(table.name() + " has no rows");
    }
    return TensorData.of(Arrays.copyOf(values[0], count[0]), count[0] / width(), width());
  }

  /** Takes some rows of a table. */
  @FunctionalInterface
  public interface ChunkAction {
    /**
     * Takes rows, which it may keep.
     *
     * @param samples {@code [n, width]}; NaN where a cell is missing
     * @param rows the cells of each row, in the order of the table's columns
     */
    void accept(TensorData samples, List<List<String>> rows);
  }

  /**
   * Calls an action with some rows after the others, so that a table need not fit into memory.
   *
   * @param size how many rows at a time; fewer in the end
   * @throws DataException if a column or a number is missing
   */
  public void encode(Table table, int size, ChunkAction action) {
    int[] positions = positions(table);
    int[] offsets = offsets();
    int width = width();
    float[] samples = new float[size * width];
    List<List<String>> rows = new ArrayList<>();
    long[] before = {0};
    table.forEachRow(
        cells -> {
          int from = rows.size() * width;
          for (int i = 0; i < positions.length; i++) {
            encode(
                table,
                before[0] + rows.size(),
                columns.get(i),
                cells.get(positions[i]),
                samples,
                from + offsets[i]);
          }
          rows.add(cells);
          if (rows.size() == size) {
            action.accept(TensorData.of(samples.clone(), size, width), List.copyOf(rows));
            before[0] += size;
            rows.clear();
          }
        });
    if (!rows.isEmpty()) {
      float[] rest = Arrays.copyOf(samples, rows.size() * width);
      action.accept(TensorData.of(rest, rows.size(), width), List.copyOf(rows));
    }
  }

  /**
   * Returns where the columns are in a table.
   *
   * @throws DataException if it lacks one
   */
  public int[] positions(Table table) {
    return columns.stream().mapToInt(column -> position(table, column.name())).toArray();
  }

  private static void encode(
      Table table, long row, TableColumn column, String cell, float[] samples, int from) {
    if (isMissing(cell)) {
      Arrays.fill(samples, from, from + column.width(), Float.NaN);
      return;
    }
    try {
      column.encode(cell, samples, from);
    } catch (DataException e) {
      throw new DataException("%s, row %d: %s".formatted(table.name(), row + 1, e.getMessage()), e);
    }
  }

  /**
   * Returns the cells that a sample stands for, in the order of the columns.
   *
   * @param samples has {@link #width()} elements, such as a model makes them
   * @param from the position of the first
   */
  public List<String> decode(float[] samples, int from) {
    int[] offsets = offsets();
    List<String> cells = new ArrayList<>(offsets.length);
    for (int i = 0; i < offsets.length; i++) {
      cells.add(columns.get(i).decode(samples, from + offsets[i]));
    }
    return cells;
  }

  /**
   * Returns the class of each row: the number in its cell if all these are whole numbers from 0 to
   * 9999, and otherwise the position of its text among all the texts in order.
   *
   * @return empty if the table has no label column
   * @throws DataException if a cell is missing
   */
  public static Optional<int[]> labels(Table table) {
    if (table.labelColumn().isEmpty()) {
      return Optional.empty();
    }
    String column = table.labelColumn().get();
    int position = position(table, column);
    List<String> cells = new ArrayList<>();
    table.forEachRow(
        row -> {
          String cell = row.get(position);
          if (isMissing(cell)) {
            throw new DataException(
                "%s, row %d: the label in column '%s' is missing"
                    .formatted(table.name(), cells.size() + 1, column));
          }
          cells.add(cell);
        });
    if (cells.stream().allMatch(cell -> cell.matches("[0-9]{1,4}"))) {
      return Optional.of(cells.stream().mapToInt(Integer::parseInt).toArray());
    }
    List<String> classes = List.copyOf(new TreeSet<>(cells));
    return Optional.of(
        cells.stream().mapToInt(cell -> Collections.binarySearch(classes, cell)).toArray());
  }

  private static int position(Table table, String column) {
    int position = table.columns().indexOf(column);
    if (position < 0) {
      throw new DataException(
          "%s has no column '%s'. Maybe one of %s"
              .formatted(table.name(), column, table.columns()));
    }
    return position;
  }

  /** Returns a cell as messages show it: one line, not too long. */
  static String shown(String cell) {
    String line = cell.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", "?");
    return line.length() <= MAX_SHOWN ? line : line.substring(0, MAX_SHOWN) + "...";
  }

  /** What is known of a column after some of its cells. */
  private static final class ColumnFit {
    private final String name;
    private final int position;
    private boolean numbers;
    private boolean whole = true;
    private long count;
    private double mean;
    private double squares;
    private final SortedSet<String> texts = new TreeSet<>();

    ColumnFit(String name, int position, boolean isCategory) {
      this.name = name;
      this.position = position;
      this.numbers = !isCategory;
    }

    void add(String cell) {
      if (isMissing(cell)) {
        return;
      }
      if (texts.size() <= MAX_CATEGORIES) {
        texts.add(cell);
      }
      numbers = numbers && NumberColumn.isNumber(cell);
      if (numbers) {
        // Welford 1962
        double value = Double.parseDouble(cell);
        count++;
        double step = value - mean;
        mean += step / count;
        squares += step * (value - mean);
        whole &= value == Math.rint(value);
      }
    }

    TableColumn column(String table) {
      if (texts.isEmpty()) {
        throw new DataException(
            "%s: column '%s' has only missing cells. Maybe ignore it".formatted(table, name));
      }
      if (numbers) {
        double deviation = Math.sqrt(squares / count);
        return new NumberColumn(name, mean, deviation > 0 ? deviation : 1, whole);
      }
      if (texts.size() > MAX_CATEGORIES) {
        throw new DataException(
            "%s: column '%s' has more than %d different texts, such as '%s'. Maybe ignore it"
                .formatted(table, name, MAX_CATEGORIES, shown(texts.first())));
      }
      return new CategoryColumn(name, List.copyOf(texts));
    }
  }
}
