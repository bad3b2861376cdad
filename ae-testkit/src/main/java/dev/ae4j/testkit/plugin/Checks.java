package dev.ae4j.testkit.plugin;

import dev.ae4j.data.TensorData;
import dev.ae4j.testkit.DoubleData;
import org.junit.jupiter.api.function.Executable;
import org.opentest4j.TestAbortedException;

/** What tests ask. */
final class Checks {
  private Checks() {}

  /** Throws if something that must hold does not. */
  static void that(boolean condition, String otherwise, Object... arguments) {
    if (!condition) {
      throw new AssertionError(otherwise.formatted(arguments));
    }
  }

  /** Runs a test whose failures are about one of several things. */
  static void about(String what, Runnable test) {
    try {
      test.run();
    } catch (TestAbortedException e) {
      throw e;
    } catch (RuntimeException | AssertionError e) {
      String message = e instanceof AssertionError ? e.getMessage() : e.toString();
      throw new AssertionError(what + ": " + message, e);
    }
  }

  /** Throws unless something fails with an exception of a type. */
  static void fails(Class<? extends Exception> type, String what, Executable body) {
    try {
      body.execute();
    } catch (Throwable e) {
      if (type.isInstance(e)) {
        return;
      }
      throw new AssertionError(
          what + " is refused by " + e + ", not by " + type.getSimpleName(), e);
    }
    throw new AssertionError(what + " is not refused by " + type.getSimpleName());
  }

  static void finite(String what, DoubleData data) {
    for (int i = 0; i < data.values().length; i++) {
      that(Double.isFinite(data.get(i)), "%s is %s at element %s", what, data.get(i), i);
    }
  }

  static void finite(String what, TensorData data) {
    finite(what, DoubleData.from(data));
  }

  /** Throws if two results differ by more than a tolerance, relative to the largest number. */
  static void close(String what, DoubleData expected, DoubleData actual, double tolerance) {
    that(
        expected.shape().equals(actual.shape()),
        "%s: shape %s instead of %s",
        what,
        actual.shape(),
        expected.shape());
    double scale = 1;
    for (double value : expected.values()) {
      scale = Math.max(scale, Math.abs(value));
    }
    for (int i = 0; i < expected.values().length; i++) {
      // Written so that NaN is a difference
      that(
          Math.abs(expected.get(i) - actual.get(i)) <= tolerance * scale,
          "%s: element %s is %s instead of %s",
          what,
          i,
          actual.get(i),
          expected.get(i));
    }
  }
}
