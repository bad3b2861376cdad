package dev.ae4j.jvm.vector;

import static dev.ae4j.jvm.vector.Species.FLOATS;
import static dev.ae4j.jvm.vector.Species.LANES;

import dev.ae4j.graph.op.ReduceKind;
import dev.ae4j.jvm.kernel.Kernels;
import dev.ae4j.jvm.kernel.ScalarReductions;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/**
 * The reductions of {@link Kernels} on vectors, in the order stated there.
 *
 * <p>Never with {@code reduceLanes}: its order is unspecified, and it changes when C2 takes over.
 */
final class VectorReductions {
  private static final VectorShuffle<Float> BY_8 = rotation(8);
  private static final VectorShuffle<Float> BY_4 = rotation(4);
  private static final VectorShuffle<Float> BY_2 = rotation(2);
  private static final VectorShuffle<Float> BY_1 = rotation(1);

  private VectorReductions() {}

  private static VectorShuffle<Float> rotation(int by) {
    return VectorShuffle.iota(FLOATS, by % LANES, 1, true);
  }

  static float sum(float[] x, int xo, int n) {
    if (n < 64) {
      return ScalarReductions.sum(x, xo, n);
    }
    float total = sumOfBlock(x, xo, Math.min(n, Kernels.ELEMENT_BLOCK));
    for (int i = Kernels.ELEMENT_BLOCK; i < n; i += Kernels.ELEMENT_BLOCK) {
      total += sumOfBlock(x, xo + i, Math.min(n - i, Kernels.ELEMENT_BLOCK));
    }
    return total;
  }

  private static float sumOfBlock(float[] x, int xo, int n) {
    int i = n & -16;
    float total =
        switch (LANES) {
          case 16 -> sumBy16(x, xo, i);
          case 8 -> sumBy8(x, xo, i);
          default -> sumBy4(x, xo, i);
        };
    for (; i < n; i++) {
      total += x[xo + i];
    }
    return total;
  }

  private static float sumBy16(float[] x, int xo, int n) {
    FloatVector s = FloatVector.zero(FLOATS);
    for (int i = 0; i < n; i += 16) {
      s = s.add(FloatVector.fromArray(FLOATS, x, xo + i));
    }
    s = s.add(s.rearrange(BY_8));
    s = s.add(s.rearrange(BY_4));
    s = s.add(s.rearrange(BY_2));
    return s.add(s.rearrange(BY_1)).lane(0);
  }

  private static float sumBy8(float[] x, int xo, int n) {
    FloatVector s = FloatVector.zero(FLOATS);
    FloatVector s8 = FloatVector.zero(FLOATS);
    for (int i = 0; i < n; i += 16) {
      s = s.add(FloatVector.fromArray(FLOATS, x, xo + i));
      s8 = s8.add(FloatVector.fromArray(FLOATS, x, xo + i + 8));
    }
    s = s.add(s8);
    s = s.add(s.rearrange(BY_4));
    s = s.add(s.rearrange(BY_2));
    return s.add(s.rearrange(BY_1)).lane(0);
  }

  private static float sumBy4(float[] x, int xo, int n) {
    FloatVector s = FloatVector.zero(FLOATS);
    FloatVector s4 = FloatVector.zero(FLOATS);
    FloatVector s8 = FloatVector.zero(FLOATS);
    FloatVector s12 = FloatVector.zero(FLOATS);
    for (int i = 0; i < n; i += 16) {
      s = s.add(FloatVector.fromArray(FLOATS, x, xo + i));
      s4 = s4.add(FloatVector.fromArray(FLOATS, x, xo + i + 4));
      s8 = s8.add(FloatVector.fromArray(FLOATS, x, xo + i + 8));
      s12 = s12.add(FloatVector.fromArray(FLOATS, x, xo + i + 12));
    }
    s = s.add(s8).add(s4.add(s12));
    s = s.add(s.rearrange(BY_2));
    return s.add(s.rearrange(BY_1)).lane(0);
  }

  static float max(float[] x, int xo, int n) {
    if (n < 64) {
      return ScalarReductions.max(x, xo, n);
    }
    FloatVector m0 = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    FloatVector m1 = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    int i = 0;
    for (; i <= n - 2 * LANES; i += 2 * LANES) {
      m0 = m0.max(FloatVector.fromArray(FLOATS, x, xo + i));
      m1 = m1.max(FloatVector.fromArray(FLOATS, x, xo + i + LANES));
    }
    // Rotating by the number of lanes does nothing, and the larger of two equals is either.
    FloatVector m = m0.max(m1);
    m = m.max(m.rearrange(BY_8));
    m = m.max(m.rearrange(BY_4));
    m = m.max(m.rearrange(BY_2));
    float largest = m.max(m.rearrange(BY_1)).lane(0);
    for (; i < n; i++) {
      largest = Math.max(largest, x[xo + i]);
    }
    return largest;
  }

  static void overRows(
      ReduceKind kind, float[] x, int xo, int stride, int rows, int cols, float[] y, int yo) {
    if (cols < LANES) {
      ScalarReductions.overRows(kind, x, xo, stride, rows, cols, y, yo);
      return;
    }
    int c = 0;
    for (; c <= cols - 4 * LANES; c += 4 * LANES) {
      wideStrip(kind, x, xo + c, stride, rows, y, yo + c);
    }
    for (; c <= cols - LANES; c += LANES) {
      strip(kind, x, xo + c, stride, rows, y, yo + c);
    }
    if (c < cols) {
      // Columns that were done already come out the same again.
      int last = cols - LANES;
      strip(kind, x, xo + last, stride, rows, y, yo + last);
    }
  }

  private static void wideStrip(
      ReduceKind kind, float[] x, int xo, int stride, int rows, float[] y, int yo) {
    if (kind == ReduceKind.MAXIMUM) {
      maxOfWideStrip(x, xo, stride, rows, y, yo);
      return;
    }
    sumOfWideStrip(x, xo, stride, Math.min(rows, Kernels.ROW_BLOCK), y, yo, true);
    for (int r = Kernels.ROW_BLOCK; r < rows; r += Kernels.ROW_BLOCK) {
      int count = Math.min(rows - r, Kernels.ROW_BLOCK);
      sumOfWideStrip(x, xo + r * stride, stride, count, y, yo, false);
    }
  }

  private static void strip(
      ReduceKind kind, float[] x, int xo, int stride, int rows, float[] y, int yo) {
    if (kind == ReduceKind.MAXIMUM) {
      maxOfStrip(x, xo, stride, rows, y, yo);
      return;
    }
    sumOfStrip(x, xo, stride, Math.min(rows, Kernels.ROW_BLOCK), y, yo, true);
    for (int r = Kernels.ROW_BLOCK; r < rows; r += Kernels.ROW_BLOCK) {
      int count = Math.min(rows - r, Kernels.ROW_BLOCK);
      sumOfStrip(x, xo + r * stride, stride, count, y, yo, false);
    }
  }

  private static void sumOfWideStrip(
      float[] x, int xo, int stride, int rows, float[] y, int yo, boolean first) {
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = FloatVector.zero(FLOATS);
    FloatVector s2 = FloatVector.zero(FLOATS);
    FloatVector s3 = FloatVector.zero(FLOATS);
    int at = xo;
    for (int r = 0; r < rows; r++) {
      s0 = s0.add(FloatVector.fromArray(FLOATS, x, at));
      s1 = s1.add(FloatVector.fromArray(FLOATS, x, at + LANES));
      s2 = s2.add(FloatVector.fromArray(FLOATS, x, at + 2 * LANES));
      s3 = s3.add(FloatVector.fromArray(FLOATS, x, at + 3 * LANES));
      at += stride;
    }
    if (!first) {
      s0 = FloatVector.fromArray(FLOATS, y, yo).add(s0);
      s1 = FloatVector.fromArray(FLOATS, y, yo + LANES).add(s1);
      s2 = FloatVector.fromArray(FLOATS, y, yo + 2 * LANES).add(s2);
      s3 = FloatVector.fromArray(FLOATS, y, yo + 3 * LANES).add(s3);
    }
    s0.intoArray(y, yo);
    s1.intoArray(y, yo + LANES);
    s2.intoArray(y, yo + 2 * LANES);
    s3.intoArray(y, yo + 3 * LANES);
  }

  private static void sumOfStrip(
      float[] x, int xo, int stride, int rows, float[] y, int yo, boolean first) {
    FloatVector s = FloatVector.zero(FLOATS);
    int at = xo;
    for (int r = 0; r < rows; r++) {
      s = s.add(FloatVector.fromArray(FLOATS, x, at));
      at += stride;
    }
    if (!first) {
      s = FloatVector.fromArray(FLOATS, y, yo).add(s);
    }
    s.intoArray(y, yo);
  }

  private static void maxOfWideStrip(float[] x, int xo, int stride, int rows, float[] y, int yo) {
    FloatVector m0 = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    FloatVector m1 = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    FloatVector m2 = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    FloatVector m3 = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    int at = xo;
    for (int r = 0; r < rows; r++) {
      m0 = m0.max(FloatVector.fromArray(FLOATS, x, at));
      m1 = m1.max(FloatVector.fromArray(FLOATS, x, at + LANES));
      m2 = m2.max(FloatVector.fromArray(FLOATS, x, at + 2 * LANES));
      m3 = m3.max(FloatVector.fromArray(FLOATS, x, at + 3 * LANES));
      at += stride;
    }
    m0.intoArray(y, yo);
    m1.intoArray(y, yo + LANES);
    m2.intoArray(y, yo + 2 * LANES);
    m3.intoArray(y, yo + 3 * LANES);
  }

  private static void maxOfStrip(float[] x, int xo, int stride, int rows, float[] y, int yo) {
    FloatVector m = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    int at = xo;
    for (int r = 0; r < rows; r++) {
      m = m.max(FloatVector.fromArray(FLOATS, x, at));
      at += stride;
    }
    m.intoArray(y, yo);
  }
}
