package dev.ae4j.data;

import dev.ae4j.DataException;
import dev.ae4j.graph.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A dense array of float32 numbers in row-major order: the values that go into and come out of
 * programs.
 *
 * <p>A view: it shares the array that it wraps, so a change to either shows in the other. Safe to
 * share between threads while nobody writes.
 */
public final class TensorData {
  private final Shape shape;
  private final float[] values;

  private TensorData(Shape shape, float[] values) {
    this.shape = shape;
    this.values = values;
  }

  /**
   * Wraps an array without copying it.
   *
   * @throws DataException if the sizes do not multiply to the length of the array
   */
  public static TensorData of(float[] values, int... sizes) {
    return of(values, Shape.of(sizes));
  }

  /**
   * Wraps an array without copying it.
   *
   * @throws DataException if the shape is batched or has not as many elements as the array
   */
  public static TensorData of(float[] values, Shape shape) {
    if (shape.isBatched() || shape.sampleElements() != values.length) {
      throw new DataException(values.length + " values do not fill the shape " + shape);
    }
    return new TensorData(shape, values);
  }

  /** Returns a single number. */
  public static TensorData scalar(float value) {
    return new TensorData(Shape.scalar(), new float[] {value});
  }

  /** Returns new data of the shape, filled with zeros. */
  public static TensorData zeros(Shape shape) {
    return of(new float[shape.sampleElements()], shape);
  }

  /** Returns the shape, which has no batch axis. */
  public Shape shape() {
    return shape;
  }

  /** Returns the array behind this data, not a copy. */
  public float[] values() {
    return values;
  }

  /**
   * Returns the number of rows: the size of the first axis.
   *
   * @throws DataException if this is a single number
   */
  public int rows() {
    if (shape.rank() == 0) {
      throw new DataException("A single number has no rows");
    }
    return shape.size(0);
  }

  /** Returns the shape of one row: this shape without its first axis. */
  public Shape rowShape() {
    return shape.without(List.of(0));
  }

  /**
   * Returns a copy of the rows {@code from} to {@code to - 1}.
   *
   * @throws IndexOutOfBoundsException if there are no such rows
   */
  public TensorData copyRows(int from, int to) {
    Objects.checkFromToIndex(from, to, rows());
    int width = rowShape().sampleElements();
    return of(Arrays.copyOfRange(values, from * width, to * width), shape.withSize(0, to - from));
  }

  /** Returns the same values with other sizes, sharing the array. */
  public TensorData reshape(int... sizes) {
    return of(values, sizes);
  }

  /** Returns whether the other object is data of the same shape with the same bits. */
  @Override
  public boolean equals(Object other) {
    return other instanceof TensorData data
        && shape.equals(data.shape)
        && Arrays.equals(values, data.values);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(values);
  }

  /** Returns the shape and the first few values. */
  @Override
  public String toString() {
    int shown = Math.min(values.length, 8);
    String first = Arrays.toString(Arrays.copyOf(values, shown));
    return shape + (shown < values.length ? first.replace("]", ", ...]") : first);
  }
}
