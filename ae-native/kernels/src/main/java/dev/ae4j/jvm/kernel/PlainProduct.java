package dev.ae4j.jvm.kernel;

/**
 * The matrix product in plain loops without any preparation, for products so small that anything
 * else costs more than it saves.
 */
public final class PlainProduct extends MatrixProduct {
  private final int rowA;
  private final int stepA;
  private final int stepB;
  private final int columnB;

  /** A product of this shape. It runs on the calling thread. */
  public PlainProduct(Shape shape, Epilogue epilogue, Workspace workspace) {
    super(shape, epilogue, workspace);
    rowA = shape.transposeA() ? 1 : shape.lda();
    stepA = shape.transposeA() ? shape.lda() : 1;
    stepB = shape.transposeB() ? 1 : shape.ldb();
    columnB = shape.transposeB() ? shape.ldb() : 1;
  }

  @Override
  public void run(
      float[] a, int ao, float[] b, int bo, float[] init, int io, int ldi, float[] c, int co) {
    runAlone(0, a, ao, b, bo, init, io, ldi, c, co);
  }

  @Override
  public void runAlone(
      int worker,
      float[] a,
      int ao,
      float[] b,
      int bo,
      float[] init,
      int io,
      int ldi,
      float[] c,
      int co) {
    int m = shape().m();
    int n = shape().n();
    if (m == 0 || n == 0) {
      return;
    }
    if (shape().k() == 1) {
      outer(a, ao, b, bo, init, io, ldi, c, co);
    } else {
      rows(a, ao, b, bo, init, io, ldi, c, co);
    }
    epilogue().apply(0, m, 0, n, worker);
  }

  private void rows(
      float[] a, int ao, float[] b, int bo, float[] init, int io, int ldi, float[] c, int co) {
    int n = shape().n();
    int k = shape().k();
    for (int i = 0; i < shape().m(); i++) {
      int ai = ao + i * rowA;
      int ii = io + i * ldi;
      int ci = co + i * shape().ldc();
      PlainRow.multiply(n, k, a, ai, stepA, b, bo, stepB, columnB, init, ii, c, ci);
    }
  }

  /** One step of k: every number of A times every number of B, the longer of the two inside. */
  private void outer(
      float[] a, int ao, float[] b, int bo, float[] init, int io, int ldi, float[] c, int co) {
    int m = shape().m();
    int n = shape().n();
    int ldc = shape().ldc();
    if (m < n) {
      for (int i = 0; i < m; i++) {
        multiply(n, a[ao + i * rowA], b, bo, columnB, init, io + i * ldi, 1, c, co + i * ldc, 1);
      }
    } else {
      for (int j = 0; j < n; j++) {
        multiply(m, b[bo + j * columnB], a, ao, rowA, init, io + j, ldi, c, co + j, ldc);
      }
    }
  }

  private static void multiply(
      int count,
      float factor,
      float[] x,
      int xo,
      int stepX,
      float[] init,
      int io,
      int stepInit,
      float[] c,
      int co,
      int stepC) {
    for (int i = 0; i < count; i++) {
      c[co + i * stepC] = Math.fma(factor, x[xo + i * stepX], init[io + i * stepInit]);
    }
  }
}
