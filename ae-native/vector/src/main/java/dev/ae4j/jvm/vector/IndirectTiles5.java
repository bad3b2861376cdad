package dev.ae4j.jvm.vector;

import static dev.ae4j.jvm.vector.Species.FLOATS;
import static dev.ae4j.jvm.vector.Species.LANES;

import dev.ae4j.jvm.kernel.IndirectTiles;
import jdk.incubator.vector.FloatVector;

/** Tiles for processors with 16 vector registers; see {@link Tiles8} for how they are written. */
final class IndirectTiles5 implements IndirectTiles {
  @Override
  public int wideRows() {
    return 5;
  }

  @Override
  public int narrowRows() {
    return 10;
  }

  @Override
  public int lowRows() {
    return 3;
  }

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public void wide(
      int k,
      float[] a,
      int ao,
      int[] steps,
      float[] b,
      int bo,
      int ldb,
      float[] init,
      int io,
      int initScale,
      float[] c,
      int co,
      int[] places,
      int firstPlace) {
    int o0 = places[firstPlace];
    int o1 = places[firstPlace + 1];
    int o2 = places[firstPlace + 2];
    int o3 = places[firstPlace + 3];
    int o4 = places[firstPlace + 4];
    FloatVector c0l = FloatVector.fromArray(FLOATS, init, io + o0 * initScale);
    FloatVector c0h = FloatVector.fromArray(FLOATS, init, io + o0 * initScale + LANES);
    FloatVector c1l = FloatVector.fromArray(FLOATS, init, io + o1 * initScale);
    FloatVector c1h = FloatVector.fromArray(FLOATS, init, io + o1 * initScale + LANES);
    FloatVector c2l = FloatVector.fromArray(FLOATS, init, io + o2 * initScale);
    FloatVector c2h = FloatVector.fromArray(FLOATS, init, io + o2 * initScale + LANES);
    FloatVector c3l = FloatVector.fromArray(FLOATS, init, io + o3 * initScale);
    FloatVector c3h = FloatVector.fromArray(FLOATS, init, io + o3 * initScale + LANES);
    FloatVector c4l = FloatVector.fromArray(FLOATS, init, io + o4 * initScale);
    FloatVector c4h = FloatVector.fromArray(FLOATS, init, io + o4 * initScale + LANES);
    int bp = bo;
    for (int p = 0; p < k; p++) {
      int x = ao + steps[p];
      FloatVector bl = FloatVector.fromArray(FLOATS, b, bp);
      FloatVector bh = FloatVector.fromArray(FLOATS, b, bp + LANES);
      FloatVector av = FloatVector.broadcast(FLOATS, a[x]);
      c0l = av.fma(bl, c0l);
      c0h = av.fma(bh, c0h);
      av = FloatVector.broadcast(FLOATS, a[x + 1]);
      c1l = av.fma(bl, c1l);
      c1h = av.fma(bh, c1h);
      av = FloatVector.broadcast(FLOATS, a[x + 2]);
      c2l = av.fma(bl, c2l);
      c2h = av.fma(bh, c2h);
      av = FloatVector.broadcast(FLOATS, a[x + 3]);
      c3l = av.fma(bl, c3l);
      c3h = av.fma(bh, c3h);
      av = FloatVector.broadcast(FLOATS, a[x + 4]);
      c4l = av.fma(bl, c4l);
      c4h = av.fma(bh, c4h);
      bp += ldb;
    }
    c0l.intoArray(c, co + o0);
    c0h.intoArray(c, co + o0 + LANES);
    c1l.intoArray(c, co + o1);
    c1h.intoArray(c, co + o1 + LANES);
    c2l.intoArray(c, co + o2);
    c2h.intoArray(c, co + o2 + LANES);
    c3l.intoArray(c, co + o3);
    c3h.intoArray(c, co + o3 + LANES);
    c4l.intoArray(c, co + o4);
    c4h.intoArray(c, co + o4 + LANES);
  }

  @Override
  public void low(
      int k,
      float[] a,
      int ao,
      int[] steps,
      float[] b,
      int bo,
      int ldb,
      float[] init,
      int io,
      int initScale,
      float[] c,
      int co,
      int[] places,
      int firstPlace) {
    int o0 = places[firstPlace];
    int o1 = places[firstPlace + 1];
    int o2 = places[firstPlace + 2];
    FloatVector c0l = FloatVector.fromArray(FLOATS, init, io + o0 * initScale);
    FloatVector c0h = FloatVector.fromArray(FLOATS, init, io + o0 * initScale + LANES);
    FloatVector c1l = FloatVector.fromArray(FLOATS, init, io + o1 * initScale);
    FloatVector c1h = FloatVector.fromArray(FLOATS, init, io + o1 * initScale + LANES);
    FloatVector c2l = FloatVector.fromArray(FLOATS, init, io + o2 * initScale);
    FloatVector c2h = FloatVector.fromArray(FLOATS, init, io + o2 * initScale + LANES);
    int bp = bo;
    for (int p = 0; p < k; p++) {
      int x = ao + steps[p];
      FloatVector bl = FloatVector.fromArray(FLOATS, b, bp);
      FloatVector bh = FloatVector.fromArray(FLOATS, b, bp + LANES);
      FloatVector av = FloatVector.broadcast(FLOATS, a[x]);
      c0l = av.fma(bl, c0l);
      c0h = av.fma(bh, c0h);
      av = FloatVector.broadcast(FLOATS, a[x + 1]);
      c1l = av.fma(bl, c1l);
      c1h = av.fma(bh, c1h);
      av = FloatVector.broadcast(FLOATS, a[x + 2]);
      c2l = av.fma(bl, c2l);
      c2h = av.fma(bh, c2h);
      bp += ldb;
    }
    c0l.intoArray(c, co + o0);
    c0h.intoArray(c, co + o0 + LANES);
    c1l.intoArray(c, co + o1);
    c1h.intoArray(c, co + o1 + LANES);
    c2l.intoArray(c, co + o2);
    c2h.intoArray(c, co + o2 + LANES);
  }

  @Override
  public void narrow(
      int k,
      float[] a,
      int ao,
      int[] steps,
      float[] b,
      int bo,
      int ldb,
      float[] init,
      int io,
      int initScale,
      float[] c,
      int co,
      int[] places,
      int firstPlace) {
    int o0 = places[firstPlace];
    int o1 = places[firstPlace + 1];
    int o2 = places[firstPlace + 2];
    int o3 = places[firstPlace + 3];
    int o4 = places[firstPlace + 4];
    int o5 = places[firstPlace + 5];
    int o6 = places[firstPlace + 6];
    int o7 = places[firstPlace + 7];
    int o8 = places[firstPlace + 8];
    int o9 = places[firstPlace + 9];
    FloatVector c0 = FloatVector.fromArray(FLOATS, init, io + o0 * initScale);
    FloatVector c1 = FloatVector.fromArray(FLOATS, init, io + o1 * initScale);
    FloatVector c2 = FloatVector.fromArray(FLOATS, init, io + o2 * initScale);
    FloatVector c3 = FloatVector.fromArray(FLOATS, init, io + o3 * initScale);
    FloatVector c4 = FloatVector.fromArray(FLOATS, init, io + o4 * initScale);
    FloatVector c5 = FloatVector.fromArray(FLOATS, init, io + o5 * initScale);
    FloatVector c6 = FloatVector.fromArray(FLOATS, init, io + o6 * initScale);
    FloatVector c7 = FloatVector.fromArray(FLOATS, init, io + o7 * initScale);
    FloatVector c8 = FloatVector.fromArray(FLOATS, init, io + o8 * initScale);
    FloatVector c9 = FloatVector.fromArray(FLOATS, init, io + o9 * initScale);
    int bp = bo;
    for (int p = 0; p < k; p++) {
      int x = ao + steps[p];
      FloatVector bv = FloatVector.fromArray(FLOATS, b, bp);
      FloatVector av = FloatVector.broadcast(FLOATS, a[x]);
      c0 = av.fma(bv, c0);
      av = FloatVector.broadcast(FLOATS, a[x + 1]);
      c1 = av.fma(bv, c1);
      av = FloatVector.broadcast(FLOATS, a[x + 2]);
      c2 = av.fma(bv, c2);
      av = FloatVector.broadcast(FLOATS, a[x + 3]);
      c3 = av.fma(bv, c3);
      av = FloatVector.broadcast(FLOATS, a[x + 4]);
      c4 = av.fma(bv, c4);
      av = FloatVector.broadcast(FLOATS, a[x + 5]);
      c5 = av.fma(bv, c5);
      av = FloatVector.broadcast(FLOATS, a[x + 6]);
      c6 = av.fma(bv, c6);
      av = FloatVector.broadcast(FLOATS, a[x + 7]);
      c7 = av.fma(bv, c7);
      av = FloatVector.broadcast(FLOATS, a[x + 8]);
      c8 = av.fma(bv, c8);
      av = FloatVector.broadcast(FLOATS, a[x + 9]);
      c9 = av.fma(bv, c9);
      bp += ldb;
    }
    c0.intoArray(c, co + o0);
    c1.intoArray(c, co + o1);
    c2.intoArray(c, co + o2);
    c3.intoArray(c, co + o3);
    c4.intoArray(c, co + o4);
    c5.intoArray(c, co + o5);
    c6.intoArray(c, co + o6);
    c7.intoArray(c, co + o7);
    c8.intoArray(c, co + o8);
    c9.intoArray(c, co + o9);
  }
}
