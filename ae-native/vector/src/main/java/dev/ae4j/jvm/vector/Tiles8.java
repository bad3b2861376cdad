package dev.ae4j.jvm.vector;

import static dev.ae4j.jvm.vector.Species.FLOATS;
import static dev.ae4j.jvm.vector.Species.LANES;

import dev.ae4j.jvm.kernel.TileKernels;
import jdk.incubator.vector.FloatVector;

/**
 * Tiles of 8 rows, for processors with 32 vector registers: 16 of them hold the tile.
 *
 * <p>The accumulators are spelt out because C2 keeps only local variables in registers; an array or
 * a loop over them would put every one on the heap. Unrolling k by hand makes it slower as often as
 * faster.
 */
final class Tiles8 implements TileKernels {
  @Override
  public int rows() {
    return 8;
  }

  @Override
  public int lanes() {
    return LANES;
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
    int a1 = ao + Math.min(1, rows - 1) * lda;
    int a2 = ao + Math.min(2, rows - 1) * lda;
    int a3 = ao + Math.min(3, rows - 1) * lda;
    int a4 = ao + Math.min(4, rows - 1) * lda;
    int a5 = ao + Math.min(5, rows - 1) * lda;
    int a6 = ao + Math.min(6, rows - 1) * lda;
    int a7 = ao + Math.min(7, rows - 1) * lda;
    int i1 = io + Math.min(1, rows - 1) * ldi;
    int i2 = io + Math.min(2, rows - 1) * ldi;
    int i3 = io + Math.min(3, rows - 1) * ldi;
    int i4 = io + Math.min(4, rows - 1) * ldi;
    int i5 = io + Math.min(5, rows - 1) * ldi;
    int i6 = io + Math.min(6, rows - 1) * ldi;
    int i7 = io + Math.min(7, rows - 1) * ldi;
    FloatVector c0l = FloatVector.fromArray(FLOATS, init, io);
    FloatVector c0h = FloatVector.fromArray(FLOATS, init, io + LANES);
    FloatVector c1l = FloatVector.fromArray(FLOATS, init, i1);
    FloatVector c1h = FloatVector.fromArray(FLOATS, init, i1 + LANES);
    FloatVector c2l = FloatVector.fromArray(FLOATS, init, i2);
    FloatVector c2h = FloatVector.fromArray(FLOATS, init, i2 + LANES);
    FloatVector c3l = FloatVector.fromArray(FLOATS, init, i3);
    FloatVector c3h = FloatVector.fromArray(FLOATS, init, i3 + LANES);
    FloatVector c4l = FloatVector.fromArray(FLOATS, init, i4);
    FloatVector c4h = FloatVector.fromArray(FLOATS, init, i4 + LANES);
    FloatVector c5l = FloatVector.fromArray(FLOATS, init, i5);
    FloatVector c5h = FloatVector.fromArray(FLOATS, init, i5 + LANES);
    FloatVector c6l = FloatVector.fromArray(FLOATS, init, i6);
    FloatVector c6h = FloatVector.fromArray(FLOATS, init, i6 + LANES);
    FloatVector c7l = FloatVector.fromArray(FLOATS, init, i7);
    FloatVector c7h = FloatVector.fromArray(FLOATS, init, i7 + LANES);
    int bp = bo;
    for (int p = 0; p < k; p++) {
      FloatVector bl = FloatVector.fromArray(FLOATS, b, bp);
      FloatVector bh = FloatVector.fromArray(FLOATS, b, bp + LANES);
      FloatVector av = FloatVector.broadcast(FLOATS, a[ao + p]);
      c0l = av.fma(bl, c0l);
      c0h = av.fma(bh, c0h);
      av = FloatVector.broadcast(FLOATS, a[a1 + p]);
      c1l = av.fma(bl, c1l);
      c1h = av.fma(bh, c1h);
      av = FloatVector.broadcast(FLOATS, a[a2 + p]);
      c2l = av.fma(bl, c2l);
      c2h = av.fma(bh, c2h);
      av = FloatVector.broadcast(FLOATS, a[a3 + p]);
      c3l = av.fma(bl, c3l);
      c3h = av.fma(bh, c3h);
      av = FloatVector.broadcast(FLOATS, a[a4 + p]);
      c4l = av.fma(bl, c4l);
      c4h = av.fma(bh, c4h);
      av = FloatVector.broadcast(FLOATS, a[a5 + p]);
      c5l = av.fma(bl, c5l);
      c5h = av.fma(bh, c5h);
      av = FloatVector.broadcast(FLOATS, a[a6 + p]);
      c6l = av.fma(bl, c6l);
      c6h = av.fma(bh, c6h);
      av = FloatVector.broadcast(FLOATS, a[a7 + p]);
      c7l = av.fma(bl, c7l);
      c7h = av.fma(bh, c7h);
      bp += ldb;
    }
    int o1 = co + Math.min(1, rows - 1) * ldc;
    int o2 = co + Math.min(2, rows - 1) * ldc;
    int o3 = co + Math.min(3, rows - 1) * ldc;
    int o4 = co + Math.min(4, rows - 1) * ldc;
    int o5 = co + Math.min(5, rows - 1) * ldc;
    int o6 = co + Math.min(6, rows - 1) * ldc;
    int o7 = co + Math.min(7, rows - 1) * ldc;
    c0l.intoArray(c, co);
    c0h.intoArray(c, co + LANES);
    c1l.intoArray(c, o1);
    c1h.intoArray(c, o1 + LANES);
    c2l.intoArray(c, o2);
    c2h.intoArray(c, o2 + LANES);
    c3l.intoArray(c, o3);
    c3h.intoArray(c, o3 + LANES);
    c4l.intoArray(c, o4);
    c4h.intoArray(c, o4 + LANES);
    c5l.intoArray(c, o5);
    c5h.intoArray(c, o5 + LANES);
    c6l.intoArray(c, o6);
    c6h.intoArray(c, o6 + LANES);
    c7l.intoArray(c, o7);
    c7h.intoArray(c, o7 + LANES);
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
    int a1 = ao + Math.min(1, rows - 1) * lda;
    int a2 = ao + Math.min(2, rows - 1) * lda;
    int a3 = ao + Math.min(3, rows - 1) * lda;
    int a4 = ao + Math.min(4, rows - 1) * lda;
    int a5 = ao + Math.min(5, rows - 1) * lda;
    int a6 = ao + Math.min(6, rows - 1) * lda;
    int a7 = ao + Math.min(7, rows - 1) * lda;
    int i1 = io + Math.min(1, rows - 1) * ldi;
    int i2 = io + Math.min(2, rows - 1) * ldi;
    int i3 = io + Math.min(3, rows - 1) * ldi;
    int i4 = io + Math.min(4, rows - 1) * ldi;
    int i5 = io + Math.min(5, rows - 1) * ldi;
    int i6 = io + Math.min(6, rows - 1) * ldi;
    int i7 = io + Math.min(7, rows - 1) * ldi;
    FloatVector c0 = FloatVector.fromArray(FLOATS, init, io);
    FloatVector c1 = FloatVector.fromArray(FLOATS, init, i1);
    FloatVector c2 = FloatVector.fromArray(FLOATS, init, i2);
    FloatVector c3 = FloatVector.fromArray(FLOATS, init, i3);
    FloatVector c4 = FloatVector.fromArray(FLOATS, init, i4);
    FloatVector c5 = FloatVector.fromArray(FLOATS, init, i5);
    FloatVector c6 = FloatVector.fromArray(FLOATS, init, i6);
    FloatVector c7 = FloatVector.fromArray(FLOATS, init, i7);
    int bp = bo;
    for (int p = 0; p < k; p++) {
      FloatVector bv = FloatVector.fromArray(FLOATS, b, bp);
      c0 = FloatVector.broadcast(FLOATS, a[ao + p]).fma(bv, c0);
      c1 = FloatVector.broadcast(FLOATS, a[a1 + p]).fma(bv, c1);
      c2 = FloatVector.broadcast(FLOATS, a[a2 + p]).fma(bv, c2);
      c3 = FloatVector.broadcast(FLOATS, a[a3 + p]).fma(bv, c3);
      c4 = FloatVector.broadcast(FLOATS, a[a4 + p]).fma(bv, c4);
      c5 = FloatVector.broadcast(FLOATS, a[a5 + p]).fma(bv, c5);
      c6 = FloatVector.broadcast(FLOATS, a[a6 + p]).fma(bv, c6);
      c7 = FloatVector.broadcast(FLOATS, a[a7 + p]).fma(bv, c7);
      bp += ldb;
    }
    int o1 = co + Math.min(1, rows - 1) * ldc;
    int o2 = co + Math.min(2, rows - 1) * ldc;
    int o3 = co + Math.min(3, rows - 1) * ldc;
    int o4 = co + Math.min(4, rows - 1) * ldc;
    int o5 = co + Math.min(5, rows - 1) * ldc;
    int o6 = co + Math.min(6, rows - 1) * ldc;
    int o7 = co + Math.min(7, rows - 1) * ldc;
    c0.intoArray(c, co);
    c1.intoArray(c, o1);
    c2.intoArray(c, o2);
    c3.intoArray(c, o3);
    c4.intoArray(c, o4);
    c5.intoArray(c, o5);
    c6.intoArray(c, o6);
    c7.intoArray(c, o7);
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
    int i1 = io + Math.min(1, rows - 1) * ldi;
    int i2 = io + Math.min(2, rows - 1) * ldi;
    int i3 = io + Math.min(3, rows - 1) * ldi;
    int i4 = io + Math.min(4, rows - 1) * ldi;
    int i5 = io + Math.min(5, rows - 1) * ldi;
    int i6 = io + Math.min(6, rows - 1) * ldi;
    int i7 = io + Math.min(7, rows - 1) * ldi;
    FloatVector c0l = FloatVector.fromArray(FLOATS, init, io);
    FloatVector c0h = FloatVector.fromArray(FLOATS, init, io + LANES);
    FloatVector c1l = FloatVector.fromArray(FLOATS, init, i1);
    FloatVector c1h = FloatVector.fromArray(FLOATS, init, i1 + LANES);
    FloatVector c2l = FloatVector.fromArray(FLOATS, init, i2);
    FloatVector c2h = FloatVector.fromArray(FLOATS, init, i2 + LANES);
    FloatVector c3l = FloatVector.fromArray(FLOATS, init, i3);
    FloatVector c3h = FloatVector.fromArray(FLOATS, init, i3 + LANES);
    FloatVector c4l = FloatVector.fromArray(FLOATS, init, i4);
    FloatVector c4h = FloatVector.fromArray(FLOATS, init, i4 + LANES);
    FloatVector c5l = FloatVector.fromArray(FLOATS, init, i5);
    FloatVector c5h = FloatVector.fromArray(FLOATS, init, i5 + LANES);
    FloatVector c6l = FloatVector.fromArray(FLOATS, init, i6);
    FloatVector c6h = FloatVector.fromArray(FLOATS, init, i6 + LANES);
    FloatVector c7l = FloatVector.fromArray(FLOATS, init, i7);
    FloatVector c7h = FloatVector.fromArray(FLOATS, init, i7 + LANES);
    int ap = ao;
    int bp = bo;
    for (int p = 0; p < k; p++) {
      FloatVector bl = FloatVector.fromArray(FLOATS, b, bp);
      FloatVector bh = FloatVector.fromArray(FLOATS, b, bp + LANES);
      FloatVector av = FloatVector.broadcast(FLOATS, a[ap]);
      c0l = av.fma(bl, c0l);
      c0h = av.fma(bh, c0h);
      av = FloatVector.broadcast(FLOATS, a[ap + 1]);
      c1l = av.fma(bl, c1l);
      c1h = av.fma(bh, c1h);
      av = FloatVector.broadcast(FLOATS, a[ap + 2]);
      c2l = av.fma(bl, c2l);
      c2h = av.fma(bh, c2h);
      av = FloatVector.broadcast(FLOATS, a[ap + 3]);
      c3l = av.fma(bl, c3l);
      c3h = av.fma(bh, c3h);
      av = FloatVector.broadcast(FLOATS, a[ap + 4]);
      c4l = av.fma(bl, c4l);
      c4h = av.fma(bh, c4h);
      av = FloatVector.broadcast(FLOATS, a[ap + 5]);
      c5l = av.fma(bl, c5l);
      c5h = av.fma(bh, c5h);
      av = FloatVector.broadcast(FLOATS, a[ap + 6]);
      c6l = av.fma(bl, c6l);
      c6h = av.fma(bh, c6h);
      av = FloatVector.broadcast(FLOATS, a[ap + 7]);
      c7l = av.fma(bl, c7l);
      c7h = av.fma(bh, c7h);
      ap += lda;
      bp += ldb;
    }
    int o1 = co + Math.min(1, rows - 1) * ldc;
    int o2 = co + Math.min(2, rows - 1) * ldc;
    int o3 = co + Math.min(3, rows - 1) * ldc;
    int o4 = co + Math.min(4, rows - 1) * ldc;
    int o5 = co + Math.min(5, rows - 1) * ldc;
    int o6 = co + Math.min(6, rows - 1) * ldc;
    int o7 = co + Math.min(7, rows - 1) * ldc;
    c0l.intoArray(c, co);
    c0h.intoArray(c, co + LANES);
    c1l.intoArray(c, o1);
    c1h.intoArray(c, o1 + LANES);
    c2l.intoArray(c, o2);
    c2h.intoArray(c, o2 + LANES);
    c3l.intoArray(c, o3);
    c3h.intoArray(c, o3 + LANES);
    c4l.intoArray(c, o4);
    c4h.intoArray(c, o4 + LANES);
    c5l.intoArray(c, o5);
    c5h.intoArray(c, o5 + LANES);
    c6l.intoArray(c, o6);
    c6h.intoArray(c, o6 + LANES);
    c7l.intoArray(c, o7);
    c7h.intoArray(c, o7 + LANES);
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
    int i1 = io + Math.min(1, rows - 1) * ldi;
    int i2 = io + Math.min(2, rows - 1) * ldi;
    int i3 = io + Math.min(3, rows - 1) * ldi;
    int i4 = io + Math.min(4, rows - 1) * ldi;
    int i5 = io + Math.min(5, rows - 1) * ldi;
    int i6 = io + Math.min(6, rows - 1) * ldi;
    int i7 = io + Math.min(7, rows - 1) * ldi;
    FloatVector c0 = FloatVector.fromArray(FLOATS, init, io);
    FloatVector c1 = FloatVector.fromArray(FLOATS, init, i1);
    FloatVector c2 = FloatVector.fromArray(FLOATS, init, i2);
    FloatVector c3 = FloatVector.fromArray(FLOATS, init, i3);
    FloatVector c4 = FloatVector.fromArray(FLOATS, init, i4);
    FloatVector c5 = FloatVector.fromArray(FLOATS, init, i5);
    FloatVector c6 = FloatVector.fromArray(FLOATS, init, i6);
    FloatVector c7 = FloatVector.fromArray(FLOATS, init, i7);
    int ap = ao;
    int bp = bo;
    for (int p = 0; p < k; p++) {
      FloatVector bv = FloatVector.fromArray(FLOATS, b, bp);
      c0 = FloatVector.broadcast(FLOATS, a[ap]).fma(bv, c0);
      c1 = FloatVector.broadcast(FLOATS, a[ap + 1]).fma(bv, c1);
      c2 = FloatVector.broadcast(FLOATS, a[ap + 2]).fma(bv, c2);
      c3 = FloatVector.broadcast(FLOATS, a[ap + 3]).fma(bv, c3);
      c4 = FloatVector.broadcast(FLOATS, a[ap + 4]).fma(bv, c4);
      c5 = FloatVector.broadcast(FLOATS, a[ap + 5]).fma(bv, c5);
      c6 = FloatVector.broadcast(FLOATS, a[ap + 6]).fma(bv, c6);
      c7 = FloatVector.broadcast(FLOATS, a[ap + 7]).fma(bv, c7);
      ap += lda;
      bp += ldb;
    }
    int o1 = co + Math.min(1, rows - 1) * ldc;
    int o2 = co + Math.min(2, rows - 1) * ldc;
    int o3 = co + Math.min(3, rows - 1) * ldc;
    int o4 = co + Math.min(4, rows - 1) * ldc;
    int o5 = co + Math.min(5, rows - 1) * ldc;
    int o6 = co + Math.min(6, rows - 1) * ldc;
    int o7 = co + Math.min(7, rows - 1) * ldc;
    c0.intoArray(c, co);
    c1.intoArray(c, o1);
    c2.intoArray(c, o2);
    c3.intoArray(c, o3);
    c4.intoArray(c, o4);
    c5.intoArray(c, o5);
    c6.intoArray(c, o6);
    c7.intoArray(c, o7);
  }

  @Override
  public void packRows(
      float[] x, int xo, int ldx, int steps, int count, float[] y, int yo, int width) {
    VectorPacking.packRows(x, xo, ldx, steps, count, y, yo, width);
  }

  @Override
  public void packColumns(
      float[] x, int xo, int ldx, int steps, int count, float[] y, int yo, int width) {
    VectorPacking.packColumns(x, xo, ldx, steps, count, y, yo, width);
  }
}
