package dev.ae4j.apps.metrics;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Principal component analysis: the best linear autoencoder in the sense of the squared error, and
 * so the baseline that a nonlinear one has to beat (Pearson 1901; Bourlard and Kamp 1988).
 *
 * <p>Immutable.
 */
public final class Pca {
  /**
   * Wider samples should not be given to {@link #fit}, which computes with a matrix of so many rows
   * and columns: 128 MiB.
   */
  public static final int MAX_WIDTH = 4096;

  private final double[] mean;
  private final double[][] axes;

  private Pca(double[] mean, double[][] axes) {
    this.mean = mean;
    this.axes = axes;
  }

  /**
   * Finds the directions of the largest variance.
   *
   * <p>Repeatable, whatever the number of threads. A few tenths of a second for MNIST.
   *
   * @param samples {@code [n, sample...]}
   * @param components how many, at most the number of elements of a sample
   * @throws DataException if there are no samples or too few elements
   */
  public static Pca fit(TensorData samples, int components) {
    int width = samples.rowShape().sampleElements();
    if (samples.rows() == 0 || components < 1 || components > width) {
      throw new DataException(
          "PCA cannot find "
              + components
              + " components in "
              + samples.rows()
              + " samples of "
              + width
              + " numbers");
    }
    double[] mean = Covariance.mean(samples);
    double[][] covariance = Covariance.of(samples, mean);
    return new Pca(mean, LeadingEigenvectors.of(covariance, components));
  }

  /**
   * Returns the first components only, as if fitted with fewer.
   *
   * @throws IndexOutOfBoundsException if there are not so many
   */
  public Pca leading(int components) {
    return new Pca(mean, Arrays.copyOf(axes, Objects.checkIndex(components, axes.length + 1)));
  }

  /** Returns the number of components. */
  public int components() {
    return axes.length;
  }

  /**
   * Returns the coordinates of samples along the components, the one of largest variance first.
   *
   * @param samples {@code [n, sample...]}
   * @return {@code [n, components]}
   * @throws DataException if the samples have another size than those it was fitted on
   */
  public TensorData encode(TensorData samples) {
    int width = mean.length;
    if (samples.rowShape().sampleElements() != width) {
      throw new DataException(
          "PCA takes samples of " + width + " numbers, not of shape " + samples.rowShape());
    }
    int rows = samples.rows();
    int count = axes.length;
    double[][] axesByElement = transposed();
    double[] offset = new double[count];
    for (int j = 0; j < width; j++) {
      add(offset, -mean[j], axesByElement[j]);
    }
    float[] values = samples.values();
    float[] codes = new float[rows * count];
    IntStream.range(0, rows)
        .parallel()
        .forEach(
            row -> {
              double[] code = offset.clone();
              for (int j = 0; j < width; j++) {
                float value = values[row * width + j];
                if (value != 0) {
                  add(code, value, axesByElement[j]);
                }
              }
              store(code, codes, row);
            });
    return TensorData.of(codes, rows, count);
  }

  /**
   * Returns the samples that coordinates stand for, not limited to any range.
   *
   * @param codes {@code [n, components]}
   * @return {@code [n, elements]}
   * @throws DataException if a code has another size
   */
  public TensorData decode(TensorData codes) {
    int count = axes.length;
    if (codes.rowShape().sampleElements() != count) {
      throw new DataException(
          "PCA takes codes of " + count + " numbers, not of shape " + codes.rowShape());
    }
    int rows = codes.rows();
    float[] values = codes.values();
    float[] samples = new float[rows * mean.length];
    IntStream.range(0, rows)
        .parallel()
        .forEach(
            row -> {
              double[] sample = mean.clone();
              for (int k = 0; k < count; k++) {
                float value = values[row * count + k];
                if (value != 0) {
                  add(sample, value, axes[k]);
                }
              }
              store(sample, samples, row);
            });
    return TensorData.of(samples, rows, mean.length);
  }

  private double[][] transposed() {
    double[][] result = new double[mean.length][axes.length];
    for (int k = 0; k < axes.length; k++) {
      for (int j = 0; j < mean.length; j++) {
        result[j][k] = axes[k][j];
      }
    }
    return result;
  }

  private static void add(double[] sum, double factor, double[] vector) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * vector[i];
    }
  }

  private static void store(double[] row, float[] rows, int index) {
    for (int i = 0; i < row.length; i++) {
      rows[index * row.length + i] = (float) row[i];
    }
  }
}
