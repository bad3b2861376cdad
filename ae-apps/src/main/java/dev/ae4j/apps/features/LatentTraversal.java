package dev.ae4j.apps.features;

import dev.ae4j.data.TensorData;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Codes of which one number goes from low to high while the others keep their means: decoded, they
 * show what the number stands for. Higgins et al. 2017.
 */
public final class LatentTraversal {
  private static final double DEVIATIONS = 3;

  private final TensorData codes;
  private final int width;
  private final double[] means;
  private final double[] deviations;

  /**
   * Looks at the codes of samples.
   *
   * @param codes {@code [n, code...]} with n at least 1
   */
  public LatentTraversal(TensorData codes) {
    this.codes = codes;
    this.width = codes.rowShape().sampleElements();
    this.means = new double[width];
    this.deviations = new double[width];
    float[] values = codes.values();
    for (int at = 0; at < values.length; at++) {
      means[at % width] += (double) values[at] / codes.rows();
    }
    for (int at = 0; at < values.length; at++) {
      double difference = values[at] - means[at % width];
      deviations[at % width] += difference * difference / codes.rows();
    }
    for (int i = 0; i < width; i++) {
      deviations[i] = Math.sqrt(deviations[i]);
    }
  }

  /** Returns the places of the numbers that vary at all, those that vary most first. */
  public List<Integer> numbers() {
    return IntStream.range(0, width)
        .filter(i -> deviations[i] > 0)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -deviations[i]))
        .toList();
  }

  /**
   * Returns codes in which a number goes from three standard deviations below its mean to three
   * above it, in equal steps, but no further than it goes in any sample.
   *
   * @param number its place in a code
   * @param steps at least 2
   * @return {@code [steps, code...]}
   */
  public TensorData along(int number, int steps) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int at = number; at < codes.values().length; at += width) {
      low = Math.min(low, codes.values()[at]);
      high = Math.max(high, codes.values()[at]);
    }
    TensorData path = TensorData.zeros(codes.rowShape().batched().withBatch(steps));
    for (int step = 0; step < steps; step++) {
      for (int i = 0; i < width; i++) {
        path.values()[step * width + i] = (float) means[i];
      }
      double share = 2.0 * step / (steps - 1) - 1;
      double value = means[number] + share * DEVIATIONS * deviations[number];
      path.values()[step * width + number] = (float) Math.min(Math.max(value, low), high);
    }
    return path;
  }
}
