package dev.ae4j.jvm.vector;

import static dev.ae4j.jvm.vector.Species.FLOATS;
import static dev.ae4j.jvm.vector.Species.LANES;

import dev.ae4j.jvm.kernel.Kernels;
import jdk.incubator.vector.FloatVector;

/** The vector loops behind {@link Kernels#dots}. */
final class VectorDots {
  private VectorDots() {}

  static void apply(
      int rows, int n, float[] a, int ao, int lda, float[] b, int bo, float[] lanes, int lo) {
    for (int lane = 0; lane < Kernels.DOT_LANES; lane += LANES) {
      for (int r = 0; r < rows; r += 4) {
        int count = Math.min(4, rows - r);
        int to = lo + r * Kernels.DOT_LANES + lane;
        fourRows(count, n, a, ao + r * lda + lane, lda, b, bo + lane, lanes, to);
      }
    }
  }

  /** Four rows share every read of b. Where there are fewer, the last one is computed again. */
  private static void fourRows(
      int rows, int n, float[] a, int ao, int lda, float[] b, int bo, float[] lanes, int lo) {
    int a1 = ao + Math.min(1, rows - 1) * lda;
    int a2 = ao + Math.min(2, rows - 1) * lda;
    int a3 = ao + Math.min(3, rows - 1) * lda;
    int l1 = lo + Math.min(1, rows - 1) * Kernels.DOT_LANES;
    int l2 = lo + Math.min(2, rows - 1) * Kernels.DOT_LANES;
    int l3 = lo + Math.min(3, rows - 1) * Kernels.DOT_LANES;
    FloatVector s0 = FloatVector.fromArray(FLOATS, lanes, lo);
    FloatVector s1 = FloatVector.fromArray(FLOATS, lanes, l1);
    FloatVector s2 = FloatVector.fromArray(FLOATS, lanes, l2);
    FloatVector s3 = FloatVector.fromArray(FLOATS, lanes, l3);
    for (int i = 0; i < n; i += Kernels.DOT_LANES) {
      FloatVector bv = FloatVector.fromArray(FLOATS, b, bo + i);
      s0 = FloatVector.fromArray(FLOATS, a, ao + i).fma(bv, s0);
      s1 = FloatVector.fromArray(FLOATS, a, a1 + i).fma(bv, s1);
      s2 = FloatVector.fromArray(FLOATS, a, a2 + i).fma(bv, s2);
      s3 = FloatVector.fromArray(FLOATS, a, a3 + i).fma(bv, s3);
    }
    s0.intoArray(lanes, lo);
    s1.intoArray(lanes, l1);
    s2.intoArray(lanes, l2);
    s3.intoArray(lanes, l3);
  }
}
