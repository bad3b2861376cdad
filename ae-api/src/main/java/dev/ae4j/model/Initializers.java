package dev.ae4j.model;

import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import java.util.Arrays;

/**
 * The usual ways to choose the first values of parameters.
 *
 * <p>For a kernel of shape {@code [..., in, out]} the fan-in is {@code ... * in} and the fan-out
 * {@code ... * out}. "Normal" values are drawn from the whole normal distribution, not a truncated
 * one.
 */
public final class Initializers {
  private Initializers() {}

  /** Returns an initializer that gives every element one value. */
  public static Initializer constant(float value) {
    return (shape, random) -> {
      float[] values = new float[shape.sampleElements()];
      Arrays.fill(values, value);
      return values;
    };
  }

  /** Returns an initializer that gives every element zero. */
  public static Initializer zeros() {
    return constant(0);
  }

  /** Uniform with variance {@code 2 / (fan-in + fan-out)}: Glorot and Bengio 2010. */
  public static Initializer glorotUniform() {
    return (shape, random) -> uniform(shape, random, 2.0 / (fanIn(shape) + fanOut(shape)));
  }

  /** Normal with variance {@code 2 / (fan-in + fan-out)}: Glorot and Bengio 2010. */
  public static Initializer glorotNormal() {
    return (shape, random) -> normal(shape, random, 2.0 / (fanIn(shape) + fanOut(shape)));
  }

  /** Uniform with variance {@code 2 / fan-in}: He, Zhang, Ren and Sun 2015. */
  public static Initializer heUniform() {
    return (shape, random) -> uniform(shape, random, 2.0 / fanIn(shape));
  }

  /** Normal with variance {@code 2 / fan-in}: He, Zhang, Ren and Sun 2015. */
  public static Initializer heNormal() {
    return (shape, random) -> normal(shape, random, 2.0 / fanIn(shape));
  }

  /** Uniform with variance {@code 1 / fan-in}: LeCun, Bottou, Orr and Müller 1998. */
  public static Initializer lecunUniform() {
    return (shape, random) -> uniform(shape, random, 1.0 / fanIn(shape));
  }

  /** Normal with variance {@code 1 / fan-in}: LeCun, Bottou, Orr and Müller 1998. */
  public static Initializer lecunNormal() {
    return (shape, random) -> normal(shape, random, 1.0 / fanIn(shape));
  }

  /**
   * A random matrix with orthonormal columns, or rows if there are fewer rows: Saxe, McClelland and
   * Ganguli 2014. All axes but the last are taken together as the rows.
   */
  public static Initializer orthogonal() {
    return (shape, random) -> {
      checkKernel(shape);
      int columns = shape.size(shape.rank() - 1);
      int rows = columns == 0 ? 0 : shape.sampleElements() / columns;
      int count = Math.min(rows, columns);
      int length = Math.max(rows, columns);
      double[][] vectors = orthonormal(count, length, random);
      float[] values = new float[rows * columns];
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < length; j++) {
          values[rows < columns ? i * columns + j : j * columns + i] = (float) vectors[i][j];
        }
      }
      return values;
    };
  }

  private static double[][] orthonormal(int count, int length, RandomStream random) {
    double[][] vectors = new double[count][length];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < length; j++) {
        vectors[i][j] = random.nextNormal();
      }
      // Gram-Schmidt twice: once leaves errors that grow with the condition number
      for (int pass = 0; pass < 2; pass++) {
        for (int k = 0; k < i; k++) {
          subtract(vectors[i], vectors[k], dot(vectors[i], vectors[k]));
        }
      }
      double norm = StrictMath.sqrt(dot(vectors[i], vectors[i]));
      for (int j = 0; j < length; j++) {
        vectors[i][j] /= norm;
      }
    }
    return vectors;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void subtract(double[] a, double[] b, double factor) {
    for (int i = 0; i < a.length; i++) {
      a[i] -= factor * b[i];
    }
  }

  private static float[] uniform(Shape shape, RandomStream random, double variance) {
    double limit = StrictMath.sqrt(3 * variance);
    float[] values = new float[shape.sampleElements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (limit * (2 * random.nextUniform() - 1));
    }
    return values;
  }

  private static float[] normal(Shape shape, RandomStream random, double variance) {
    double deviation = StrictMath.sqrt(variance);
    float[] values = new float[shape.sampleElements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextNormal());
    }
    return values;
  }

  private static double fanIn(Shape shape) {
    return fan(shape, shape.rank() - 2);
  }

  private static double fanOut(Shape shape) {
    return fan(shape, shape.rank() - 1);
  }

  private static double fan(Shape shape, int axis) {
    checkKernel(shape);
    double receptiveField = 1;
    for (int i = 0; i < shape.rank() - 2; i++) {
      receptiveField *= shape.size(i);
    }
    return receptiveField * shape.size(axis);
  }

  private static void checkKernel(Shape shape) {
    if (shape.rank() < 2) {
      throw new ShapeException("A parameter of shape " + shape + " has no fan-in and fan-out");
    }
  }
}
