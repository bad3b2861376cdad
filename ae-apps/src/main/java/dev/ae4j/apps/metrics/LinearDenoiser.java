package dev.ae4j.apps.metrics;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import java.util.stream.IntStream;

/**
 * The best of all linear denoisers for the samples that it was fitted on: {@code E[x] + C_xy
 * C_yy^-1 (y - E[y])} with the covariances of clean samples {@code x} and noisy ones {@code y}, the
 * linear minimum mean square error estimator (Kay, Fundamentals of Statistical Signal Processing,
 * 1993, chapter 12).
 *
 * <p>Immutable. Repeatable, whatever the number of threads.
 */
public final class LinearDenoiser {
  /** A longer sample would take minutes and gigabytes. */
  public static final int MAX_WIDTH = 1024;

  /** Keeps elements that never change, with or without noise, from making the matrix singular. */
  private static final double RIDGE = 1e-5;

  private final int width;
  private final double[] offset;

  /** For each element of a noisy sample, what it adds to every element of the clean one. */
  private final float[][] weights;

  private LinearDenoiser(double[] offset, float[][] weights) {
    this.width = offset.length;
    this.offset = offset;
    this.weights = weights;
  }

  /**
   * Fits the denoiser: a few seconds for MNIST.
   *
   * @param clean training samples, {@code [n, sample...]}
   * @param noisy the same samples with noise
   * @throws DataException if the shapes differ, there are no samples, or they have more than {@link
   *     #MAX_WIDTH} elements
   */
  public static LinearDenoiser fit(TensorData clean, TensorData noisy) {
    RowMean.checkSameShape(clean, noisy);
    int width = clean.rowShape().sampleElements();
    if (clean.rows() == 0 || width > MAX_WIDTH) {
      throw new DataException(
          "A linear denoiser cannot be fitted to "
              + clean.rows()
              + " samples of "
              + width
              + " numbers; it takes up to "
              + MAX_WIDTH);
    }
    TensorData both = sideBySide(clean, noisy, width);
    double[] mean = Covariance.mean(both);
    double[][] covariance = Covariance.of(both, mean);
    double[][] noisyCovariance = new double[width][width];
    double[][] cross = new double[width][width];
    double trace = 0;
    for (int i = 0; i < width; i++) {
      System.arraycopy(covariance[width + i], width, noisyCovariance[i], 0, width);
      System.arraycopy(covariance[width + i], 0, cross[i], 0, width);
      trace += noisyCovariance[i][i];
    }
    double ridge = Math.max(RIDGE * trace / width, Float.MIN_NORMAL);
    for (int i = 0; i < width; i++) {
      noisyCovariance[i][i] += ridge;
    }
    Cholesky.solve(noisyCovariance, ridge, cross);
    double[] offset = new double[width];
    float[][] weights = new float[width][width];
    for (int j = 0; j < width; j++) {
      offset[j] = mean[j];
    }
    for (int i = 0; i < width; i++) {
      for (int j = 0; j < width; j++) {
        weights[i][j] = (float) cross[i][j];
        offset[j] -= mean[width + i] * cross[i][j];
      }
    }
    return new LinearDenoiser(offset, weights);
  }

  private static TensorData sideBySide(TensorData clean, TensorData noisy, int width) {
    float[] both = new float[Math.multiplyExact(2 * width, clean.rows())];
    for (int row = 0; row < clean.rows(); row++) {
      System.arraycopy(clean.values(), row * width, both, 2 * row * width, width);
      System.arraycopy(noisy.values(), row * width, both, (2 * row + 1) * width, width);
    }
    return TensorData.of(both, clean.rows(), 2 * width);
  }

  /**
   * Returns cleaned samples, not limited to any range.
   *
   * @param noisy {@code [n, sample...]}
   * @return the same shape
   * @throws DataException if the samples have another size than those it was fitted on
   */
  public TensorData denoise(TensorData noisy) {
    if (noisy.rowShape().sampleElements() != width) {
      throw new DataException(
          "The linear denoiser takes samples of "
              + width
              + " numbers, not of shape "
              + noisy.rowShape());
    }
    float[] values = noisy.values();
    float[] result = new float[values.length];
    int[] elements = IntStream.range(0, width).toArray();
    IntStream.range(0, noisy.rows())
        .parallel()
        .forEach(
            row -> {
              float[] factors = new float[width];
              float[] clean = new float[width];
              for (int j = 0; j < width; j++) {
                factors[j] = values[row * width + j];
                clean[j] = (float) offset[j];
              }
              WeightedSum.add(weights, elements, factors, width, 0, clean);
              System.arraycopy(clean, 0, result, row * width, width);
            });
    return TensorData.of(result, noisy.shape());
  }
}
