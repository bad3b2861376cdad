package dev.ae4j.jvm.kernel;

import static dev.ae4j.jvm.kernel.Coefficients.COS_0;
import static dev.ae4j.jvm.kernel.Coefficients.COS_1;
import static dev.ae4j.jvm.kernel.Coefficients.COS_2;
import static dev.ae4j.jvm.kernel.Coefficients.COS_3;
import static dev.ae4j.jvm.kernel.Coefficients.COS_4;
import static dev.ae4j.jvm.kernel.Coefficients.DENORMAL_SCALE;
import static dev.ae4j.jvm.kernel.Coefficients.ERF_LARGE_0;
import static dev.ae4j.jvm.kernel.Coefficients.ERF_LARGE_1;
import static dev.ae4j.jvm.kernel.Coefficients.ERF_LARGE_2;
import static dev.ae4j.jvm.kernel.Coefficients.ERF_LARGE_3;
import static dev.ae4j.jvm.kernel.Coefficients.ERF_LARGE_4;
import static dev.ae4j.jvm.kernel.Coefficients.ERF_LARGE_5;
import static dev.ae4j.jvm.kernel.Coefficients.ERF_MAX;
import static dev.ae4j.jvm.kernel.Coefficients.ERF_SMALL_0;
import static dev.ae4j.jvm.kernel.Coefficients.ERF_SMALL_1;
import static dev.ae4j.jvm.kernel.Coefficients.ERF_SMALL_2;
import static dev.ae4j.jvm.kernel.Coefficients.ERF_SMALL_3;
import static dev.ae4j.jvm.kernel.Coefficients.ERF_SMALL_4;
import static dev.ae4j.jvm.kernel.Coefficients.ERF_SMALL_5;
import static dev.ae4j.jvm.kernel.Coefficients.ERF_SPLIT;
import static dev.ae4j.jvm.kernel.Coefficients.EXP_0;
import static dev.ae4j.jvm.kernel.Coefficients.EXP_1;
import static dev.ae4j.jvm.kernel.Coefficients.EXP_2;
import static dev.ae4j.jvm.kernel.Coefficients.EXP_3;
import static dev.ae4j.jvm.kernel.Coefficients.EXP_4;
import static dev.ae4j.jvm.kernel.Coefficients.EXP_MAX;
import static dev.ae4j.jvm.kernel.Coefficients.EXP_MIN;
import static dev.ae4j.jvm.kernel.Coefficients.LN2_HIGH;
import static dev.ae4j.jvm.kernel.Coefficients.LN2_LOW;
import static dev.ae4j.jvm.kernel.Coefficients.LOG1P_0;
import static dev.ae4j.jvm.kernel.Coefficients.LOG1P_1;
import static dev.ae4j.jvm.kernel.Coefficients.LOG1P_2;
import static dev.ae4j.jvm.kernel.Coefficients.LOG1P_3;
import static dev.ae4j.jvm.kernel.Coefficients.LOG1P_4;
import static dev.ae4j.jvm.kernel.Coefficients.LOG1P_5;
import static dev.ae4j.jvm.kernel.Coefficients.LOG1P_6;
import static dev.ae4j.jvm.kernel.Coefficients.LOG1P_7;
import static dev.ae4j.jvm.kernel.Coefficients.LOG1P_8;
import static dev.ae4j.jvm.kernel.Coefficients.LOG1P_9;
import static dev.ae4j.jvm.kernel.Coefficients.LOG2_E;
import static dev.ae4j.jvm.kernel.Coefficients.LOG_0;
import static dev.ae4j.jvm.kernel.Coefficients.LOG_1;
import static dev.ae4j.jvm.kernel.Coefficients.LOG_2;
import static dev.ae4j.jvm.kernel.Coefficients.LOG_3;
import static dev.ae4j.jvm.kernel.Coefficients.LOG_4;
import static dev.ae4j.jvm.kernel.Coefficients.LOG_5;
import static dev.ae4j.jvm.kernel.Coefficients.LOG_6;
import static dev.ae4j.jvm.kernel.Coefficients.LOG_7;
import static dev.ae4j.jvm.kernel.Coefficients.MANTISSA_BITS;
import static dev.ae4j.jvm.kernel.Coefficients.ROUND;
import static dev.ae4j.jvm.kernel.Coefficients.ROUND_BITS;
import static dev.ae4j.jvm.kernel.Coefficients.ROUND_DENORMAL;
import static dev.ae4j.jvm.kernel.Coefficients.ROUND_EXPONENT;
import static dev.ae4j.jvm.kernel.Coefficients.ROUND_EXPONENT_DOWN;
import static dev.ae4j.jvm.kernel.Coefficients.ROUND_EXPONENT_UP;
import static dev.ae4j.jvm.kernel.Coefficients.SCALE_DOWN;
import static dev.ae4j.jvm.kernel.Coefficients.SCALE_UP;
import static dev.ae4j.jvm.kernel.Coefficients.SIN_0;
import static dev.ae4j.jvm.kernel.Coefficients.SIN_1;
import static dev.ae4j.jvm.kernel.Coefficients.SIN_2;
import static dev.ae4j.jvm.kernel.Coefficients.SIN_3;
import static dev.ae4j.jvm.kernel.Coefficients.SQRT_HALF_BITS;
import static dev.ae4j.jvm.kernel.Coefficients.TANH_0;
import static dev.ae4j.jvm.kernel.Coefficients.TANH_1;
import static dev.ae4j.jvm.kernel.Coefficients.TANH_2;
import static dev.ae4j.jvm.kernel.Coefficients.TANH_3;
import static dev.ae4j.jvm.kernel.Coefficients.TANH_4;
import static dev.ae4j.jvm.kernel.Coefficients.TANH_MAX;
import static dev.ae4j.jvm.kernel.Coefficients.TANH_SPLIT;
import static dev.ae4j.jvm.kernel.Coefficients.TWO_PI;

/**
 * The transcendental functions for one number, made of exactly rounded operations only.
 *
 * <p>The vector kernels do the same operations in the same order, so they return the same bits. NaN
 * gives NaN. Denormal arguments and results are exact citizens: nothing is flushed to zero.
 */
public final class ScalarMath {
  private ScalarMath() {}

  /** {@code e^x}. */
  public static float exp(float x) {
    float bounded = Math.min(Math.max(x, EXP_MIN), EXP_MAX);
    // In two factors, so that results beyond the normal range come out right.
    float bias = bounded < 0 ? ROUND_EXPONENT_UP : ROUND_EXPONENT_DOWN;
    float scale = bounded < 0 ? SCALE_DOWN : SCALE_UP;
    return expScaled(bounded, bias) * scale;
  }

  /** {@code e^-|x|}. */
  private static float expOfMinusSize(float x) {
    return expScaled(Math.max(-Math.abs(x), EXP_MIN), ROUND_EXPONENT_UP) * SCALE_DOWN;
  }

  /** {@code e^x}, or that times a power of two, as the bias says. */
  private static float expScaled(float x, float bias) {
    float biased = Math.fma(x, LOG2_E, bias);
    float n = biased - bias;
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
    float p = Math.fma(r, EXP_4, EXP_3);
    p = Math.fma(r, p, EXP_2);
    p = Math.fma(r, p, EXP_1);
    p = Math.fma(r, p, EXP_0);
    float powerOfTwo = Float.intBitsToFloat(Float.floatToRawIntBits(biased) << 23);
    return (Math.fma(r * r, p, r) + 1) * powerOfTwo;
  }

  /** {@code ln x}. */
  public static float log(float x) {
    boolean denormal = x < Float.MIN_NORMAL;
    float scaled = denormal ? x * DENORMAL_SCALE : x;
    int bits = Float.floatToRawIntBits(scaled) - SQRT_HALF_BITS;
    float round = denormal ? ROUND_DENORMAL : ROUND;
    float e = Float.intBitsToFloat((bits >> 23) + ROUND_BITS) - round;
    float f = Float.intBitsToFloat((bits & MANTISSA_BITS) + SQRT_HALF_BITS) - 1;
    float p = Math.fma(f, LOG_7, LOG_6);
    p = Math.fma(f, p, LOG_5);
    p = Math.fma(f, p, LOG_4);
    p = Math.fma(f, p, LOG_3);
    p = Math.fma(f, p, LOG_2);
    p = Math.fma(f, p, LOG_1);
    p = Math.fma(f, p, LOG_0);
    float square = f * f;
    float y = Math.fma(square * f, p, e * LN2_LOW);
    y = Math.fma(e, LN2_HIGH, f + Math.fma(square, -0.5f, y));
    y = x < Float.POSITIVE_INFINITY ? y : x;
    y = x == 0 ? Float.NEGATIVE_INFINITY : y;
    return x < 0 ? Float.NaN : y;
  }

  /** {@code tanh x}. */
  public static float tanh(float x) {
    float size = Math.abs(x);
    float bounded = Math.min(size, TANH_MAX);
    float large = 1 - 2 / (expScaled(bounded + bounded, ROUND_EXPONENT) + 1);
    float square = x * x;
    float p = Math.fma(square, TANH_4, TANH_3);
    p = Math.fma(square, p, TANH_2);
    p = Math.fma(square, p, TANH_1);
    p = Math.fma(square, p, TANH_0);
    float small = x * Math.fma(square, p, 1);
    float signed = x < 0 ? -large : large;
    return size < TANH_SPLIT ? small : signed;
  }

  /** {@code 1 / (1 + e^-x)}. */
  public static float sigmoid(float x) {
    float e = expOfMinusSize(x);
    return (x < 0 ? e : 1) / (e + 1);
  }

  /** {@code ln(1 + e^x)}. */
  public static float softplus(float x) {
    float t = expOfMinusSize(x);
    float p = Math.fma(t, LOG1P_9, LOG1P_8);
    p = Math.fma(t, p, LOG1P_7);
    p = Math.fma(t, p, LOG1P_6);
    p = Math.fma(t, p, LOG1P_5);
    p = Math.fma(t, p, LOG1P_4);
    p = Math.fma(t, p, LOG1P_3);
    p = Math.fma(t, p, LOG1P_2);
    p = Math.fma(t, p, LOG1P_1);
    p = Math.fma(t, p, LOG1P_0);
    return Math.max(x, 0) + Math.fma(t * t, p, t);
  }

  /** {@code erf x}. */
  public static float erf(float x) {
    float size = Math.abs(x);
    float bounded = Math.min(size, ERF_MAX);
    float p = Math.fma(bounded, ERF_LARGE_5, ERF_LARGE_4);
    p = Math.fma(bounded, p, ERF_LARGE_3);
    p = Math.fma(bounded, p, ERF_LARGE_2);
    p = Math.fma(bounded, p, ERF_LARGE_1);
    p = Math.fma(bounded, p, ERF_LARGE_0);
    float large = 1 - expScaled(bounded * p, ROUND_EXPONENT);
    float square = x * x;
    float q = Math.fma(square, ERF_SMALL_5, ERF_SMALL_4);
    q = Math.fma(square, q, ERF_SMALL_3);
    q = Math.fma(square, q, ERF_SMALL_2);
    q = Math.fma(square, q, ERF_SMALL_1);
    q = Math.fma(square, q, ERF_SMALL_0);
    float small = Math.fma(x, q, x);
    float signed = x < 0 ? -large : large;
    return size < ERF_SPLIT ? small : signed;
  }

  /**
   * {@code cos(2 pi u)} for 0 <= u <= 1, but for the sign: negate it where {@link #isHalfTurned}.
   */
  static float cosTurn(float u) {
    float r = restOfTurn(u);
    float square = r * r;
    float p = Math.fma(square, COS_4, COS_3);
    p = Math.fma(square, p, COS_2);
    p = Math.fma(square, p, COS_1);
    p = Math.fma(square, p, COS_0);
    return Math.fma(square, p, 1);
  }

  /**
   * {@code sin(2 pi u)} for 0 <= u <= 1, but for the sign: negate it where {@link #isHalfTurned}.
   */
  static float sinTurn(float u) {
    float r = restOfTurn(u);
    float square = r * r;
    float p = Math.fma(square, SIN_3, SIN_2);
    p = Math.fma(square, p, SIN_1);
    p = Math.fma(square, p, SIN_0);
    return Math.fma(square * r, p, TWO_PI * r);
  }

  /** Whether {@code u} is nearer to half a turn than to a whole one. */
  static boolean isHalfTurned(float u) {
    return (Float.floatToRawIntBits(Math.fma(u, 2, ROUND)) & 1) != 0;
  }

  private static float restOfTurn(float u) {
    return Math.fma(Math.fma(u, 2, ROUND) - ROUND, -0.5f, u);
  }
}
