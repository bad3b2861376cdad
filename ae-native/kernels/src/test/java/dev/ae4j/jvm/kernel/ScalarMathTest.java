package dev.ae4j.jvm.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class ScalarMathTest {
  private interface FloatFunction {
    float apply(float x);
  }

  @Test
  void expIsAccurateEverywhere() {
    assertAccurate(1.0, -Float.MAX_VALUE, Float.MAX_VALUE, ScalarMath::exp, StrictMath::exp);
  }

  @Test
  void logIsAccurateEverywhere() {
    assertAccurate(0.85, Float.MIN_VALUE, Float.MAX_VALUE, ScalarMath::log, StrictMath::log);
  }

  @Test
  void tanhIsAccurateEverywhere() {
    assertAccurate(1.35, -Float.MAX_VALUE, Float.MAX_VALUE, ScalarMath::tanh, StrictMath::tanh);
  }

  @Test
  void sigmoidIsAccurateEverywhere() {
    assertAccurate(
        2.35,
        -Float.MAX_VALUE,
        Float.MAX_VALUE,
        ScalarMath::sigmoid,
        x -> x < 0 ? StrictMath.exp(x) / (1 + StrictMath.exp(x)) : 1 / (1 + StrictMath.exp(-x)));
  }

  @Test
  void softplusIsAccurateEverywhere() {
    assertAccurate(
        2.05,
        -Float.MAX_VALUE,
        Float.MAX_VALUE,
        ScalarMath::softplus,
        x -> Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x))));
  }

  @Test
  void erfIsAccurateEverywhere() {
    assertAccurate(1.2, -Float.MAX_VALUE, Float.MAX_VALUE, ScalarMath::erf, ScalarMathTest::erf);
  }

  @Test
  void turnsAreAccurate() {
    double worst = 0;
    for (int i = 0; i <= 1 << 24; i += 7) {
      float u = i * 0x1p-24f;
      int sign = ScalarMath.isHalfTurned(u) ? -1 : 1;
      double cos = StrictMath.cos(2 * StrictMath.PI * u);
      double sin = StrictMath.sin(2 * StrictMath.PI * u);
      worst = Math.max(worst, Math.abs(sign * ScalarMath.cosTurn(u) - cos));
      worst = Math.max(worst, Math.abs(sign * ScalarMath.sinTurn(u) - sin));
    }
    assertThat(worst).isLessThan(1.7e-7);
  }

  @Test
  void specialValues() {
    float inf = Float.POSITIVE_INFINITY;
    float nan = Float.NaN;

    assertBits(ScalarMath.exp(nan), nan);
    assertBits(ScalarMath.exp(inf), inf);
    assertBits(ScalarMath.exp(-inf), 0);
    assertBits(ScalarMath.exp(0f), 1);
    assertBits(ScalarMath.exp(-0f), 1);
    assertBits(ScalarMath.exp(88.72284f), (float) StrictMath.exp(88.72284f));
    assertBits(ScalarMath.exp(88.7229f), inf);
    assertBits(ScalarMath.exp(-103.9f), Float.MIN_VALUE);
    assertBits(ScalarMath.exp(-104.1f), 0);

    assertBits(ScalarMath.log(nan), nan);
    assertBits(ScalarMath.log(inf), inf);
    assertBits(ScalarMath.log(0f), -inf);
    assertBits(ScalarMath.log(-0f), -inf);
    assertBits(ScalarMath.log(-1f), nan);
    assertBits(ScalarMath.log(-inf), nan);
    assertBits(ScalarMath.log(-Float.MIN_VALUE), nan);
    assertBits(ScalarMath.log(1f), 0);
    assertBits(ScalarMath.log(Float.MIN_VALUE), (float) StrictMath.log(Float.MIN_VALUE));

    assertBits(ScalarMath.tanh(nan), nan);
    assertBits(ScalarMath.tanh(inf), 1);
    assertBits(ScalarMath.tanh(-inf), -1);
    assertBits(ScalarMath.tanh(0f), 0f);
    assertBits(ScalarMath.tanh(-0f), -0f);
    assertBits(ScalarMath.tanh(-Float.MIN_VALUE), -Float.MIN_VALUE);

    assertBits(ScalarMath.sigmoid(nan), nan);
    assertBits(ScalarMath.sigmoid(inf), 1);
    assertBits(ScalarMath.sigmoid(-inf), 0);
    assertBits(ScalarMath.sigmoid(-0f), 0.5f);
    assertBits(ScalarMath.sigmoid(-100f), (float) StrictMath.exp(-100));

    assertBits(ScalarMath.softplus(nan), nan);
    assertBits(ScalarMath.softplus(inf), inf);
    assertBits(ScalarMath.softplus(-inf), 0);
    assertBits(ScalarMath.softplus(1e30f), 1e30f);

    assertBits(ScalarMath.erf(nan), nan);
    assertBits(ScalarMath.erf(inf), 1);
    assertBits(ScalarMath.erf(-inf), -1);
    assertBits(ScalarMath.erf(0f), 0f);
    assertBits(ScalarMath.erf(-0f), -0f);
  }

  private static void assertBits(float actual, float expected) {
    assertThat(Float.floatToIntBits(actual)).isEqualTo(Float.floatToIntBits(expected));
  }

  /** Every 4,099th float, which visits all exponents, and random ones. */
  private static void assertAccurate(
      double ulps, float low, float high, FloatFunction function, DoubleUnaryOperator exact) {
    for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += 4_099) {
      assertAccurate(ulps, low, high, function, exact, Float.intBitsToFloat((int) bits));
    }
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      assertAccurate(ulps, low, high, function, exact, (float) random.nextGaussian() * 3);
    }
  }

  private static void assertAccurate(
      double ulps,
      float low,
      float high,
      FloatFunction function,
      DoubleUnaryOperator exact,
      float x) {
    if (!(x >= low && x <= high)) {
      return;
    }
    double expected = exact.applyAsDouble(x);
    float actual = function.apply(x);
    float rounded = (float) expected;
    if (Float.isInfinite(rounded)) {
      assertThat(actual).as("of %s", x).isEqualTo(rounded);
    } else if (Math.abs(actual - expected) > ulps * Math.ulp(rounded)) {
      throw new AssertionError("of " + x + ": " + actual + " instead of " + expected);
    }
  }

  /** The Taylor series near zero, a continued fraction for the complement elsewhere. */
  private static double erf(double x) {
    double size = Math.abs(x);
    if (size > 6) {
      return Math.signum(x);
    }
    double value;
    if (size < 2.5) {
      double term = size;
      double sum = size;
      for (int n = 1; n < 80; n++) {
        term *= -size * size / n;
        sum += term / (2 * n + 1);
      }
      value = sum * 2 / Math.sqrt(Math.PI);
    } else {
      double fraction = 0;
      for (int k = 200; k > 0; k--) {
        fraction = k / 2.0 / (size + fraction);
      }
      value = 1 - StrictMath.exp(-size * size) / Math.sqrt(Math.PI) / (size + fraction);
    }
    return Math.copySign(value, x);
  }
}
