package dev.ae4j.apps.metrics;

import dev.ae4j.data.TensorData;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Means and covariances of features.
 *
 * <p>Made for many samples: parts of the matrix are computed in parallel, samples go through the
 * cache in tiles, zeros are skipped (four fifths of MNIST). Every element is added up in one fixed
 * order, in float inside a tile and in double across tiles, so that the result does not depend on
 * the number of threads.
 */
final class Covariance {
  private static final int PARTS = 8;
  private static final int TILE = 64;

  private final float[] values;
  private final int rows;
  private final int width;

  private Covariance(TensorData samples) {
    this.values = samples.values();
    this.rows = samples.rows();
    this.width = samples.rowShape().sampleElements();
  }

  /** Returns the mean of each feature. */
  static double[] mean(TensorData samples) {
    int width = samples.rowShape().sampleElements();
    float[] values = samples.values();
    double[] mean = new double[width];
    for (int from = 0; from < values.length; from += width) {
      for (int j = 0; j < width; j++) {
        mean[j] += values[from + j];
      }
    }
    for (int j = 0; j < width; j++) {
      mean[j] /= samples.rows();
    }
    return mean;
  }

  /**
   * Returns the covariance of each pair of features, divided by the number of samples.
   *
   * @param samples {@code [n, features]} with n at least 1
   * @param mean the mean of each feature
   */
  static double[][] of(TensorData samples, double[] mean) {
    Covariance sums = new Covariance(samples);
    double[][] matrix = new double[sums.width][sums.width];
    IntStream.range(0, PARTS).parallel().forEach(part -> sums.addPart(part, matrix));
    for (int i = 0; i < matrix.length; i++) {
      for (int j = i; j < matrix.length; j++) {
        matrix[i][j] = matrix[i][j] / samples.rows() - mean[i] * mean[j];
        matrix[j][i] = matrix[i][j];
      }
    }
    return matrix;
  }

  /** Adds up products of features, for every {@link #PARTS}th row from the diagonal on. */
  private void addPart(int part, double[][] sums) {
    float[][] tile = new float[TILE][width];
    int[] present = new int[TILE];
    float[] weights = new float[TILE];
    float[] tileSum = new float[width];
    for (int start = 0; start < rows; start += TILE) {
      int size = Math.min(TILE, rows - start);
      for (int n = 0; n < size; n++) {
        System.arraycopy(values, (start + n) * width, tile[n], 0, width);
      }
      for (int i = part; i < width; i += PARTS) {
        int count = 0;
        for (int n = 0; n < size; n++) {
          if (tile[n][i] != 0) {
            weights[count] = tile[n][i];
            present[count++] = n;
          }
        }
        Arrays.fill(tileSum, 0);
        WeightedSum.add(tile, present, weights, count, i, tileSum);
        double[] sum = sums[i];
        for (int j = i; j < width; j++) {
          sum[j] += tileSum[j];
        }
      }
    }
  }
}
