package dev.ae4j.apps.metrics;

/** The cyclic Jacobi method for all eigenvalues of a small symmetric matrix (Jacobi 1846). */
final class JacobiRotations {
  private static final int MAX_SWEEPS = 60;
  private static final double TOLERANCE = 1e-26;

  private JacobiRotations() {}

  /**
   * Makes a symmetric matrix diagonal: its eigenvalues.
   *
   * @param a the matrix; afterwards, up to rounding, diagonal
   * @param rotation has as many rows as the matrix and is rotated along: an identity becomes the
   *     eigenvectors, one in a row
   */
  static void diagonalize(double[][] a, double[][] rotation) {
    for (int sweep = 0; sweep < MAX_SWEEPS; sweep++) {
      double off = 0;
      double diagonal = 0;
      for (int i = 0; i < a.length; i++) {
        diagonal += a[i][i] * a[i][i];
        for (int j = i + 1; j < a.length; j++) {
          off += a[i][j] * a[i][j];
        }
      }
      if (off <= TOLERANCE * diagonal) {
        return;
      }
      for (int p = 0; p < a.length; p++) {
        for (int q = p + 1; q < a.length; q++) {
          rotate(a, rotation, p, q);
        }
      }
    }
  }

  /** Makes the element (p, q) zero. */
  private static void rotate(double[][] a, double[][] rotation, int p, int q) {
    if (a[p][q] == 0) {
      return;
    }
    double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    double c = 1 / Math.sqrt(t * t + 1);
    double s = t * c;
    for (double[] row : a) {
      double atP = row[p];
      double atQ = row[q];
      row[p] = c * atP - s * atQ;
      row[q] = s * atP + c * atQ;
    }
    rotateRows(a[p], a[q], c, s);
    rotateRows(rotation[p], rotation[q], c, s);
  }

  private static void rotateRows(double[] p, double[] q, double c, double s) {
    for (int i = 0; i < p.length; i++) {
      double atP = p[i];
      double atQ = q[i];
      p[i] = c * atP - s * atQ;
      q[i] = s * atP + c * atQ;
    }
  }
}
