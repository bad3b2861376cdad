package dev.ae4j.apps.metrics;

import dev.ae4j.data.TensorData;

/**
 * How far outputs are from their targets, as means over all samples.
 *
 * <p>Targets and outputs have the same shape {@code [n, sample...]}. Elements of targets that are
 * missing, NaN, do not count for the squared and the absolute error.
 */
public final class Distortion {
  /** The PSNR of an image without any error, which would be infinite: the value of MSE 1e-10. */
  public static final double MAX_PSNR = 100;

  /** Keeps the logarithms of outputs finite; the value that Keras uses. */
  private static final double BCE_MARGIN = 1e-7;

  private Distortion() {}

  /**
   * Returns the mean squared error: the mean of {@code (t - y)^2} over all elements.
   *
   * @throws dev.ae4j.DataException if the shapes differ or there are no samples
   */
  public static double mse(TensorData target, TensorData output) {
    RowMean.checkSameShape(target, output);
    return RowMean.of(target.rows(), row -> squaredError(target, output, row));
  }

  /**
   * Returns the mean absolute error: the mean of {@code |t - y|} over all elements.
   *
   * @throws dev.ae4j.DataException if the shapes differ or there are no samples
   */
  public static double mae(TensorData target, TensorData output) {
    RowMean.checkSameShape(target, output);
    float[] t = target.values();
    float[] y = output.values();
    int width = target.rowShape().sampleElements();
    return RowMean.of(
        target.rows(),
        row -> {
          double sum = 0;
          int count = 0;
          for (int i = row * width; i < (row + 1) * width; i++) {
            if (!Float.isNaN(t[i])) {
              sum += Math.abs((double) t[i] - y[i]);
              count++;
            }
          }
          return count == 0 ? 0 : sum / count;
        });
  }

  /**
   * Returns the mean binary cross-entropy in nats: the mean of {@code -t ln y - (1 - t) ln(1 - y)}
   * over all elements, with {@code y} limited to {@code [1e-7, 1 - 1e-7]}.
   *
   * <p>For targets strictly between 0 and 1 its minimum is their entropy, not 0.
   *
   * @throws dev.ae4j.DataException if the shapes differ or there are no samples
   */
  public static double bce(TensorData target, TensorData output) {
    RowMean.checkSameShape(target, output);
    float[] t = target.values();
    float[] outputs = output.values();
    int width = target.rowShape().sampleElements();
    return RowMean.of(
        target.rows(),
        row -> {
          double sum = 0;
          for (int i = row * width; i < (row + 1) * width; i++) {
            double y = Math.min(Math.max(outputs[i], BCE_MARGIN), 1 - BCE_MARGIN);
            sum -= t[i] * StrictMath.log(y) + (1 - t[i]) * StrictMath.log(1 - y);
          }
          return sum / width;
        });
  }

  /**
   * Returns the peak signal-to-noise ratio in dB of images with the range 1: the mean over the
   * images of {@code 10 log10(1 / MSE)}, with outputs limited to {@code [0, 1]} first.
   *
   * <p>An image counts as {@link #MAX_PSNR} at most.
   *
   * @throws dev.ae4j.DataException if the shapes differ or there are no samples
   */
  public static double psnr(TensorData target, TensorData output) {
    TensorData limited = clip(output);
    RowMean.checkSameShape(target, limited);
    return RowMean.of(
        target.rows(),
        row -> Math.min(MAX_PSNR, -10 * StrictMath.log10(squaredError(target, limited, row))));
  }

  /** Returns a copy with every value limited to {@code [0, 1]}. */
  public static TensorData clip(TensorData data) {
    float[] values = data.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.min(Math.max(values[i], 0), 1);
    }
    return TensorData.of(values, data.shape());
  }

  private static double squaredError(TensorData target, TensorData output, int row) {
    float[] t = target.values();
    float[] y = output.values();
    int width = target.rowShape().sampleElements();
    double sum = 0;
    int count = 0;
    for (int i = row * width; i < (row + 1) * width; i++) {
      if (!Float.isNaN(t[i])) {
        double error = (double) t[i] - y[i];
        sum += error * error;
        count++;
      }
    }
    return count == 0 ? 0 : sum / count;
  }
}
