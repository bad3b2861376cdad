package dev.ae4j.apps.metrics;

import dev.ae4j.DataException;
import java.util.HashMap;
import java.util.Map;

/** How far two ways to divide the same samples agree, whatever the names of the parts. */
public final class ClusterAgreement {
  private final int size;
  private final Map<Integer, Integer> first = new HashMap<>();
  private final Map<Integer, Integer> second = new HashMap<>();
  private final Map<Long, Integer> both = new HashMap<>();

  private ClusterAgreement(int[] a, int[] b) {
    if (a.length != b.length || a.length == 0) {
      throw new DataException(
          "Clusters of " + a.length + " and " + b.length + " samples cannot be compared");
    }
    size = a.length;
    for (int i = 0; i < size; i++) {
      first.merge(a[i], 1, Integer::sum);
      second.merge(b[i], 1, Integer::sum);
      both.merge(((long) a[i] << 32) | (b[i] & 0xffffffffL), 1, Integer::sum);
    }
  }

  /**
   * Returns the normalised mutual information: {@code 2 I(a; b) / (H(a) + H(b))}, from 0, which
   * means that they have nothing to do with each other, to 1 (Strehl and Ghosh 2002, with the
   * arithmetic mean of the entropies).
   *
   * @throws DataException if there are no samples or not as many in both
   */
  public static double nmi(int[] a, int[] b) {
    ClusterAgreement counts = new ClusterAgreement(a, b);
    double entropies = counts.entropy(counts.first) + counts.entropy(counts.second);
    double information = entropies - counts.entropy(counts.both);
    return entropies == 0 ? 1 : Math.max(0, 2 * information / entropies);
  }

  /**
   * Returns the adjusted Rand index: the share of pairs of samples on which both agree, corrected
   * for chance, so that 0 is what chance gives and 1 is equality (Hubert and Arabie 1985).
   *
   * @throws DataException if there are no samples or not as many in both
   */
  public static double ari(int[] a, int[] b) {
    ClusterAgreement counts = new ClusterAgreement(a, b);
    double together = pairs(counts.both);
    double inFirst = pairs(counts.first);
    double inSecond = pairs(counts.second);
    double all = counts.size * (counts.size - 1.0) / 2;
    double expected = all == 0 ? 0 : inFirst * inSecond / all;
    double largest = (inFirst + inSecond) / 2;
    return largest == expected ? 1 : (together - expected) / (largest - expected);
  }

  private double entropy(Map<?, Integer> counts) {
    double entropy = 0;
    for (int count : counts.values()) {
      double share = (double) count / size;
      entropy -= share * StrictMath.log(share);
    }
    return entropy;
  }

  private static double pairs(Map<?, Integer> counts) {
    double pairs = 0;
    for (int count : counts.values()) {
      pairs += count * (count - 1.0) / 2;
    }
    return pairs;
  }
}
