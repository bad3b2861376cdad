package dev.ae4j.apps.metrics;

import java.util.stream.IntStream;

/** Linear equations with a symmetric positive definite matrix (Golub and Van Loan, 4.2). */
final class Cholesky {
  private Cholesky() {}

  /**
   * Solves {@code matrix x = right}.
   *
   * @param matrix is overwritten
   * @param least what pivots are raised to that rounding made smaller, above 0
   * @param right {@code [n][columns]}; holds the solution afterwards
   */
  static void solve(double[][] matrix, double least, double[][] right) {
    int n = matrix.length;
    for (int k = 0; k < n; k++) {
      double[] pivot = matrix[k];
      pivot[k] = Math.max(pivot[k], least);
      scale(pivot, k, 1 / Math.sqrt(pivot[k]));
      IntStream.range(k + 1, n).parallel().forEach(i -> subtract(matrix[i], pivot[i], pivot, i));
    }
    // The upper triangle u holds matrix = uT u
    for (int k = 0; k < n; k++) {
      scale(right[k], 0, 1 / matrix[k][k]);
      for (int i = k + 1; i < n; i++) {
        subtract(right[i], matrix[k][i], right[k], 0);
      }
    }
    for (int k = n - 1; k >= 0; k--) {
      for (int j = k + 1; j < n; j++) {
        subtract(right[k], matrix[k][j], right[j], 0);
      }
      scale(right[k], 0, 1 / matrix[k][k]);
    }
  }

  private static void subtract(double[] target, double factor, double[] row, int from) {
    for (int j = from; j < row.length; j++) {
      target[j] -= factor * row[j];
    }
  }

  private static void scale(double[] row, int from, double factor) {
    for (int j = from; j < row.length; j++) {
      row[j] *= factor;
    }
  }
}
