package dev.ae4j.apps.metrics;

import dev.ae4j.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Classification by the majority among the nearest training samples in Euclidean distance (Cover
 * and Hart 1967): tells whether like samples have like features.
 *
 * <p>Of neighbours at the same distance the one that comes first in the training data is nearer; of
 * classes with the same number of neighbours the smallest wins.
 */
public final class NearestNeighbours {
  /** Queries at a time, so that a block of training samples stays in the cache for them. */
  private static final int QUERIES = 32;

  private NearestNeighbours() {}

  /**
   * Returns the share of test samples whose class is that of the majority of their neighbours.
   *
   * @param k the number of neighbours
   * @throws DataException if the features differ in size or there are fewer than k training samples
   */
  public static double accuracy(LabelledData training, LabelledData test, int k) {
    if (training.width() != test.width() || k < 1 || training.size() < k) {
      throw new DataException(
          "Cannot find "
              + k
              + " neighbours of features "
              + test.features().shape()
              + " among "
              + training.features().shape());
    }
    List<Block> blocks = new ArrayList<>();
    for (int from = 0; from < training.size(); from += Block.SIZE) {
      blocks.add(Block.of(training, from, Math.min(from + Block.SIZE, training.size())));
    }
    int[] predicted = new int[test.size()];
    IntStream.range(0, (test.size() + QUERIES - 1) / QUERIES)
        .parallel()
        .forEach(
            group -> {
              int from = group * QUERIES;
              int to = Math.min(from + QUERIES, test.size());
              int[][] labels = nearestLabels(blocks, test, from, to, k);
              for (int query = from; query < to; query++) {
                predicted[query] = majority(labels[query - from], training.classes());
              }
            });
    return test.accuracy(predicted);
  }

  /**
   * Some training samples, with the values of one feature side by side.
   *
   * @param columns {@code [features][samples]}
   * @param squaredNorms the squared length of each sample
   * @param labels the class of each sample
   */
  private record Block(float[][] columns, float[] squaredNorms, int[] labels) {
    static final int SIZE = 256;

    static Block of(LabelledData data, int from, int to) {
      int width = data.width();
      float[] values = data.features().values();
      float[][] columns = new float[width][to - from];
      float[] squaredNorms = new float[to - from];
      for (int i = 0; i < to - from; i++) {
        for (int j = 0; j < width; j++) {
          float value = values[(from + i) * width + j];
          columns[j][i] = value;
          squaredNorms[i] += value * value;
        }
      }
      return new Block(columns, squaredNorms, Arrays.copyOfRange(data.labels(), from, to));
    }
  }

  /** Returns the classes of the neighbours of each query, the nearest first. */
  private static int[][] nearestLabels(
      List<Block> blocks, LabelledData test, int from, int to, int k) {
    float[][] nearest = new float[to - from][k];
    int[][] labels = new int[to - from][k];
    for (float[] distances : nearest) {
      Arrays.fill(distances, Float.POSITIVE_INFINITY);
    }
    for (Block block : blocks) {
      for (int query = from; query < to; query++) {
        float[] distances = distances(block, test, query);
        for (int i = 0; i < distances.length; i++) {
          if (distances[i] < nearest[query - from][k - 1]) {
            insert(nearest[query - from], labels[query - from], distances[i], block.labels[i]);
          }
        }
      }
    }
    return labels;
  }

  /** Returns {@code |x|^2 - 2 q x}, which is the squared distance up to the constant |q|^2. */
  private static float[] distances(Block block, LabelledData test, int query) {
    int width = test.width();
    float[] values = test.features().values();
    int[] present = new int[width];
    float[] weights = new float[width];
    int count = 0;
    for (int j = 0; j < width; j++) {
      float value = values[query * width + j];
      if (value != 0) {
        weights[count] = -2 * value;
        present[count++] = j;
      }
    }
    float[] distances = block.squaredNorms.clone();
    WeightedSum.add(block.columns, present, weights, count, 0, distances);
    return distances;
  }

  /** Inserts into ascending distances, behind equal ones, dropping the last. */
  private static void insert(float[] distances, int[] labels, float distance, int label) {
    int at = distances.length - 1;
    for (; at > 0 && distances[at - 1] > distance; at--) {
      distances[at] = distances[at - 1];
      labels[at] = labels[at - 1];
    }
    distances[at] = distance;
    labels[at] = label;
  }

  private static int majority(int[] labels, int classes) {
    int[] votes = new int[classes];
    for (int label : labels) {
      votes[label]++;
    }
    int winner = 0;
    for (int c = 1; c < classes; c++) {
      if (votes[c] > votes[winner]) {
        winner = c;
      }
    }
    return winner;
  }
}
