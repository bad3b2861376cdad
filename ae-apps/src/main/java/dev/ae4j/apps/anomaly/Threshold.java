package dev.ae4j.apps.anomaly;

import dev.ae4j.DataException;
import dev.ae4j.OptionException;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A way to find the score above which a sample is an anomaly, from the scores of normal samples.
 *
 * @param method how
 * @param amount the number that the method takes
 */
public record Threshold(Method method, double amount) {
  /** Makes the median absolute deviation of a normal distribution its standard deviation. */
  private static final double NORMAL_MAD = 1.4826;

  /** Ways to find a threshold. */
  public enum Method {
    /** The score that the share {@code amount} of the normal samples does not exceed. */
    QUANTILE("quantile"),

    /**
     * The median plus {@code amount} times 1.4826 times the median absolute deviation: robust
     * against anomalies among the normal samples (Hampel 1974).
     */
    MAD("mad"),

    /**
     * The {@code ceil((n + 1) (1 - amount))}-th smallest of n scores: a new normal sample exceeds
     * it with the probability {@code amount} at most, whatever the distribution, if the model never
     * learned from the samples of these scores (split conformal prediction, Vovk et al. 2005; Bates
     * et al. 2023).
     */
    FALSE_ALARM("false-alarm");

    private final String id;

    Method(String id) {
      this.id = id;
    }
  }

  /**
   * Checks the number.
   *
   * @throws OptionException if a share is not between 0 and 1, or a factor not above 0
   */
  public Threshold {
    if (!(amount > 0 && (method == Method.MAD ? amount < Double.MAX_VALUE : amount < 1))) {
      throw new OptionException(
          "The threshold %s takes a number %s, not %s"
              .formatted(method.id, method == Method.MAD ? "above 0" : "between 0 and 1", amount));
    }
  }

  /**
   * Reads {@code method=amount}, such as {@code quantile=0.99}, {@code mad=3.5} or {@code
   * false-alarm=0.01}.
   *
   * @throws OptionException if there is no such method
   */
  public static Threshold parse(String text) {
    int equals = text.indexOf('=');
    String number = text.substring(equals + 1);
    for (Method method : Method.values()) {
      if (equals > 0
          && text.substring(0, equals).equals(method.id)
          && number.matches("\\d{0,9}\\.?\\d{1,9}")) {
        return new Threshold(method, Double.parseDouble(number));
      }
    }
    throw new OptionException(
        "'%s' is no threshold; expected one of %s with a number. Maybe quantile=0.99"
            .formatted(
                text,
                Arrays.stream(Method.values())
                    .map(method -> method.id)
                    .collect(Collectors.toList())));
  }

  /** Returns the form that {@link #parse} reads. */
  @Override
  public String toString() {
    return method.id + "=" + amount;
  }

  /**
   * Returns the threshold.
   *
   * @param scores of normal samples
   * @throws DataException if there are too few for the method
   */
  public double of(double[] scores) {
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    if (n == 0) {
      throw new DataException("A threshold needs scores of normal samples");
    }
    return switch (method) {
      case QUANTILE -> quantile(sorted, amount);
      case MAD -> {
        double median = quantile(sorted, 0.5);
        double[] deviations = Arrays.stream(sorted).map(s -> Math.abs(s - median)).toArray();
        Arrays.sort(deviations);
        yield median + amount * NORMAL_MAD * quantile(deviations, 0.5);
      }
      case FALSE_ALARM -> {
        // Without the margin, rounding turns 100 * 0.99 into one more
        int rank = (int) Math.ceil((n + 1) * (1 - amount) - 1e-9);
        if (rank > n) {
          throw new DataException(
              "A false-alarm rate of %s needs %d normal samples or more, not %d"
                  .formatted(amount, (long) Math.ceil(1 / amount - 1 - 1e-9), n));
        }
        yield sorted[rank - 1];
      }
    };
  }

  /** Returns a quantile with linear interpolation (type 7 of Hyndman and Fan 1996). */
  private static double quantile(double[] sorted, double share) {
    double position = share * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
