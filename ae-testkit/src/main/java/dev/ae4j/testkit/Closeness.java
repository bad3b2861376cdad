package dev.ae4j.testkit;

import dev.ae4j.data.TensorData;
import java.util.Arrays;

/** Compares what a backend computed with what it should have. */
final class Closeness {
  private Closeness() {}

  /**
   * Checks each number against a tolerance of its own.
   *
   * <p>NaN and infinities must be met exactly; a number beyond the range of float32 is an infinity.
   *
   * @param what goes in front of the message
   * @param expected the numbers of the oracle
   * @param tolerance how far each number may be off, not relative
   * @param actual the numbers of the backend
   * @throws AssertionError if a number is off; the message tells the worst one
   */
  static void assertClose(
      String what, DoubleData expected, DoubleData tolerance, TensorData actual) {
    if (!actual.shape().equals(expected.shape())) {
      throw new AssertionError(
          what + ": shape " + actual.shape() + " instead of " + expected.shape());
    }
    int wrong = 0;
    int worst = -1;
    double worstExcess = 0;
    for (int i = 0; i < actual.values().length; i++) {
      double excess = excess(expected.get(i), tolerance.get(i), actual.values()[i]);
      if (excess > 0) {
        wrong++;
      }
      if (excess > worstExcess) {
        worst = i;
        worstExcess = excess;
      }
    }
    if (worst >= 0) {
      throw new AssertionError(
          "%s: %s of %s elements are off, the worst at %s: %s instead of %s, tolerance %s"
              .formatted(
                  what,
                  wrong,
                  actual.values().length,
                  Arrays.toString(Coordinates.of(worst, actual.shape())),
                  actual.values()[worst],
                  expected.get(worst),
                  tolerance.get(worst)));
    }
  }

  private static double excess(double expected, double tolerance, float actual) {
    float nearest = (float) expected;
    if (!Float.isFinite(nearest) || !Float.isFinite(actual)) {
      return Float.compare(nearest, actual) == 0 ? 0 : Double.POSITIVE_INFINITY;
    }
    return nearest == actual ? 0 : Math.max(0, Math.abs(actual - expected) - tolerance);
  }
}
