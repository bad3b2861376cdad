package dev.ae4j.apps.imputation;

import dev.ae4j.data.CategoryColumn;
import dev.ae4j.data.TableColumn;
import dev.ae4j.data.TableSchema;
import dev.ae4j.data.TensorData;
import java.util.Optional;
import java.util.OptionalDouble;

/** Adds up how near filled-in elements are to those that were hidden. Not for several threads. */
public final class ImputationScore {
  private final Optional<TableSchema> schema;
  private double squares;
  private long numbers;
  private long right;
  private long categories;

  /**
   * Creates the score of nothing.
   *
   * @param schema what elements mean if samples are rows of a table
   */
  public ImputationScore(Optional<TableSchema> schema) {
    this.schema = schema;
  }

  /**
   * Adds samples.
   *
   * @param truth {@code [n, sample...]}; what is missing there does not count
   * @param given the same with further elements missing: those that count
   * @param filled the same with all of them filled in
   */
  public void add(TensorData truth, TensorData given, TensorData filled) {
    int width = truth.rowShape().sampleElements();
    for (int row = 0; row < truth.rows(); row++) {
      int from = row * width;
      if (schema.isEmpty()) {
        for (int i = from; i < from + width; i++) {
          addNumber(i, truth, given, filled);
        }
      } else {
        for (TableColumn column : schema.get().columns()) {
          if (column instanceof CategoryColumn category) {
            addCategory(category, from, truth, given, filled);
          } else {
            addNumber(from, truth, given, filled);
          }
          from += column.width();
        }
      }
    }
  }

  private static boolean counts(int i, TensorData truth, TensorData given) {
    return Float.isNaN(given.values()[i]) && !Float.isNaN(truth.values()[i]);
  }

  private void addNumber(int i, TensorData truth, TensorData given, TensorData filled) {
    if (counts(i, truth, given)) {
      double error = (double) filled.values()[i] - truth.values()[i];
      squares += error * error;
      numbers++;
    }
  }

  private void addCategory(
      CategoryColumn column, int from, TensorData truth, TensorData given, TensorData filled) {
    if (counts(from, truth, given)) {
      String expected = column.decode(truth.values(), from);
      right += expected.equals(column.decode(filled.values(), from)) ? 1 : 0;
      categories++;
    }
  }

  /**
   * Returns the root of the mean squared error of numbers, in tables in units of their standard
   * deviation; empty if there were none.
   */
  public OptionalDouble rmse() {
    return numbers == 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.sqrt(squares / numbers));
  }

  /** Returns the share of categories that are right; empty if there were none. */
  public OptionalDouble accuracy() {
    return categories == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) right / categories);
  }
}
