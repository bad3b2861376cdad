package dev.ae4j.jvm.kernel;

/**
 * The product of one row with a matrix in plain loops, for whatever is too small or too awkward for
 * anything better.
 *
 * <p>Several columns at a time, because one chain alone waits for each of its multiply-adds.
 */
public final class PlainRow {
  private PlainRow() {}

  /**
   * {@code c[co + j] = init[io + j] + sum over p of a[ao + p * stepA] b[bo + p * stepB + j *
   * columnB]} for {@code j < n}, each a chain of fused multiply-adds over {@code p < k}.
   */
  public static void multiply(
      int n,
      int k,
      float[] a,
      int ao,
      int stepA,
      float[] b,
      int bo,
      int stepB,
      int columnB,
      float[] init,
      int io,
      float[] c,
      int co) {
    int j = 0;
    for (; j <= n - 8; j += 8) {
      if (stepA == 1 && stepB == 1) {
        dots8(k, a, ao, b, bo + j * columnB, columnB, init, io + j, c, co + j);
        continue;
      }
      columns8(k, a, ao, stepA, b, bo + j * columnB, stepB, columnB, init, io + j, c, co + j);
    }
    if (j <= n - 4) {
      columns4(k, a, ao, stepA, b, bo + j * columnB, stepB, columnB, init, io + j, c, co + j);
      j += 4;
    }
    for (; j < n; j++) {
      c[co + j] = column(k, a, ao, stepA, b, bo + j * columnB, stepB, init[io + j]);
    }
  }

  private static void columns8(
      int k,
      float[] a,
      int ao,
      int stepA,
      float[] b,
      int bo,
      int stepB,
      int columnB,
      float[] init,
      int io,
      float[] c,
      int co) {
    int b1 = bo + columnB;
    int b2 = bo + 2 * columnB;
    int b3 = bo + 3 * columnB;
    int b4 = bo + 4 * columnB;
    int b5 = bo + 5 * columnB;
    int b6 = bo + 6 * columnB;
    int b7 = bo + 7 * columnB;
    float c0 = init[io];
    float c1 = init[io + 1];
    float c2 = init[io + 2];
    float c3 = init[io + 3];
    float c4 = init[io + 4];
    float c5 = init[io + 5];
    float c6 = init[io + 6];
    float c7 = init[io + 7];
    int ap = ao;
    int bp = 0;
    for (int p = 0; p < k; p++) {
      float av = a[ap];
      c0 = Math.fma(av, b[bo + bp], c0);
      c1 = Math.fma(av, b[b1 + bp], c1);
      c2 = Math.fma(av, b[b2 + bp], c2);
      c3 = Math.fma(av, b[b3 + bp], c3);
      c4 = Math.fma(av, b[b4 + bp], c4);
      c5 = Math.fma(av, b[b5 + bp], c5);
      c6 = Math.fma(av, b[b6 + bp], c6);
      c7 = Math.fma(av, b[b7 + bp], c7);
      ap += stepA;
      bp += stepB;
    }
    c[co] = c0;
    c[co + 1] = c1;
    c[co + 2] = c2;
    c[co + 3] = c3;
    c[co + 4] = c4;
    c[co + 5] = c5;
    c[co + 6] = c6;
    c[co + 7] = c7;
  }

  /**
   * The same for a row and columns without gaps. C2 takes the checks of bounds out of a loop whose
   * every index moves by 1, which makes it a fifth faster.
   */
  private static void dots8(
      int k,
      float[] a,
      int ao,
      float[] b,
      int bo,
      int columnB,
      float[] init,
      int io,
      float[] c,
      int co) {
    int b1 = bo + columnB;
    int b2 = bo + 2 * columnB;
    int b3 = bo + 3 * columnB;
    int b4 = bo + 4 * columnB;
    int b5 = bo + 5 * columnB;
    int b6 = bo + 6 * columnB;
    int b7 = bo + 7 * columnB;
    float c0 = init[io];
    float c1 = init[io + 1];
    float c2 = init[io + 2];
    float c3 = init[io + 3];
    float c4 = init[io + 4];
    float c5 = init[io + 5];
    float c6 = init[io + 6];
    float c7 = init[io + 7];
    for (int p = 0; p < k; p++) {
      float av = a[ao + p];
      c0 = Math.fma(av, b[bo + p], c0);
      c1 = Math.fma(av, b[b1 + p], c1);
      c2 = Math.fma(av, b[b2 + p], c2);
      c3 = Math.fma(av, b[b3 + p], c3);
      c4 = Math.fma(av, b[b4 + p], c4);
      c5 = Math.fma(av, b[b5 + p], c5);
      c6 = Math.fma(av, b[b6 + p], c6);
      c7 = Math.fma(av, b[b7 + p], c7);
    }
    c[co] = c0;
    c[co + 1] = c1;
    c[co + 2] = c2;
    c[co + 3] = c3;
    c[co + 4] = c4;
    c[co + 5] = c5;
    c[co + 6] = c6;
    c[co + 7] = c7;
  }

  private static void columns4(
      int k,
      float[] a,
      int ao,
      int stepA,
      float[] b,
      int bo,
      int stepB,
      int columnB,
      float[] init,
      int io,
      float[] c,
      int co) {
    int b1 = bo + columnB;
    int b2 = bo + 2 * columnB;
    int b3 = bo + 3 * columnB;
    float c0 = init[io];
    float c1 = init[io + 1];
    float c2 = init[io + 2];
    float c3 = init[io + 3];
    int ap = ao;
    int bp = 0;
    for (int p = 0; p < k; p++) {
      float av = a[ap];
      c0 = Math.fma(av, b[bo + bp], c0);
      c1 = Math.fma(av, b[b1 + bp], c1);
      c2 = Math.fma(av, b[b2 + bp], c2);
      c3 = Math.fma(av, b[b3 + bp], c3);
      ap += stepA;
      bp += stepB;
    }
    c[co] = c0;
    c[co + 1] = c1;
    c[co + 2] = c2;
    c[co + 3] = c3;
  }

  private static float column(
      int k, float[] a, int ao, int stepA, float[] b, int bo, int stepB, float start) {
    float sum = start;
    int ap = ao;
    int bp = bo;
    for (int p = 0; p < k; p++) {
      sum = Math.fma(a[ap], b[bp], sum);
      ap += stepA;
      bp += stepB;
    }
    return sum;
  }
}
