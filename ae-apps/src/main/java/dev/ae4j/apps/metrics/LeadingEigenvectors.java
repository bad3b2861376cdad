package dev.ae4j.apps.metrics;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The eigenvectors of a symmetric positive semidefinite matrix that have the largest eigenvalues,
 * by subspace iteration with a Rayleigh-Ritz step (Golub and Van Loan, Matrix Computations, 8.2.4).
 *
 * <p>Iterates on twice as many vectors as asked for, so that close eigenvalues converge quickly.
 * Repeatable: the start is fixed and every sum has one order.
 */
final class LeadingEigenvectors {
  private static final int SPARE = 8;
  private static final int MAX_ITERATIONS = 300;
  private static final double TOLERANCE = 1e-10;

  private LeadingEigenvectors() {}

  /**
   * Returns orthonormal eigenvectors, those of the largest eigenvalues first.
   *
   * <p>The largest component of each is positive, which settles the sign.
   *
   * @param matrix symmetric, {@code [n][n]}
   * @param count at most n
   * @return {@code [count][n]}
   */
  static double[][] of(double[][] matrix, int count) {
    int n = matrix.length;
    double[][] basis = start(n, Math.min(n, 2 * count + SPARE));
    double[] previous = new double[count];
    for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      orthonormalize(basis);
      double[][] image = times(basis, matrix);
      double[][] projected = timesTransposed(image, basis);
      double[][] rotation = identity(basis.length);
      JacobiRotations.diagonalize(projected, rotation);
      int[] order = byDescendingDiagonal(projected);
      double[] values = new double[count];
      for (int i = 0; i < count; i++) {
        values[i] = projected[order[i]][order[i]];
      }
      double[][] sorted = new double[basis.length][];
      for (int i = 0; i < sorted.length; i++) {
        sorted[i] = rotation[order[i]];
      }
      boolean done = change(previous, values) <= TOLERANCE * values[0];
      basis = times(sorted, done ? basis : image);
      if (done) {
        break;
      }
      previous = values;
    }
    double[][] leading = Arrays.copyOf(basis, count);
    for (double[] vector : leading) {
      fixSign(vector);
    }
    return leading;
  }

  private static double[][] start(int n, int count) {
    Random random = new Random(1);
    double[][] basis = new double[count][n];
    for (double[] vector : basis) {
      for (int i = 0; i < n; i++) {
        vector[i] = random.nextGaussian();
      }
    }
    return basis;
  }

  /** Orthonormalises rows by Gram-Schmidt, twice; what is left of a dependent row becomes zero. */
  private static void orthonormalize(double[][] rows) {
    for (int i = 0; i < rows.length; i++) {
      double before = Math.sqrt(dot(rows[i], rows[i]));
      for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < i; j++) {
          addTo(rows[i], -dot(rows[i], rows[j]), rows[j]);
        }
      }
      double norm = Math.sqrt(dot(rows[i], rows[i]));
      double scale = norm <= 1e-14 * before ? 0 : 1 / norm;
      for (int j = 0; j < rows[i].length; j++) {
        rows[i][j] *= scale;
      }
    }
  }

  /** Returns {@code a b}. */
  private static double[][] times(double[][] a, double[][] b) {
    double[][] result = new double[a.length][b[0].length];
    IntStream.range(0, a.length)
        .parallel()
        .forEach(
            i -> {
              for (int k = 0; k < b.length; k++) {
                addTo(result[i], a[i][k], b[k]);
              }
            });
    return result;
  }

  /** Returns {@code a bT}. */
  private static double[][] timesTransposed(double[][] a, double[][] b) {
    double[][] result = new double[a.length][b.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b.length; j++) {
        result[i][j] = dot(a[i], b[j]);
      }
    }
    return result;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void addTo(double[] target, double factor, double[] vector) {
    for (int i = 0; i < target.length; i++) {
      target[i] += factor * vector[i];
    }
  }

  private static double[][] identity(int size) {
    double[][] identity = new double[size][size];
    for (int i = 0; i < size; i++) {
      identity[i][i] = 1;
    }
    return identity;
  }

  private static int[] byDescendingDiagonal(double[][] matrix) {
    return IntStream.range(0, matrix.length)
        .boxed()
        .sorted((a, b) -> Double.compare(matrix[b][b], matrix[a][a]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static double change(double[] before, double[] after) {
    double largest = 0;
    for (int i = 0; i < after.length; i++) {
      largest = Math.max(largest, Math.abs(after[i] - before[i]));
    }
    return largest;
  }

  private static void fixSign(double[] vector) {
    double largest = 0;
    for (double value : vector) {
      if (Math.abs(value) > Math.abs(largest)) {
        largest = value;
      }
    }
    if (largest < 0) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = -vector[i];
      }
    }
  }
}
