package dev.ae4j.apps.metrics;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Means over rows: computed in parallel, added up in order, so the same for any thread count. */
final class RowMean {
  private RowMean() {}

  /**
   * Returns the mean of a function of the row number.
   *
   * @throws DataException if there are no rows
   */
  static double of(int rows, IntToDoubleFunction valueOfRow) {
    if (rows == 0) {
      throw new DataException("There is no mean over 0 samples");
    }
    double sum = 0;
    for (double value : IntStream.range(0, rows).parallel().mapToDouble(valueOfRow).toArray()) {
      sum += value;
    }
    return sum / rows;
  }

  /**
   * Checks that two arrays can be compared element by element.
   *
   * @throws DataException if their shapes differ
   */
  static void checkSameShape(TensorData target, TensorData output) {
    if (!target.shape().equals(output.shape())) {
      throw new DataException(
          "The target has the shape " + target.shape() + ", the output " + output.shape());
    }
  }
}
