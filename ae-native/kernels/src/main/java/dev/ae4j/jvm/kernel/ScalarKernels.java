package dev.ae4j.jvm.kernel;

import dev.ae4j.graph.op.BinaryKind;
import dev.ae4j.graph.op.CompareKind;
import dev.ae4j.graph.op.ReduceKind;
import dev.ae4j.graph.op.UnaryKind;

/** The kernel set in plain Java, which runs everywhere. */
public final class ScalarKernels implements Kernels {
  // Multiply-adds below which preparing anything is in vain.
  private static final long PLAIN_WORK = 8192;
  // Elements across below which C2's vector loops do not pay.
  private static final int PANEL_LENGTH = 32;
  // Rows below which packing B does not pay.
  private static final int PACK_ROWS = 4;

  /** Makes the kernel set. */
  public ScalarKernels() {}

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public void unary(UnaryKind kind, float[] x, int xo, float[] y, int yo, int n) {
    ScalarUnary.apply(kind, x, xo, y, yo, n);
  }

  @Override
  public void binary(
      BinaryKind kind, float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    ScalarBinary.apply(kind, a, ao, b, bo, y, yo, n);
  }

  @Override
  public void binary(BinaryKind kind, float[] a, int ao, float b, float[] y, int yo, int n) {
    ScalarBinary.apply(kind, a, ao, b, y, yo, n);
  }

  @Override
  public void binary(BinaryKind kind, float a, float[] b, int bo, float[] y, int yo, int n) {
    ScalarBinary.apply(kind, a, b, bo, y, yo, n);
  }

  @Override
  public void compare(
      CompareKind kind, float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    ScalarCompare.apply(kind, a, ao, b, bo, y, yo, n);
  }

  @Override
  public void compare(CompareKind kind, float[] a, int ao, float b, float[] y, int yo, int n) {
    ScalarCompare.apply(kind, a, ao, b, y, yo, n);
  }

  @Override
  public void compare(CompareKind kind, float a, float[] b, int bo, float[] y, int yo, int n) {
    ScalarCompare.apply(kind, a, b, bo, y, yo, n);
  }

  @Override
  public void select(
      float[] mask, int mo, float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = mask[mo + i] != 0 ? a[ao + i] : b[bo + i];
    }
  }

  @Override
  public void select(float[] mask, int mo, float[] a, int ao, float b, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = mask[mo + i] != 0 ? a[ao + i] : b;
    }
  }

  @Override
  public void select(float[] mask, int mo, float a, float[] b, int bo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = mask[mo + i] != 0 ? a : b[bo + i];
    }
  }

  @Override
  public void select(float[] mask, int mo, float a, float b, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = mask[mo + i] != 0 ? a : b;
    }
  }

  @Override
  public void choose(
      CompareKind kind,
      float a,
      float[] b,
      int bo,
      float[] x,
      int xo,
      float other,
      float[] y,
      int yo,
      int n) {
    ScalarChains.choose(kind, a, b, bo, x, xo, other, y, yo, n);
  }

  @Override
  public void sigmoidGradient(float[] x, int xo, float[] s, int so, float[] y, int yo, int n) {
    ScalarChains.sigmoidGradient(x, xo, s, so, y, yo, n);
  }

  @Override
  public void adam(
      float keep1,
      float take1,
      float keep2,
      float take2,
      float scale,
      float epsilon,
      float[] g,
      int go,
      float[] m,
      int mo,
      float[] v,
      int vo,
      float[] x,
      int xo,
      float[] y,
      int yo,
      int n) {
    ScalarChains.adam(
        keep1, take1, keep2, take2, scale, epsilon, g, go, m, mo, v, vo, x, xo, y, yo, n);
  }

  @Override
  public float sum(float[] x, int xo, int n) {
    return ScalarReductions.sum(x, xo, n);
  }

  @Override
  public float max(float[] x, int xo, int n) {
    return ScalarReductions.max(x, xo, n);
  }

  @Override
  public void reduceOverRows(
      ReduceKind kind, float[] x, int xo, int stride, int rows, int cols, float[] y, int yo) {
    ScalarReductions.overRows(kind, x, xo, stride, rows, cols, y, yo);
  }

  @Override
  public void dots(
      int rows, float[] a, int ao, int lda, int[] steps, float[] b, int bo, float[] lanes, int lo) {
    ScalarDots.apply(rows, a, ao, lda, steps, b, bo, lanes, lo);
  }

  @Override
  public void maxPool(
      Pooled windows, float[] keys, int ko, float[] values, int vo, float[] y, int yo) {
    ScalarPooling.maxPool(windows, 0, keys, ko, values, vo, y, yo);
  }

  @Override
  public void maxUnpool(
      Pooled windows, float[] keys, int ko, float[] y, int yo, float[] x, int xo, boolean onto) {
    ScalarPooling.maxUnpool(windows, 0, keys, ko, y, yo, x, xo, onto);
  }

  @Override
  public void uniform(long seed, int stream, long step, long first, float[] y, int yo, int n) {
    Philox.uniform(seed, stream, step, first, y, yo, n);
  }

  @Override
  public void normal(long seed, int stream, long step, long first, float[] y, int yo, int n) {
    Philox.normal(seed, stream, step, first, y, yo, n);
  }

  @Override
  public MatrixProduct matrixProduct(
      MatrixProduct.Shape shape,
      MatrixProduct.Epilogue epilogue,
      ThreadTeam team,
      Workspace workspace) {
    long work = (long) shape.m() * shape.n() * shape.k();
    int longer = Math.max(shape.m(), shape.n());
    if (work < PLAIN_WORK || longer < PANEL_LENGTH) {
      return new PlainProduct(shape, epilogue, workspace);
    }
    return shape.m() < PACK_ROWS
        ? new RowwiseProduct(shape, ScalarKernels::row, epilogue, team, workspace)
        : new PanelProduct(shape, epilogue, team, workspace);
  }

  @Override
  public IndirectProduct indirectProduct(
      int[] steps, int[] places, int columns, Workspace workspace) {
    return new IndirectProduct(steps, places, columns, new ScalarIndirectTiles(), workspace);
  }

  private static void row(
      int n,
      int k,
      float[] a,
      int ao,
      int stepA,
      float[] b,
      int bo,
      int ldb,
      float[] init,
      int io,
      float[] c,
      int co) {
    PlainRow.multiply(n, k, a, ao, stepA, b, bo, ldb, 1, init, io, c, co);
  }
}
