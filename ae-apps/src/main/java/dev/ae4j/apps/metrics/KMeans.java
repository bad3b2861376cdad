package dev.ae4j.apps.metrics;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Clusters around means: Lloyd's algorithm ("Least squares quantization in PCM", 1982) from centres
 * that are drawn far apart (k-means++, Arthur and Vassilvitskii 2007).
 *
 * <p>Repeatable, whatever the number of threads.
 */
public final class KMeans {
  private static final int BLOCK = 256;
  private static final int MAX_STEPS = 300;

  private final TensorData samples;
  private final int rows;
  private final int width;

  /** The values of a block's samples, feature by feature: {@code [blocks][features][samples]}. */
  private final float[][][] columns;

  private KMeans(TensorData samples) {
    this.samples = samples;
    this.rows = samples.rows();
    this.width = samples.rowShape().sampleElements();
    this.columns = new float[(rows + BLOCK - 1) / BLOCK][width][];
    for (int block = 0; block < columns.length; block++) {
      int size = Math.min(BLOCK, rows - block * BLOCK);
      for (int j = 0; j < width; j++) {
        columns[block][j] = new float[size];
        for (int i = 0; i < size; i++) {
          columns[block][j][i] = samples.values()[(block * BLOCK + i) * width + j];
        }
      }
    }
  }

  /**
   * Samples in clusters.
   *
   * @param clusters the cluster of each sample
   * @param inertia the sum of the squared distances of the samples to the means of their clusters
   */
  public record Result(int[] clusters, double inertia) {}

  /**
   * Finds clusters.
   *
   * @param samples {@code [n, ...]}
   * @param count how many clusters, at most n
   * @param starts how often to begin anew; the result with the least inertia is returned
   * @param seed decides the first centres
   * @throws DataException if there are fewer samples than clusters
   */
  public static Result fit(TensorData samples, int count, int starts, long seed) {
    if (count < 1 || samples.rows() < count || starts < 1) {
      throw new DataException(
          "%d samples cannot be divided into %d clusters".formatted(samples.rows(), count));
    }
    KMeans kMeans = new KMeans(samples);
    Random random = new Random(seed);
    Result best = kMeans.run(count, random);
    for (int start = 1; start < starts; start++) {
      Result other = kMeans.run(count, random);
      best = other.inertia < best.inertia ? other : best;
    }
    return best;
  }

  private Result run(int count, Random random) {
    double[][] centres = firstCentres(count, random);
    int[] clusters = new int[rows];
    Arrays.fill(clusters, -1);
    for (int step = 0; step < MAX_STEPS; step++) {
      int[] nearest = nearest(centres);
      boolean same = Arrays.equals(nearest, clusters);
      clusters = nearest;
      if (same) {
        break;
      }
      moveToMeans(centres, clusters);
    }
    int[] last = clusters;
    double inertia = RowMean.of(rows, row -> distance(row, centres[last[row]])) * rows;
    return new Result(clusters, inertia);
  }

  /** Draws each centre among the samples, with a chance that grows with the squared distance. */
  private double[][] firstCentres(int count, Random random) {
    double[][] centres = new double[count][];
    double[] distances = new double[rows];
    Arrays.fill(distances, 1);
    for (int k = 0; k < count; k++) {
      double[] centre = sample(drawn(distances, random));
      centres[k] = centre;
      boolean first = k == 0;
      IntStream.range(0, rows)
          .parallel()
          .forEach(
              row -> {
                double distance = distance(row, centre);
                distances[row] = first ? distance : Math.min(distances[row], distance);
              });
    }
    return centres;
  }

  private static int drawn(double[] weights, Random random) {
    double left = random.nextDouble() * Arrays.stream(weights).sum();
    for (int i = 0; i < weights.length; i++) {
      left -= weights[i];
      if (left < 0) {
        return i;
      }
    }
    return random.nextInt(weights.length);
  }

  private double[] sample(int row) {
    double[] sample = new double[width];
    for (int j = 0; j < width; j++) {
      sample[j] = samples.values()[row * width + j];
    }
    return sample;
  }

  private double distance(int row, double[] centre) {
    double sum = 0;
    for (int j = 0; j < width; j++) {
      double difference = samples.values()[row * width + j] - centre[j];
      sum += difference * difference;
    }
    return sum;
  }

  private int[] nearest(double[][] centres) {
    int[] features = IntStream.range(0, width).toArray();
    float[][] weights = new float[centres.length][width];
    float[] squaredNorms = new float[centres.length];
    for (int k = 0; k < centres.length; k++) {
      for (int j = 0; j < width; j++) {
        weights[k][j] = (float) (-2 * centres[k][j]);
        squaredNorms[k] += (float) (centres[k][j] * centres[k][j]);
      }
    }
    int[] nearest = new int[rows];
    IntStream.range(0, columns.length)
        .parallel()
        .forEach(
            block -> {
              int size = Math.min(BLOCK, rows - block * BLOCK);
              float[] smallest = new float[size];
              Arrays.fill(smallest, Float.POSITIVE_INFINITY);
              float[] distances = new float[size];
              for (int k = 0; k < centres.length; k++) {
                // |c|^2 - 2 c x, which is the squared distance up to |x|^2
                Arrays.fill(distances, squaredNorms[k]);
                WeightedSum.add(columns[block], features, weights[k], width, 0, distances);
                for (int i = 0; i < size; i++) {
                  if (distances[i] < smallest[i]) {
                    smallest[i] = distances[i];
                    nearest[block * BLOCK + i] = k;
                  }
                }
              }
            });
    return nearest;
  }

  /** Moves each centre to the mean of its cluster; one without samples stays where it is. */
  private void moveToMeans(double[][] centres, int[] clusters) {
    int[] sizes = new int[centres.length];
    double[][] sums = new double[centres.length][width];
    for (int row = 0; row < rows; row++) {
      double[] sum = sums[clusters[row]];
      sizes[clusters[row]]++;
      for (int j = 0; j < width; j++) {
        sum[j] += samples.values()[row * width + j];
      }
    }
    for (int k = 0; k < centres.length; k++) {
      for (int j = 0; j < width && sizes[k] > 0; j++) {
        centres[k][j] = sums[k][j] / sizes[k];
      }
    }
  }
}
