package dev.ae4j.testkit;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import dev.ae4j.model.RandomStream;
import java.util.Arrays;

/**
 * A dense array of float64 numbers in row-major order: what the oracle computes with.
 *
 * <p>A view of the array that it wraps, like {@link TensorData}.
 */
public final class DoubleData {
  private final Shape shape;
  private final double[] values;

  private DoubleData(Shape shape, double[] values) {
    this.shape = shape;
    this.values = values;
  }

  /**
   * Wraps an array without copying it.
   *
   * @throws IllegalArgumentException if the sizes do not multiply to the length of the array
   */
  public static DoubleData of(double[] values, int... sizes) {
    return of(values, Shape.of(sizes));
  }

  /**
   * Wraps an array without copying it.
   *
   * @throws IllegalArgumentException if the shape is batched or has not as many elements
   */
  public static DoubleData of(double[] values, Shape shape) {
    if (shape.isBatched() || shape.sampleElements() != values.length) {
      throw new IllegalArgumentException(values.length + " values do not fill the shape " + shape);
    }
    return new DoubleData(shape, values);
  }

  /** Returns a single number. */
  public static DoubleData scalar(double value) {
    return new DoubleData(Shape.scalar(), new double[] {value});
  }

  /** Returns new data of the shape, filled with zeros. */
  public static DoubleData zeros(Shape shape) {
    return of(new double[shape.sampleElements()], shape);
  }

  /** Returns the same numbers with more digits. */
  public static DoubleData from(TensorData data) {
    double[] values = new double[data.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = data.values()[i];
    }
    return of(values, data.shape());
  }

  /**
   * Returns numbers drawn uniformly from {@code [low, high)}, which float32 holds exactly.
   *
   * @param name decides the numbers
   * @param low the lowest number
   * @param high the number above all
   * @param sizes the sizes of the axes
   */
  public static DoubleData uniform(String name, double low, double high, int... sizes) {
    DoubleData data = zeros(Shape.of(sizes));
    RandomStream random = new RandomStream(0, name);
    for (int i = 0; i < data.values.length; i++) {
      data.values[i] = (float) (low + (high - low) * random.nextUniform());
    }
    return data;
  }

  /** Returns the numbers rounded to float32, in an array of their own. */
  public TensorData toTensorData() {
    float[] rounded = new float[values.length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = (float) values[i];
    }
    return TensorData.of(rounded, shape);
  }

  /** Returns the shape, which has no batch axis. */
  public Shape shape() {
    return shape;
  }

  /** Returns the array behind this data, not a copy. */
  public double[] values() {
    return values;
  }

  /** Returns the number at a position, counted in row-major order. */
  public double get(int index) {
    return values[index];
  }

  /** Returns the shape and the first few values. */
  @Override
  public String toString() {
    int shown = Math.min(values.length, 8);
    String first = Arrays.toString(Arrays.copyOf(values, shown));
    return shape + (shown < values.length ? first.replace("]", ", ...]") : first);
  }
}
