package dev.ae4j.jvm.kernel;

import dev.ae4j.graph.op.ReduceKind;
import java.util.Arrays;

/** Reductions in plain Java, in the order that {@link Kernels} states. */
public final class ScalarReductions {
  private ScalarReductions() {}

  /** The contract of {@link Kernels#sum}. */
  public static float sum(float[] x, int xo, int n) {
    if (n <= 0) {
      return 0;
    }
    float total = sumOfBlock(x, xo, Math.min(n, Kernels.ELEMENT_BLOCK));
    for (int i = Kernels.ELEMENT_BLOCK; i < n; i += Kernels.ELEMENT_BLOCK) {
      total += sumOfBlock(x, xo + i, Math.min(n - i, Kernels.ELEMENT_BLOCK));
    }
    return total;
  }

  private static float sumOfBlock(float[] x, int xo, int n) {
    int i = 0;
    float total = 0;
    if (n >= 16) {
      int end = n & -16;
      total = sumOfGroups(x, xo, end);
      i = end;
    }
    for (; i < n; i++) {
      total += x[xo + i];
    }
    return total;
  }

  private static float sumOfGroups(float[] x, int xo, int n) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    float s8 = 0;
    float s9 = 0;
    float s10 = 0;
    float s11 = 0;
    float s12 = 0;
    float s13 = 0;
    float s14 = 0;
    float s15 = 0;
    for (int i = 0; i < n; i += 16) {
      s0 += x[xo + i];
      s1 += x[xo + i + 1];
      s2 += x[xo + i + 2];
      s3 += x[xo + i + 3];
      s4 += x[xo + i + 4];
      s5 += x[xo + i + 5];
      s6 += x[xo + i + 6];
      s7 += x[xo + i + 7];
      s8 += x[xo + i + 8];
      s9 += x[xo + i + 9];
      s10 += x[xo + i + 10];
      s11 += x[xo + i + 11];
      s12 += x[xo + i + 12];
      s13 += x[xo + i + 13];
      s14 += x[xo + i + 14];
      s15 += x[xo + i + 15];
    }
    float t0 = s0 + s8;
    float t1 = s1 + s9;
    float t2 = s2 + s10;
    float t3 = s3 + s11;
    float t4 = s4 + s12;
    float t5 = s5 + s13;
    float t6 = s6 + s14;
    float t7 = s7 + s15;
    return ((t0 + t4) + (t2 + t6)) + ((t1 + t5) + (t3 + t7));
  }

  /** The contract of {@link Kernels#max}. */
  public static float max(float[] x, int xo, int n) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, x[xo + i]);
    }
    return largest;
  }

  /** The contract of {@link Kernels#reduceOverRows}. */
  public static void overRows(
      ReduceKind kind, float[] x, int xo, int stride, int rows, int cols, float[] y, int yo) {
    if (kind == ReduceKind.SUM) {
      int c = 0;
      for (; c <= cols - 4; c += 4) {
        sumFourColumns(x, xo + c, stride, rows, y, yo + c);
      }
      for (; c < cols; c++) {
        y[yo + c] = sumOfColumn(x, xo + c, stride, rows);
      }
    } else {
      Arrays.fill(y, yo, yo + cols, Float.NEGATIVE_INFINITY);
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < cols; c++) {
          y[yo + c] = Math.max(y[yo + c], x[xo + r * stride + c]);
        }
      }
    }
  }

  /** Four columns at a time, because one alone waits for each of its additions. */
  private static void sumFourColumns(float[] x, int xo, int stride, int rows, float[] y, int yo) {
    float t0 = 0;
    float t1 = 0;
    float t2 = 0;
    float t3 = 0;
    for (int block = 0; block < rows; block += Kernels.ROW_BLOCK) {
      int end = Math.min(rows, block + Kernels.ROW_BLOCK);
      float p0 = 0;
      float p1 = 0;
      float p2 = 0;
      float p3 = 0;
      for (int r = block; r < end; r++) {
        int at = xo + r * stride;
        p0 += x[at];
        p1 += x[at + 1];
        p2 += x[at + 2];
        p3 += x[at + 3];
      }
      t0 += p0;
      t1 += p1;
      t2 += p2;
      t3 += p3;
    }
    y[yo] = t0;
    y[yo + 1] = t1;
    y[yo + 2] = t2;
    y[yo + 3] = t3;
  }

  private static float sumOfColumn(float[] x, int xo, int stride, int rows) {
    float total = 0;
    for (int block = 0; block < rows; block += Kernels.ROW_BLOCK) {
      int end = Math.min(rows, block + Kernels.ROW_BLOCK);
      float partial = 0;
      for (int r = block; r < end; r++) {
        partial += x[xo + r * stride];
      }
      total += partial;
    }
    return total;
  }
}
