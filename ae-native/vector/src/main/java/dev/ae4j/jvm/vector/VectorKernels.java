package dev.ae4j.jvm.vector;

import dev.ae4j.graph.op.BinaryKind;
import dev.ae4j.graph.op.CompareKind;
import dev.ae4j.graph.op.ReduceKind;
import dev.ae4j.graph.op.UnaryKind;
import dev.ae4j.jvm.kernel.IndirectProduct;
import dev.ae4j.jvm.kernel.IndirectTiles;
import dev.ae4j.jvm.kernel.Kernels;
import dev.ae4j.jvm.kernel.MatrixProduct;
import dev.ae4j.jvm.kernel.PackedProduct;
import dev.ae4j.jvm.kernel.Philox;
import dev.ae4j.jvm.kernel.PlainProduct;
import dev.ae4j.jvm.kernel.Pooled;
import dev.ae4j.jvm.kernel.RowwiseProduct;
import dev.ae4j.jvm.kernel.ThreadTeam;
import dev.ae4j.jvm.kernel.TileKernels;
import dev.ae4j.jvm.kernel.Workspace;

/** The kernel set on the Vector API. */
final class VectorKernels implements Kernels {
  // Multiply-adds below which packing does not pay.
  private static final long SMALL_WORK = 4096;

  // Rows below which packing B does not pay.
  private static final int PACK_ROWS = 4;
  // With 128 bits C2 lacks a multiplication of longs, and every vector becomes an object.
  private static final boolean WIDE_LONGS = Species.LANES > 4;

  private final TileKernels tiles = Species.registers() >= 32 ? new Tiles8() : new Tiles5();
  private final IndirectTiles indirectTiles =
      Species.registers() >= 32 ? new IndirectTiles8() : new IndirectTiles5();

  @Override
  public String name() {
    return "vector-" + Species.FLOATS.vectorBitSize();
  }

  @Override
  public void unary(UnaryKind kind, float[] x, int xo, float[] y, int yo, int n) {
    VectorUnary.apply(kind, x, xo, y, yo, n);
  }

  @Override
  public void binary(
      BinaryKind kind, float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    VectorBinary.apply(kind, a, ao, b, bo, y, yo, n);
  }

  @Override
  public void binary(BinaryKind kind, float[] a, int ao, float b, float[] y, int yo, int n) {
    VectorBinary.apply(kind, a, ao, b, y, yo, n);
  }

  @Override
  public void binary(BinaryKind kind, float a, float[] b, int bo, float[] y, int yo, int n) {
    VectorBinary.apply(kind, a, b, bo, y, yo, n);
  }

  @Override
  public void compare(
      CompareKind kind, float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    VectorCompare.apply(kind, a, ao, b, bo, y, yo, n);
  }

  @Override
  public void compare(CompareKind kind, float[] a, int ao, float b, float[] y, int yo, int n) {
    VectorCompare.apply(kind, a, ao, b, y, yo, n);
  }

  @Override
  public void compare(CompareKind kind, float a, float[] b, int bo, float[] y, int yo, int n) {
    VectorCompare.apply(kind, a, b, bo, y, yo, n);
  }

  @Override
  public void select(
      float[] mask, int mo, float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    VectorSelect.select(mask, mo, a, ao, b, bo, y, yo, n);
  }

  @Override
  public void select(float[] mask, int mo, float[] a, int ao, float b, float[] y, int yo, int n) {
    VectorSelect.select(mask, mo, a, ao, b, y, yo, n);
  }

  @Override
  public void select(float[] mask, int mo, float a, float[] b, int bo, float[] y, int yo, int n) {
    VectorSelect.select(mask, mo, a, b, bo, y, yo, n);
  }

  @Override
  public void select(float[] mask, int mo, float a, float b, float[] y, int yo, int n) {
    VectorSelect.select(mask, mo, a, b, y, yo, n);
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
    VectorChains.choose(kind, a, b, bo, x, xo, other, y, yo, n);
  }

  @Override
  public void sigmoidGradient(float[] x, int xo, float[] s, int so, float[] y, int yo, int n) {
    VectorChains.sigmoidGradient(x, xo, s, so, y, yo, n);
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
    VectorChains.adam(
        keep1, take1, keep2, take2, scale, epsilon, g, go, m, mo, v, vo, x, xo, y, yo, n);
  }

  @Override
  public float sum(float[] x, int xo, int n) {
    return VectorReductions.sum(x, xo, n);
  }

  @Override
  public float max(float[] x, int xo, int n) {
    return VectorReductions.max(x, xo, n);
  }

  @Override
  public void reduceOverRows(
      ReduceKind kind, float[] x, int xo, int stride, int rows, int cols, float[] y, int yo) {
    VectorReductions.overRows(kind, x, xo, stride, rows, cols, y, yo);
  }

  @Override
  public void dots(
      int rows, float[] a, int ao, int lda, int[] steps, float[] b, int bo, float[] lanes, int lo) {
    VectorDots.apply(rows, a, ao, lda, steps, b, bo, lanes, lo);
  }

  @Override
  public void maxPool(
      Pooled windows, float[] keys, int ko, float[] values, int vo, float[] y, int yo) {
    VectorPooling.maxPool(windows, keys, ko, values, vo, y, yo);
  }

  @Override
  public void maxUnpool(
      Pooled windows, float[] keys, int ko, float[] y, int yo, float[] x, int xo, boolean onto) {
    VectorPooling.maxUnpool(windows, keys, ko, y, yo, x, xo, onto);
  }

  @Override
  public void uniform(long seed, int stream, long step, long first, float[] y, int yo, int n) {
    if (WIDE_LONGS) {
      VectorRandom.uniform(seed, stream, step, first, y, yo, n);
    } else {
      Philox.uniform(seed, stream, step, first, y, yo, n);
    }
  }

  @Override
  public void normal(long seed, int stream, long step, long first, float[] y, int yo, int n) {
    if (WIDE_LONGS) {
      VectorRandom.normal(seed, stream, step, first, y, yo, n);
    } else {
      Philox.normal(seed, stream, step, first, y, yo, n);
    }
  }

  @Override
  public MatrixProduct matrixProduct(
      MatrixProduct.Shape shape,
      MatrixProduct.Epilogue epilogue,
      ThreadTeam team,
      Workspace workspace) {
    long work = (long) shape.m() * shape.n() * shape.k();
    boolean small = work < SMALL_WORK;
    if ((small || shape.m() < PACK_ROWS) && NarrowProduct.fits(shape)) {
      return new NarrowProduct(shape, epilogue, workspace);
    }
    boolean readableRows = shape.n() >= Species.LANES && !shape.transposeB();
    if (small && !readableRows) {
      return new PlainProduct(shape, epilogue, workspace);
    }
    return small || shape.m() < PACK_ROWS
        ? new RowwiseProduct(shape, VectorRow::multiply, epilogue, team, workspace)
        : new PackedProduct(shape, tiles, epilogue, team, workspace);
  }

  @Override
  public IndirectProduct indirectProduct(
      int[] steps, int[] places, int columns, Workspace workspace) {
    return new IndirectProduct(steps, places, columns, indirectTiles, workspace);
  }
}
