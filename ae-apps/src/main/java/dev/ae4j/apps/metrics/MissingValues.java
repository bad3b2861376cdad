package dev.ae4j.apps.metrics;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;

/** Elements of samples that are missing, which is what NaN stands for. */
public final class MissingValues {
  private MissingValues() {}

  /** Returns how many elements are missing. */
  public static long count(TensorData samples) {
    long count = 0;
    for (float value : samples.values()) {
      count += Float.isNaN(value) ? 1 : 0;
    }
    return count;
  }

  /**
   * Returns the mean of each element over the samples that have it; 0 if none does.
   *
   * @param samples {@code [n, sample...]}
   * @return {@code [sample...]}
   */
  public static TensorData means(TensorData samples) {
    int width = samples.rowShape().sampleElements();
    double[] sums = new double[width];
    int[] counts = new int[width];
    float[] values = samples.values();
    for (int i = 0; i < values.length; i++) {
      if (!Float.isNaN(values[i])) {
        sums[i % width] += values[i];
        counts[i % width]++;
      }
    }
    float[] means = new float[width];
    for (int j = 0; j < width; j++) {
      means[j] = counts[j] == 0 ? 0 : (float) (sums[j] / counts[j]);
    }
    return TensorData.of(means, samples.rowShape());
  }

  /**
   * Returns samples in which what is missing has other values.
   *
   * @param samples {@code [n, sample...]}
   * @param values for all samples, {@code [sample...]}, or for each, {@code [n, sample...]}
   * @return the samples themselves if nothing is missing
   * @throws DataException if the values have another shape
   */
  public static TensorData filled(TensorData samples, TensorData values) {
    if (!values.shape().equals(samples.shape()) && !values.shape().equals(samples.rowShape())) {
      throw new DataException(
          "Values of the shape %s do not fill samples of %s"
              .formatted(values.shape(), samples.shape()));
    }
    if (count(samples) == 0) {
      return samples;
    }
    float[] from = values.values();
    float[] filled = samples.values().clone();
    for (int i = 0; i < filled.length; i++) {
      filled[i] = Float.isNaN(filled[i]) ? from[i % from.length] : filled[i];
    }
    return TensorData.of(filled, samples.shape());
  }
}
