package dev.ae4j.jvm.vector;

import static dev.ae4j.jvm.vector.Species.FLOATS;
import static dev.ae4j.jvm.vector.Species.LANES;

import jdk.incubator.vector.FloatVector;

/** Packing, see {@link dev.ae4j.jvm.kernel.TileKernels}. */
final class VectorPacking {
  private VectorPacking() {}

  static void packRows(
      float[] x, int xo, int ldx, int steps, int count, float[] y, int yo, int width) {
    if (count == 2 * LANES && width == count) {
      packWideRows(x, xo, ldx, steps, y, yo);
      return;
    }
    int i = 0;
    // A tile of 8 rows is half a vector of 16 lanes, and a second width is not an option.
    for (; i <= count - 8; i += 8) {
      packRows8(x, xo + i, ldx, steps, y, yo + i, width);
    }
    for (; i < width; i++) {
      packOne(x, xo + Math.min(i, count - 1), ldx, steps, y, yo + i, width);
    }
  }

  static void packColumns(
      float[] x, int xo, int ldx, int steps, int count, float[] y, int yo, int width) {
    int i = 0;
    for (; i <= count - 8; i += 8) {
      packColumns8(x, xo + i * ldx, ldx, steps, y, yo + i, width);
    }
    for (; i < width; i++) {
      packOne(x, xo + Math.min(i, count - 1) * ldx, 1, steps, y, yo + i, width);
    }
  }

  private static void packWideRows(float[] x, int xo, int ldx, int steps, float[] y, int yo) {
    int from = xo;
    int to = yo;
    for (int p = 0; p < steps; p++) {
      FloatVector.fromArray(FLOATS, x, from).intoArray(y, to);
      FloatVector.fromArray(FLOATS, x, from + LANES).intoArray(y, to + LANES);
      from += ldx;
      to += 2 * LANES;
    }
  }

  private static void packRows8(
      float[] x, int xo, int ldx, int steps, float[] y, int yo, int width) {
    int from = xo;
    int to = yo;
    for (int p = 0; p < steps; p++) {
      y[to] = x[from];
      y[to + 1] = x[from + 1];
      y[to + 2] = x[from + 2];
      y[to + 3] = x[from + 3];
      y[to + 4] = x[from + 4];
      y[to + 5] = x[from + 5];
      y[to + 6] = x[from + 6];
      y[to + 7] = x[from + 7];
      from += ldx;
      to += width;
    }
  }

  private static void packColumns8(
      float[] x, int xo, int ldx, int steps, float[] y, int yo, int width) {
    int x1 = xo + ldx;
    int x2 = xo + 2 * ldx;
    int x3 = xo + 3 * ldx;
    int x4 = xo + 4 * ldx;
    int x5 = xo + 5 * ldx;
    int x6 = xo + 6 * ldx;
    int x7 = xo + 7 * ldx;
    int to = yo;
    for (int p = 0; p < steps; p++) {
      y[to] = x[xo + p];
      y[to + 1] = x[x1 + p];
      y[to + 2] = x[x2 + p];
      y[to + 3] = x[x3 + p];
      y[to + 4] = x[x4 + p];
      y[to + 5] = x[x5 + p];
      y[to + 6] = x[x6 + p];
      y[to + 7] = x[x7 + p];
      to += width;
    }
  }

  private static void packOne(
      float[] x, int xo, int stepX, int steps, float[] y, int yo, int width) {
    for (int p = 0; p < steps; p++) {
      y[yo + p * width] = x[xo + p * stepX];
    }
  }
}
