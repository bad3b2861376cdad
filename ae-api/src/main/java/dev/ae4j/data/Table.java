package dev.ae4j.data;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Rows of cells with named columns, as they are read: a CSV file, the result of a query.
 *
 * <p>Cells are text. One without text, or with one of the usual words for that, is missing: {@link
 * TableSchema#isMissing}. A table need not fit into memory: it is read from its beginning whenever
 * its rows are asked for, and gives the same rows each time.
 */
public interface Table {
  /** Returns a name for reports and messages, such as {@code payments.csv}. */
  String name();

  /** Returns the names of the columns, no two equal. */
  List<String> columns();

  /**
   * Calls an action with each row in order.
   *
   * @param action takes a cell for each of the {@link #columns()}
   * @throws dev.ae4j.DataException if the table cannot be read or is damaged
   */
  void forEachRow(Consumer<List<String>> action);

  /** Returns the column with the class of each row, which is no part of its sample. */
  default Optional<String> labelColumn() {
    return Optional.empty();
  }

  /** Returns columns whose cells are categories even if all of them look like numbers. */
  default Set<String> categoryColumns() {
    return Set.of();
  }
}
