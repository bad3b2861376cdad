package dev.ae4j.jvm.vector;

import static dev.ae4j.jvm.vector.Species.FLOATS;
import static dev.ae4j.jvm.vector.Species.LANES;

import dev.ae4j.jvm.kernel.Kernels;
import jdk.incubator.vector.FloatVector;

/** The vector loops behind {@link Kernels#dots}. */
final class VectorDots {
  private static final int ROWS = 8;

  private VectorDots() {}

  static void apply(
      int rows, float[] a, int ao, int lda, int[] steps, float[] b, int bo, float[] lanes, int lo) {
    for (int lane = 0; lane < Kernels.DOT_LANES; lane += LANES) {
      for (int r = 0; r < rows; r += ROWS) {
        int count = Math.min(ROWS, rows - r);
        int to = lo + r * Kernels.DOT_LANES + lane;
        eightRows(count, a, ao + r * lda + lane, lda, steps, b, bo + lane, lanes, to);
      }
    }
  }

  /** Eight rows share every read of b. Where there are fewer, the last one is computed again. */
  private static void eightRows(
      int rows, float[] a, int ao, int lda, int[] steps, float[] b, int bo, float[] lanes, int lo) {
    int a1 = ao + Math.min(1, rows - 1) * lda;
    int a2 = ao + Math.min(2, rows - 1) * lda;
    int a3 = ao + Math.min(3, rows - 1) * lda;
    int a4 = ao + Math.min(4, rows - 1) * lda;
    int a5 = ao + Math.min(5, rows - 1) * lda;
    int a6 = ao + Math.min(6, rows - 1) * lda;
    int a7 = ao + Math.min(7, rows - 1) * lda;
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = FloatVector.zero(FLOATS);
    FloatVector s2 = FloatVector.zero(FLOATS);
    FloatVector s3 = FloatVector.zero(FLOATS);
    FloatVector s4 = FloatVector.zero(FLOATS);
    FloatVector s5 = FloatVector.zero(FLOATS);
    FloatVector s6 = FloatVector.zero(FLOATS);
    FloatVector s7 = FloatVector.zero(FLOATS);
    for (int i = 0; i < steps.length; i++) {
      int x = steps[i];
      FloatVector bv = FloatVector.fromArray(FLOATS, b, bo + i * Kernels.DOT_LANES);
      s0 = FloatVector.fromArray(FLOATS, a, ao + x).fma(bv, s0);
      s1 = FloatVector.fromArray(FLOATS, a, a1 + x).fma(bv, s1);
      s2 = FloatVector.fromArray(FLOATS, a, a2 + x).fma(bv, s2);
      s3 = FloatVector.fromArray(FLOATS, a, a3 + x).fma(bv, s3);
      s4 = FloatVector.fromArray(FLOATS, a, a4 + x).fma(bv, s4);
      s5 = FloatVector.fromArray(FLOATS, a, a5 + x).fma(bv, s5);
      s6 = FloatVector.fromArray(FLOATS, a, a6 + x).fma(bv, s6);
      s7 = FloatVector.fromArray(FLOATS, a, a7 + x).fma(bv, s7);
    }
    s0.intoArray(lanes, lo);
    s1.intoArray(lanes, lo + Math.min(1, rows - 1) * Kernels.DOT_LANES);
    s2.intoArray(lanes, lo + Math.min(2, rows - 1) * Kernels.DOT_LANES);
    s3.intoArray(lanes, lo + Math.min(3, rows - 1) * Kernels.DOT_LANES);
    s4.intoArray(lanes, lo + Math.min(4, rows - 1) * Kernels.DOT_LANES);
    s5.intoArray(lanes, lo + Math.min(5, rows - 1) * Kernels.DOT_LANES);
    s6.intoArray(lanes, lo + Math.min(6, rows - 1) * Kernels.DOT_LANES);
    s7.intoArray(lanes, lo + Math.min(7, rows - 1) * Kernels.DOT_LANES);
  }
}
