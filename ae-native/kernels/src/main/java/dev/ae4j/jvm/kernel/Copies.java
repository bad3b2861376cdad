package dev.ae4j.jvm.kernel;

/** Copies between places that are not laid out alike. Every function is exact. */
public final class Copies {
  // Columns whose cache lines stay in L1 while rows of a transposition fill them.
  private static final int COLUMNS = 64;

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
    for (int c0 = 0; c0 < cols; c0 += COLUMNS) {
      int count = Math.min(cols - c0, COLUMNS);
      int from = xo + c0;
      int to = yo + c0 * ldy;
      int r = 0;
      for (; r + 4 <= rows; r += 4) {
        transposeFour(x, from + r * ldx, ldx, count, y, to + r, ldy);
      }
      for (; r < rows; r++) {
        for (int c = 0; c < count; c++) {
          y[to + r + c * ldy] = x[from + r * ldx + c];
        }
      }
    }
  }

  /** Four rows at once: a cache line that is written takes four elements. */
  private static void transposeFour(
      float[] x, int xo, int ldx, int cols, float[] y, int yo, int ldy) {
    int x1 = xo + ldx;
    int x2 = x1 + ldx;
    int x3 = x2 + ldx;
    int to = yo;
    for (int c = 0; c < cols; c++) {
      y[to] = x[xo + c];
      y[to + 1] = x[x1 + c];
      y[to + 2] = x[x2 + c];
      y[to + 3] = x[x3 + c];
      to += ldy;
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
