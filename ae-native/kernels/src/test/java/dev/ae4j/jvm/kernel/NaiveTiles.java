package dev.ae4j.jvm.kernel;

/** Register tiles without registers, in a size that makes edges of everything. */
final class NaiveTiles implements TileKernels {
  @Override
  public int rows() {
    return 3;
  }

  @Override
  public int lanes() {
    return 4;
  }

  @Override
  public void rowsWide(
      int rows,
      int k,
      float[] a,
      int ao,
      int lda,
      float[] b,
      int bo,
      int ldb,
      float[] init,
      int io,
      int ldi,
      float[] c,
      int co,
      int ldc) {
    tile(8, rows, k, a, ao, lda, 1, b, bo, ldb, init, io, ldi, c, co, ldc);
  }

  @Override
  public void rowsNarrow(
      int rows,
      int k,
      float[] a,
      int ao,
      int lda,
      float[] b,
      int bo,
      int ldb,
      float[] init,
      int io,
      int ldi,
      float[] c,
      int co,
      int ldc) {
    tile(4, rows, k, a, ao, lda, 1, b, bo, ldb, init, io, ldi, c, co, ldc);
  }

  @Override
  public void columnsWide(
      int rows,
      int k,
      float[] a,
      int ao,
      int lda,
      float[] b,
      int bo,
      int ldb,
      float[] init,
      int io,
      int ldi,
      float[] c,
      int co,
      int ldc) {
    tile(8, rows, k, a, ao, 1, lda, b, bo, ldb, init, io, ldi, c, co, ldc);
  }

  @Override
  public void columnsNarrow(
      int rows,
      int k,
      float[] a,
      int ao,
      int lda,
      float[] b,
      int bo,
      int ldb,
      float[] init,
      int io,
      int ldi,
      float[] c,
      int co,
      int ldc) {
    tile(4, rows, k, a, ao, 1, lda, b, bo, ldb, init, io, ldi, c, co, ldc);
  }

  private static void tile(
      int columns,
      int rows,
      int k,
      float[] a,
      int ao,
      int rowA,
      int stepA,
      float[] b,
      int bo,
      int ldb,
      float[] init,
      int io,
      int ldi,
      float[] c,
      int co,
      int ldc) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        float sum = init[io + i * ldi + j];
        for (int p = 0; p < k; p++) {
          sum = Math.fma(a[ao + i * rowA + p * stepA], b[bo + p * ldb + j], sum);
        }
        c[co + i * ldc + j] = sum;
      }
    }
  }

  @Override
  public void packRows(
      float[] x, int xo, int ldx, int steps, int count, float[] y, int yo, int width) {
    for (int p = 0; p < steps; p++) {
      for (int i = 0; i < width; i++) {
        y[yo + p * width + i] = x[xo + p * ldx + Math.min(i, count - 1)];
      }
    }
  }

  @Override
  public void packColumns(
      float[] x, int xo, int ldx, int steps, int count, float[] y, int yo, int width) {
    for (int p = 0; p < steps; p++) {
      for (int i = 0; i < width; i++) {
        y[yo + p * width + i] = x[xo + Math.min(i, count - 1) * ldx + p];
      }
    }
  }
}
