package dev.ae4j.jvm.vector;

import static dev.ae4j.jvm.vector.Species.FLOATS;
import static dev.ae4j.jvm.vector.Species.LANES;

import dev.ae4j.jvm.kernel.PlainRow;
import jdk.incubator.vector.FloatVector;

/**
 * The product of one row with a matrix, see {@link dev.ae4j.jvm.kernel.RowKernel}.
 *
 * <p>Eight vectors of columns at a time where there are that many: enough chains to hide how long a
 * multiply-add takes.
 */
final class VectorRow {
  private VectorRow() {}

  static void multiply(
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
    int j = 0;
    for (; j <= n - 8 * LANES; j += 8 * LANES) {
      columns8(k, a, ao, stepA, b, bo + j, ldb, init, io + j, c, co + j);
    }
    if (j <= n - 4 * LANES) {
      columns4(k, a, ao, stepA, b, bo + j, ldb, init, io + j, c, co + j);
      j += 4 * LANES;
    }
    if (j <= n - 2 * LANES) {
      columns2(k, a, ao, stepA, b, bo + j, ldb, init, io + j, c, co + j);
      j += 2 * LANES;
    }
    if (j <= n - LANES) {
      columns1(k, a, ao, stepA, b, bo + j, ldb, init, io + j, c, co + j);
      j += LANES;
    }
    if (j < n) {
      PlainRow.multiply(n - j, k, a, ao, stepA, b, bo + j, ldb, 1, init, io + j, c, co + j);
    }
  }

  private static void columns8(
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
    FloatVector c0 = FloatVector.fromArray(FLOATS, init, io);
    FloatVector c1 = FloatVector.fromArray(FLOATS, init, io + LANES);
    FloatVector c2 = FloatVector.fromArray(FLOATS, init, io + 2 * LANES);
    FloatVector c3 = FloatVector.fromArray(FLOATS, init, io + 3 * LANES);
    FloatVector c4 = FloatVector.fromArray(FLOATS, init, io + 4 * LANES);
    FloatVector c5 = FloatVector.fromArray(FLOATS, init, io + 5 * LANES);
    FloatVector c6 = FloatVector.fromArray(FLOATS, init, io + 6 * LANES);
    FloatVector c7 = FloatVector.fromArray(FLOATS, init, io + 7 * LANES);
    int ap = ao;
    int bp = bo;
    for (int p = 0; p < k; p++) {
      FloatVector av = FloatVector.broadcast(FLOATS, a[ap]);
      c0 = av.fma(FloatVector.fromArray(FLOATS, b, bp), c0);
      c1 = av.fma(FloatVector.fromArray(FLOATS, b, bp + LANES), c1);
      c2 = av.fma(FloatVector.fromArray(FLOATS, b, bp + 2 * LANES), c2);
      c3 = av.fma(FloatVector.fromArray(FLOATS, b, bp + 3 * LANES), c3);
      c4 = av.fma(FloatVector.fromArray(FLOATS, b, bp + 4 * LANES), c4);
      c5 = av.fma(FloatVector.fromArray(FLOATS, b, bp + 5 * LANES), c5);
      c6 = av.fma(FloatVector.fromArray(FLOATS, b, bp + 6 * LANES), c6);
      c7 = av.fma(FloatVector.fromArray(FLOATS, b, bp + 7 * LANES), c7);
      ap += stepA;
      bp += ldb;
    }
    c0.intoArray(c, co);
    c1.intoArray(c, co + LANES);
    c2.intoArray(c, co + 2 * LANES);
    c3.intoArray(c, co + 3 * LANES);
    c4.intoArray(c, co + 4 * LANES);
    c5.intoArray(c, co + 5 * LANES);
    c6.intoArray(c, co + 6 * LANES);
    c7.intoArray(c, co + 7 * LANES);
  }

  private static void columns4(
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
    FloatVector c0 = FloatVector.fromArray(FLOATS, init, io);
    FloatVector c1 = FloatVector.fromArray(FLOATS, init, io + LANES);
    FloatVector c2 = FloatVector.fromArray(FLOATS, init, io + 2 * LANES);
    FloatVector c3 = FloatVector.fromArray(FLOATS, init, io + 3 * LANES);
    int ap = ao;
    int bp = bo;
    for (int p = 0; p < k; p++) {
      FloatVector av = FloatVector.broadcast(FLOATS, a[ap]);
      c0 = av.fma(FloatVector.fromArray(FLOATS, b, bp), c0);
      c1 = av.fma(FloatVector.fromArray(FLOATS, b, bp + LANES), c1);
      c2 = av.fma(FloatVector.fromArray(FLOATS, b, bp + 2 * LANES), c2);
      c3 = av.fma(FloatVector.fromArray(FLOATS, b, bp + 3 * LANES), c3);
      ap += stepA;
      bp += ldb;
    }
    c0.intoArray(c, co);
    c1.intoArray(c, co + LANES);
    c2.intoArray(c, co + 2 * LANES);
    c3.intoArray(c, co + 3 * LANES);
  }

  private static void columns2(
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
    FloatVector c0 = FloatVector.fromArray(FLOATS, init, io);
    FloatVector c1 = FloatVector.fromArray(FLOATS, init, io + LANES);
    int ap = ao;
    int bp = bo;
    for (int p = 0; p < k; p++) {
      FloatVector av = FloatVector.broadcast(FLOATS, a[ap]);
      c0 = av.fma(FloatVector.fromArray(FLOATS, b, bp), c0);
      c1 = av.fma(FloatVector.fromArray(FLOATS, b, bp + LANES), c1);
      ap += stepA;
      bp += ldb;
    }
    c0.intoArray(c, co);
    c1.intoArray(c, co + LANES);
  }

  private static void columns1(
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
    FloatVector c0 = FloatVector.fromArray(FLOATS, init, io);
    int ap = ao;
    int bp = bo;
    for (int p = 0; p < k; p++) {
      FloatVector av = FloatVector.broadcast(FLOATS, a[ap]);
      c0 = av.fma(FloatVector.fromArray(FLOATS, b, bp), c0);
      ap += stepA;
      bp += ldb;
    }
    c0.intoArray(c, co);
  }
}
