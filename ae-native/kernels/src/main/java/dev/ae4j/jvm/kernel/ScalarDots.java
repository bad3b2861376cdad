package dev.ae4j.jvm.kernel;

/** The products of rows with one row in plain Java. */
final class ScalarDots {
  private ScalarDots() {}

  /** The contract of {@link Kernels#dots}. */
  static void apply(
      int rows, float[] a, int ao, int lda, int[] steps, float[] b, int bo, float[] lanes, int lo) {
    for (int r = 0; r < rows; r++) {
      int to = lo + r * Kernels.DOT_LANES;
      for (int lane = 0; lane < Kernels.DOT_LANES; lane += 4) {
        fourLanes(a, ao + r * lda + lane, steps, b, bo + lane, lanes, to + lane);
      }
    }
  }

  private static void fourLanes(
      float[] a, int ao, int[] steps, float[] b, int bo, float[] lanes, int lo) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    for (int i = 0; i < steps.length; i++) {
      int x = ao + steps[i];
      int y = bo + i * Kernels.DOT_LANES;
      s0 = Math.fma(a[x], b[y], s0);
      s1 = Math.fma(a[x + 1], b[y + 1], s1);
      s2 = Math.fma(a[x + 2], b[y + 2], s2);
      s3 = Math.fma(a[x + 3], b[y + 3], s3);
    }
    lanes[lo] = s0;
    lanes[lo + 1] = s1;
    lanes[lo + 2] = s2;
    lanes[lo + 3] = s3;
  }
}
