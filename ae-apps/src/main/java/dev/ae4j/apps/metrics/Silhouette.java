package dev.ae4j.apps.metrics;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import java.util.Arrays;
import java.util.Random;

/**
 * How well clusters are separated: Rousseeuw, "Silhouettes: a graphical aid to the interpretation
 * and validation of cluster analysis", 1987.
 */
public final class Silhouette {
  private static final long SEED = 1;

  private Silhouette() {}

  /**
   * Returns the mean over samples of {@code (b - a) / max(a, b)}, with {@code a} the mean distance
   * to the other samples of its cluster and {@code b} the smallest mean distance to those of
   * another one; 0 for a sample that is alone in its cluster. Up to 1, and below 0 if samples are
   * nearer to another cluster.
   *
   * @param samples {@code [n, ...]}
   * @param clusters the cluster of each sample, 0 or more
   * @param most if there are more samples, so many of them are taken, always the same
   * @throws DataException if there are not as many clusters as samples, or all samples are in one
   */
  public static double mean(TensorData samples, int[] clusters, int most) {
    LabelledData all = new LabelledData(samples, clusters);
    int[] chosen = chosen(all.size(), Math.min(most, all.size()));
    int[] sizes = new int[all.classes()];
    for (int row : chosen) {
      sizes[clusters[row]]++;
    }
    if (Arrays.stream(sizes).filter(size -> size > 0).count() < 2) {
      throw new DataException("A silhouette needs two clusters or more");
    }
    return RowMean.of(chosen.length, i -> ofSample(all, chosen, chosen[i], sizes));
  }

  /** Returns distinct numbers below {@code size}. */
  private static int[] chosen(int size, int count) {
    Random random = new Random(SEED);
    int[] order = new int[size];
    Arrays.setAll(order, i -> i);
    for (int i = 0; i < count; i++) {
      int other = i + random.nextInt(size - i);
      int swapped = order[i];
      order[i] = order[other];
      order[other] = swapped;
    }
    return Arrays.copyOf(order, count);
  }

  private static double ofSample(LabelledData all, int[] chosen, int row, int[] sizes) {
    float[] values = all.features().values();
    int width = all.width();
    int own = all.labels()[row];
    double[] distances = new double[sizes.length];
    for (int other : chosen) {
      float sum = 0;
      for (int j = 0; j < width; j++) {
        float difference = values[row * width + j] - values[other * width + j];
        sum += difference * difference;
      }
      distances[all.labels()[other]] += Math.sqrt(sum);
    }
    if (sizes[own] == 1) {
      return 0;
    }
    double a = distances[own] / (sizes[own] - 1);
    double b = Double.POSITIVE_INFINITY;
    for (int cluster = 0; cluster < sizes.length; cluster++) {
      if (cluster != own && sizes[cluster] > 0) {
        b = Math.min(b, distances[cluster] / sizes[cluster]);
      }
    }
    double larger = Math.max(a, b);
    return larger == 0 ? 0 : (b - a) / larger;
  }
}
