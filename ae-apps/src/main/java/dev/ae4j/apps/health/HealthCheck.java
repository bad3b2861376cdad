package dev.ae4j.apps.health;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Looks for signs that a trained model does not do its work.
 *
 * <pre>{@code
 * List<Finding> findings =
 *     HealthCheck.of(samples, model.encode(samples), model.reconstruct(samples));
 * }</pre>
 *
 * <p>All is judged on the given samples alone, so there should be many, and they should differ. An
 * empty list does not say that a model is good.
 */
public final class HealthCheck {
  /** What changes less than this, relative to its size, is constant: rounding. */
  private static final double ROUNDING = 1e-6;

  /** A reconstruction is constant if it changes less than this, relative to the data. */
  private static final double LITTLE = 1e-3;

  /** How near to 0 or 1 a sigmoid hardly has a gradient. */
  private static final double NEAR = 1e-4;

  /** How far the mean of the data is from an output that is stuck, at least. */
  private static final double FAR = 0.1;

  private static final int MAX_SHOWN = 10;

  private HealthCheck() {}

  /**
   * Returns what is wrong; empty if nothing is, or if there are fewer than two samples.
   *
   * <ul>
   *   <li>An element of the code is dead if it is 0 for every sample, and constant if it changes by
   *       no more than rounding, {@code 1e-6} of its size.
   *   <li>The output is constant if no element changes by more than a thousandth of the range of
   *       the data, while the samples do differ.
   *   <li>An output from 0 to 1 is saturated if it is within {@code 1e-4} of 0, or of 1, for every
   *       sample, and the mean of the data is further than 0.1 from there.
   * </ul>
   *
   * @param samples {@code [n, sample...]}
   * @param codes what the model makes of them, {@code [n, code...]}
   * @param reconstructions what it makes of the codes, {@code [n, sample...]}
   * @throws DataException if the shapes do not fit each other
   */
  public static List<Finding> of(TensorData samples, TensorData codes, TensorData reconstructions) {
    if (codes.rows() != samples.rows() || !reconstructions.shape().equals(samples.shape())) {
      throw new DataException(
          "Samples of the shape %s do not fit codes of %s and reconstructions of %s"
              .formatted(samples.shape(), codes.shape(), reconstructions.shape()));
    }
    List<Finding> findings = new ArrayList<>();
    if (samples.rows() > 1) {
      checkCodes(Elements.of(codes), findings);
      checkOutputs(Elements.of(samples), Elements.of(reconstructions), findings);
    }
    return List.copyOf(findings);
  }

  /**
   * Returns whether principal components do better.
   *
   * @param error the mean squared error of the model
   * @param pcaError that of PCA with codes of the same size, on the same samples
   */
  public static Optional<Finding> besidePca(double error, double pcaError) {
    return pcaError < error
        ? Optional.of(
            new Finding(
                Finding.Kind.WORSE_THAN_PCA,
                String.format(
                    Locale.ROOT,
                    "WORSE THAN PCA: with codes of the same size, PCA has a mean squared error of"
                        + " %.4g, the model %.4g. Maybe train longer or with another learning rate",
                    pcaError,
                    error)))
        : Optional.empty();
  }

  private static void checkCodes(Elements codes, List<Finding> findings) {
    IntPredicate isDead = unit -> codes.low[unit] == 0 && codes.high[unit] == 0;
    add(
        findings,
        Finding.Kind.DEAD_UNITS,
        "%s code units are dead, 0 for every sample: %s. Maybe lower the learning rate, or choose"
            + " another activation of the code",
        codes.where(isDead),
        codes.size());
    add(
        findings,
        Finding.Kind.CONSTANT_UNITS,
        "%s code units have the same value for every sample: %s. Maybe a smaller code is enough",
        codes
            .where(unit -> codes.range(unit) <= ROUNDING * codes.magnitude(unit))
            .filter(isDead.negate()),
        codes.size());
  }

  private static void checkOutputs(Elements data, Elements output, List<Finding> findings) {
    double dataRange = data.largestRange();
    if (dataRange > 0 && output.largestRange() <= LITTLE * dataRange) {
      findings.add(
          new Finding(
              Finding.Kind.CONSTANT_OUTPUT,
              "The reconstruction is the same for every sample. Maybe lower the learning rate, or"
                  + " the weights of penalties"));
    }
    if (IntStream.range(0, output.size()).allMatch(i -> output.isWithin(i, 0, 1))) {
      add(
          findings,
          Finding.Kind.SATURATED_OUTPUTS,
          "%s elements of the output are saturated, 0 or 1 for every sample unlike the data: %s."
              + " Maybe scale the data to [0, 1], or lower the learning rate",
          output.where(
              i ->
                  (output.isWithin(i, 0, NEAR) && Math.abs(data.mean[i]) > FAR)
                      || (output.isWithin(i, 1 - NEAR, 1) && Math.abs(data.mean[i] - 1) > FAR)),
          output.size());
    }
  }

  private static void add(
      List<Finding> findings, Finding.Kind kind, String text, IntStream found, int of) {
    int[] elements = found.toArray();
    if (elements.length > 0) {
      String shown =
          Arrays.stream(elements)
              .limit(MAX_SHOWN)
              .mapToObj(Integer::toString)
              .collect(Collectors.joining(", "));
      findings.add(
          new Finding(
              kind,
              text.formatted(
                  elements.length + " of " + of,
                  elements.length > MAX_SHOWN ? shown + ", ..." : shown)));
    }
  }

  /** The extremes and the mean of each element over rows. */
  private record Elements(float[] low, float[] high, double[] mean) {
    static Elements of(TensorData data) {
      int width = data.rowShape().sampleElements();
      float[] low = new float[width];
      float[] high = new float[width];
      double[] mean = new double[width];
      Arrays.fill(low, Float.POSITIVE_INFINITY);
      Arrays.fill(high, Float.NEGATIVE_INFINITY);
      float[] values = data.values();
      for (int i = 0; i < values.length; i++) {
        int element = i % width;
        low[element] = Math.min(low[element], values[i]);
        high[element] = Math.max(high[element], values[i]);
        mean[element] += (double) values[i] / data.rows();
      }
      return new Elements(low, high, mean);
    }

    int size() {
      return low.length;
    }

    double range(int element) {
      return (double) high[element] - low[element];
    }

    double magnitude(int element) {
      return Math.max(Math.abs(low[element]), Math.abs(high[element]));
    }

    double largestRange() {
      return IntStream.range(0, size()).mapToDouble(this::range).max().orElse(0);
    }

    boolean isWithin(int element, double from, double to) {
      return low[element] >= from && high[element] <= to;
    }

    IntStream where(IntPredicate condition) {
      return IntStream.range(0, size()).filter(condition);
    }
  }
}
