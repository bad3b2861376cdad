package dev.ae4j.spi.backend;

import dev.ae4j.data.TensorData;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The value of an input: data, or some rows of it in any order.
 *
 * <p>A backend may keep {@code data} where it computes while the same object is fed again, so its
 * values must not change between runs that share it.
 *
 * @param data all the rows
 * @param rows which rows, or null for rows in their own order; not copied. A run with a row outside
 *     the data throws {@link IndexOutOfBoundsException}
 * @param from the position in {@code rows} of the first row to use, or the first row
 * @param count the number of rows to use; all of a single number counts as one row
 */
public record Feed(TensorData data, int @Nullable [] rows, int from, int count) {
  /** Checks the range. */
  public Feed {
    int available = rows != null ? rows.length : data.shape().rank() == 0 ? 1 : data.rows();
    Objects.checkFromIndexSize(from, count, available);
  }

  /** Returns the whole of some data. */
  public static Feed of(TensorData data) {
    return new Feed(data, null, 0, data.shape().rank() == 0 ? 1 : data.rows());
  }

  /** Returns consecutive rows of some data. */
  public static Feed range(TensorData data, int from, int count) {
    return new Feed(data, null, from, count);
  }

  /** Returns rows of some data in a given order; the array is not copied. */
  public static Feed rows(TensorData data, int[] rows, int from, int count) {
    return new Feed(data, rows, from, count);
  }
}
