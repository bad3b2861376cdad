package dev.ae4j.jvm.kernel;

/** Copies between places that are not laid out alike. Every function is exact. */
public final class Copies {
  // A square of this size keeps both sides of a transposition in L1.
  private static final int SQUARE = 16;

  private Copies() {}

  /** {@code y[r, c] = x[r, c]} for matrices whose rows are {@code ldx} and {@code ldy} apart. */
  public static void block(
      float[] x, int xo, int ldx, int rows, int cols, float[] y, int yo, int ldy) {
    if (ldx == cols && ldy == cols) {
      System.arraycopy(x, xo, y, yo, rows * cols);
      return;
    }
    for (int r = 0; r < rows; r++) {
      System.arraycopy(x, xo + r * ldx, y, yo + r * ldy, cols);
    }
  }

  /** {@code y[c, r] = x[r, c]} for matrices whose rows are {@code ldx} and {@code ldy} apart. */
  public static void transpose(
      float[] x, int xo, int ldx, int rows, int cols, float[] y, int yo, int ldy) {
    for (int r0 = 0; r0 < rows; r0 += SQUARE) {
      int r1 = Math.min(rows, r0 + SQUARE);
      for (int c0 = 0; c0 < cols; c0 += SQUARE) {
        int c1 = Math.min(cols, c0 + SQUARE);
        for (int c = c0; c < c1; c++) {
          int from = xo + c;
          int to = yo + c * ldy;
          for (int r = r0; r < r1; r++) {
            y[to + r] = x[from + r * ldx];
          }
        }
      }
    }
  }

  /** {@code y[i, c] = x[i, c * step]}: every {@code step}-th element of each row. */
  public static void stepped(
      float[] x, int xo, int ldx, int step, int rows, int cols, float[] y, int yo, int ldy) {
    for (int r = 0; r < rows; r++) {
      int from = xo + r * ldx;
      int to = yo + r * ldy;
      for (int c = 0; c < cols; c++) {
        y[to + c] = x[from + c * step];
      }
    }
  }

  /**
   * {@code y[i, c] = table[rows[i], c]}: gathers {@code n} rows of {@code cols} elements into
   * consecutive rows.
   */
  public static void gatherRows(
      float[] table, int to, int[] rows, int ro, int n, int cols, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      System.arraycopy(table, to + rows[ro + i] * cols, y, yo + i * cols, cols);
    }
  }

  /**
   * {@code table[rows[i], c] += x[i, c]} for ascending {@code i}: adds consecutive rows to the rows
   * of a table that the indices name, which may repeat.
   */
  public static void scatterAddRows(
      float[] x, int xo, int[] rows, int ro, int n, int cols, float[] table, int to) {
    for (int i = 0; i < n; i++) {
      int from = xo + i * cols;
      int row = to + rows[ro + i] * cols;
      for (int c = 0; c < cols; c++) {
        table[row + c] += x[from + c];
      }
    }
  }
}
