package dev.ae4j.apps.metrics;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
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
    int[][] neighbours = find(training.features(), test.features(), k);
    int[] predicted = new int[test.size()];
    for (int query = 0; query < predicted.length; query++) {
      int[] labels = Arrays.stream(neighbours[query]).map(i -> training.labels()[i]).toArray();
      predicted[query] = majority(labels, training.classes());
    }
    return test.accuracy(predicted);
  }

  /**
   * Returns which samples are nearest to each query, the nearest first.
   *
   * @param samples {@code [n, ...]}
   * @param queries {@code [m, ...]}
   * @param k the number of neighbours
   * @return {@code [m][k]}
   * @throws DataException if the rows differ in size or there are fewer than k samples
   */
  public static int[][] find(TensorData samples, TensorData queries, int k) {
    int width = samples.rowShape().sampleElements();
    if (width != queries.rowShape().sampleElements() || k < 1 || samples.rows() < k) {
      throw new DataException(
          "Cannot find "
              + k
              + " neighbours of features "
              + queries.shape()
              + " among "
              + samples.shape());
    }
    List<Block> blocks = new ArrayList<>();
    for (int from = 0; from < samples.rows(); from += Block.SIZE) {
      blocks.add(Block.of(samples, from, Math.min(from + Block.SIZE, samples.rows())));
    }
    int[][] neighbours = new int[queries.rows()][k];
    IntStream.range(0, (queries.rows() + QUERIES - 1) / QUERIES)
        .parallel()
        .forEach(
            group -> {
              int from = group * QUERIES;
              int to = Math.min(from + QUERIES, queries.rows());
              findNearest(blocks, queries, from, to, neighbours);
            });
    return neighbours;
  }

  /**
   * Some samples, with the values of one feature side by side.
   *
   * @param columns {@code [features][samples]}
   * @param squaredNorms the squared length of each sample
   * @param start the number of the first sample
   */
  private record Block(float[][] columns, float[] squaredNorms, int start) {
    static final int SIZE = 256;

    static Block of(TensorData samples, int from, int to) {
      int width = samples.rowShape().sampleElements();
      float[] values = samples.values();
      float[][] columns = new float[width][to - from];
      float[] squaredNorms = new float[to - from];
      for (int i = 0; i < to - from; i++) {
        for (int j = 0; j < width; j++) {
          float value = values[(from + i) * width + j];
          columns[j][i] = value;
          squaredNorms[i] += value * value;
        }
      }
      return new Block(columns, squaredNorms, from);
    }
  }

  private static void findNearest(
      List<Block> blocks, TensorData queries, int from, int to, int[][] neighbours) {
    int k = neighbours[from].length;
    float[][] nearest = new float[to - from][k];
    for (float[] distances : nearest) {
      Arrays.fill(distances, Float.POSITIVE_INFINITY);
    }
    for (Block block : blocks) {
      for (int query = from; query < to; query++) {
        float[] distances = distances(block, queries, query);
        for (int i = 0; i < distances.length; i++) {
          if (distances[i] < nearest[query - from][k - 1]) {
            insert(nearest[query - from], neighbours[query], distances[i], block.start + i);
          }
        }
      }
    }
  }

  /** Returns {@code |x|^2 - 2 q x}, which is the squared distance up to the constant |q|^2. */
  private static float[] distances(Block block, TensorData queries, int query) {
    int width = block.columns.length;
    float[] values = queries.values();
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
  private static void insert(float[] distances, int[] neighbours, float distance, int neighbour) {
    int at = distances.length - 1;
    for (; at > 0 && distances[at - 1] > distance; at--) {
      distances[at] = distances[at - 1];
      neighbours[at] = neighbours[at - 1];
    }
    distances[at] = distance;
    neighbours[at] = neighbour;
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
