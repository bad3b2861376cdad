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
    for (int i = 0; i < m; i++) {
      PlainRow.multiply(
          n,
          shape().k(),
          a,
          ao + i * rowA,
          stepA,
          b,
          bo,
          stepB,
          columnB,
          init,
          io + i * ldi,
          c,
          co + i * shape().ldc());
    }
    epilogue().apply(0, m, 0, n, worker);
  }
}
