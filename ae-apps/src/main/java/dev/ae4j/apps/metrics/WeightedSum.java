package dev.ae4j.apps.metrics;

/** Adds up rows with weights: the inner loop of everything here that handles many samples. */
final class WeightedSum {
  private WeightedSum() {}

  /**
   * Adds {@code sum over k of weights[k] rows[indices[k]]} to a row.
   *
   * <p>Four rows at a time, each an array of its own: offsets into one array would keep the JIT
   * compiler from using vectors, at a sixth of the speed.
   *
   * @param count how many of the indices and weights to use
   * @param from the first element to add to
   */
  static void add(
      float[][] rows, int[] indices, float[] weights, int count, int from, float[] sum) {
    int k = 0;
    for (; k + 4 <= count; k += 4) {
      addFour(
          rows[indices[k]],
          weights[k],
          rows[indices[k + 1]],
          weights[k + 1],
          rows[indices[k + 2]],
          weights[k + 2],
          rows[indices[k + 3]],
          weights[k + 3],
          from,
          sum);
    }
    for (; k < count; k++) {
      addOne(rows[indices[k]], weights[k], from, sum);
    }
  }

  private static void addFour(
      float[] a,
      float wa,
      float[] b,
      float wb,
      float[] c,
      float wc,
      float[] d,
      float wd,
      int from,
      float[] sum) {
    for (int i = from; i < sum.length; i++) {
      sum[i] += wa * a[i] + wb * b[i] + (wc * c[i] + wd * d[i]);
    }
  }

  private static void addOne(float[] a, float weight, int from, float[] sum) {
    for (int i = from; i < sum.length; i++) {
      sum[i] += weight * a[i];
    }
  }
}
