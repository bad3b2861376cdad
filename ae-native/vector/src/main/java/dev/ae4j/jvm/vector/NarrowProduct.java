package dev.ae4j.jvm.vector;

import static dev.ae4j.jvm.vector.Species.FLOATS;
import static dev.ae4j.jvm.vector.Species.LANES;

import dev.ae4j.jvm.kernel.MatrixProduct;
import dev.ae4j.jvm.kernel.PlainRow;
import dev.ae4j.jvm.kernel.Workspace;
import jdk.incubator.vector.FloatVector;

/**
 * A small matrix product whose rows are shorter than a vector.
 *
 * <p>The lanes behind a row of B read whatever follows it in memory, and what they compute is
 * written where the next row of C comes. The last rows are computed without.
 */
final class NarrowProduct extends MatrixProduct {
  private final int rowA;
  private final int stepA;

  /** A product of a shape that {@link #fits}. */
  NarrowProduct(Shape shape, Epilogue epilogue, Workspace workspace) {
    super(shape, epilogue, workspace);
    rowA = shape.transposeA() ? 1 : shape.lda();
    stepA = shape.transposeA() ? shape.lda() : 1;
    workspace.reserveOwn(2 * LANES);
  }

  /** Whether this form of the product can compute a shape. */
  static boolean fits(Shape shape) {
    return shape.n() < LANES
        && shape.n() == shape.ldc()
        && !shape.transposeB()
        && shape.m() > 0
        && shape.n() > 0
        && shape.k() > 0;
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
    float[] own = workspace().own(worker);
    int m = shape().m();
    int n = shape().n();
    int k = shape().k();
    int ldb = shape().ldb();
    int i = 0;
    if (k == 1 && ldi == 0) {
      // As many rows as have a vector's worth of C behind their beginning.
      i = Math.max(0, m - (LANES - 1) / n);
      System.arraycopy(init, io, own, 0, n);
      System.arraycopy(b, bo, own, LANES, n);
      outer(i, a, ao, rowA, own, c, co, n);
    }
    int readable = Math.max(0, Math.min(k, (b.length - bo - LANES) / Math.max(1, ldb)));
    for (; i < m; i++) {
      int ai = ao + i * rowA;
      System.arraycopy(init, io + i * ldi, own, 0, n);
      row(readable, a, ai, stepA, b, bo, ldb, own);
      int ap = ai + readable * stepA;
      int bp = bo + readable * ldb;
      int rest = k - readable;
      PlainRow.multiply(n, rest, a, ap, stepA, b, bp, ldb, 1, own, 0, c, co + i * n);
    }
    epilogue().apply(0, m, 0, n, worker);
  }

  /** Rows of C with one step of k, from an initial row and a row of B in scratch memory. */
  private static void outer(
      int rows, float[] a, int ao, int rowA, float[] own, float[] c, int co, int n) {
    FloatVector start = FloatVector.fromArray(FLOATS, own, 0);
    FloatVector b = FloatVector.fromArray(FLOATS, own, LANES);
    for (int i = 0; i < rows; i++) {
      FloatVector av = FloatVector.broadcast(FLOATS, a[ao + i * rowA]);
      av.fma(b, start).intoArray(c, co + i * n);
    }
  }

  /** Adds the first steps of k to a row in scratch memory. */
  private static void row(
      int steps, float[] a, int ao, int stepA, float[] b, int bo, int ldb, float[] own) {
    FloatVector sum = FloatVector.fromArray(FLOATS, own, 0);
    int ap = ao;
    int bp = bo;
    for (int p = 0; p < steps; p++) {
      FloatVector av = FloatVector.broadcast(FLOATS, a[ap]);
      sum = av.fma(FloatVector.fromArray(FLOATS, b, bp), sum);
      ap += stepA;
      bp += ldb;
    }
    sum.intoArray(own, 0);
  }
}
