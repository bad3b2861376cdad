package dev.ae4j.apps.metrics;

import dev.ae4j.DataException;
import java.util.Arrays;

/** How well scores put positive samples, such as anomalies, before the others. */
public final class Ranking {
  private Ranking() {}

  /**
   * Returns the area under the ROC curve: the probability that a positive sample has a higher score
   * than another one, equal scores counting half (Hanley and McNeil 1982).
   *
   * @throws DataException if there are not as many scores as samples, a score is NaN, or not both
   *     kinds of samples
   */
  public static double rocAuc(double[] scores, boolean[] positive) {
    int[] order = order(scores, positive);
    double below = 0;
    double wins = 0;
    for (int from = order.length; from > 0; ) {
      int to = from;
      double negatives = 0;
      double positives = 0;
      while (from > 0 && scores[order[from - 1]] == scores[order[to - 1]]) {
        from--;
        negatives += positive[order[from]] ? 0 : 1;
        positives += positive[order[from]] ? 1 : 0;
      }
      wins += positives * (below + negatives / 2);
      below += negatives;
    }
    return wins / below / (order.length - below);
  }

  /**
   * Returns the average precision: the sum over thresholds of the precision times the gain in
   * recall, without interpolation; equal scores pass a threshold together.
   *
   * @throws DataException if there are not as many scores as samples, a score is NaN, or not both
   *     kinds of samples
   */
  public static double averagePrecision(double[] scores, boolean[] positive) {
    int[] order = order(scores, positive);
    double sum = 0;
    double found = 0;
    for (int from = 0; from < order.length; ) {
      int to = from;
      double gain = 0;
      while (to < order.length && scores[order[to]] == scores[order[from]]) {
        gain += positive[order[to++]] ? 1 : 0;
      }
      found += gain;
      sum += gain * found / to;
      from = to;
    }
    return sum / found;
  }

  /** Returns the samples by falling score. */
  private static int[] order(double[] scores, boolean[] positive) {
    int positives = 0;
    for (boolean is : positive) {
      positives += is ? 1 : 0;
    }
    if (scores.length != positive.length || positives == 0 || positives == positive.length) {
      throw new DataException(
          "A ranking of %d scores needs positive and other samples, not %d of %d"
              .formatted(scores.length, positives, positive.length));
    }
    if (Arrays.stream(scores).anyMatch(Double::isNaN)) {
      throw new DataException("A score is NaN");
    }
    Integer[] order = new Integer[scores.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(scores[b], scores[a]));
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }
}
