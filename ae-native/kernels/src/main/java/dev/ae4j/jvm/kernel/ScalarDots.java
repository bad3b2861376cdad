package dev.ae4j.jvm.kernel;

/** The products of rows with one row in plain Java, with sums in local variables. */
final class ScalarDots {
  private ScalarDots() {}

  /** The contract of {@link Kernels#dots}. */
  static void apply(
      int rows, int n, float[] a, int ao, int lda, float[] b, int bo, float[] lanes, int lo) {
    for (int r = 0; r < rows; r++) {
      row(n, a, ao + r * lda, b, bo, lanes, lo + r * Kernels.DOT_LANES);
    }
  }

  private static void row(int n, float[] a, int ao, float[] b, int bo, float[] lanes, int lo) {
    float s0 = lanes[lo];
    float s1 = lanes[lo + 1];
    float s2 = lanes[lo + 2];
    float s3 = lanes[lo + 3];
    float s4 = lanes[lo + 4];
    float s5 = lanes[lo + 5];
    float s6 = lanes[lo + 6];
    float s7 = lanes[lo + 7];
    float s8 = lanes[lo + 8];
    float s9 = lanes[lo + 9];
    float s10 = lanes[lo + 10];
    float s11 = lanes[lo + 11];
    float s12 = lanes[lo + 12];
    float s13 = lanes[lo + 13];
    float s14 = lanes[lo + 14];
    float s15 = lanes[lo + 15];
    for (int i = 0; i < n; i += Kernels.DOT_LANES) {
      int ai = ao + i;
      int bi = bo + i;
      s0 = Math.fma(a[ai], b[bi], s0);
      s1 = Math.fma(a[ai + 1], b[bi + 1], s1);
      s2 = Math.fma(a[ai + 2], b[bi + 2], s2);
      s3 = Math.fma(a[ai + 3], b[bi + 3], s3);
      s4 = Math.fma(a[ai + 4], b[bi + 4], s4);
      s5 = Math.fma(a[ai + 5], b[bi + 5], s5);
      s6 = Math.fma(a[ai + 6], b[bi + 6], s6);
      s7 = Math.fma(a[ai + 7], b[bi + 7], s7);
      s8 = Math.fma(a[ai + 8], b[bi + 8], s8);
      s9 = Math.fma(a[ai + 9], b[bi + 9], s9);
      s10 = Math.fma(a[ai + 10], b[bi + 10], s10);
      s11 = Math.fma(a[ai + 11], b[bi + 11], s11);
      s12 = Math.fma(a[ai + 12], b[bi + 12], s12);
      s13 = Math.fma(a[ai + 13], b[bi + 13], s13);
      s14 = Math.fma(a[ai + 14], b[bi + 14], s14);
      s15 = Math.fma(a[ai + 15], b[bi + 15], s15);
    }
    lanes[lo] = s0;
    lanes[lo + 1] = s1;
    lanes[lo + 2] = s2;
    lanes[lo + 3] = s3;
    lanes[lo + 4] = s4;
    lanes[lo + 5] = s5;
    lanes[lo + 6] = s6;
    lanes[lo + 7] = s7;
    lanes[lo + 8] = s8;
    lanes[lo + 9] = s9;
    lanes[lo + 10] = s10;
    lanes[lo + 11] = s11;
    lanes[lo + 12] = s12;
    lanes[lo + 13] = s13;
    lanes[lo + 14] = s14;
    lanes[lo + 15] = s15;
  }
}
