package dev.ae4j.jvm.vector;

import dev.ae4j.jvm.kernel.Coefficients;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The transcendental functions for a vector: {@link dev.ae4j.jvm.kernel.ScalarMath} operation by
 * operation, so that every lane has the bits of the scalar form.
 */
final class VectorMath {
  // Constants are vectors because C2 stops inlining a function, and starts to allocate, when it has
  // too many calls in it; a broadcast is several calls.
  private static final FloatVector ZERO = floats(0);
  private static final FloatVector MINUS_HALF = floats(-0.5f);
  private static final FloatVector ONE = floats(1);
  private static final FloatVector TWO = floats(2);
  private static final FloatVector MIN_NORMAL = floats(Float.MIN_NORMAL);
  private static final FloatVector INFINITY = floats(Float.POSITIVE_INFINITY);
  private static final FloatVector MINUS_INFINITY = floats(Float.NEGATIVE_INFINITY);
  private static final FloatVector NAN = floats(Float.NaN);
  private static final FloatVector EXP_MIN = floats(Coefficients.EXP_MIN);
  private static final FloatVector EXP_MAX = floats(Coefficients.EXP_MAX);
  private static final FloatVector ROUND_EXPONENT_DOWN = floats(Coefficients.ROUND_EXPONENT_DOWN);
  private static final FloatVector ROUND_EXPONENT_UP = floats(Coefficients.ROUND_EXPONENT_UP);
  private static final FloatVector SCALE_UP = floats(Coefficients.SCALE_UP);
  private static final FloatVector SCALE_DOWN = floats(Coefficients.SCALE_DOWN);
  private static final FloatVector LOG2_E = floats(Coefficients.LOG2_E);
  private static final FloatVector MINUS_LN2_LOW = floats(-Coefficients.LN2_LOW);
  private static final FloatVector MINUS_LN2_HIGH = floats(-Coefficients.LN2_HIGH);
  private static final FloatVector EXP_4 = floats(Coefficients.EXP_4);
  private static final FloatVector EXP_3 = floats(Coefficients.EXP_3);
  private static final FloatVector EXP_2 = floats(Coefficients.EXP_2);
  private static final FloatVector EXP_1 = floats(Coefficients.EXP_1);
  private static final FloatVector EXP_0 = floats(Coefficients.EXP_0);
  private static final FloatVector DENORMAL_SCALE = floats(Coefficients.DENORMAL_SCALE);
  private static final FloatVector ROUND = floats(Coefficients.ROUND);
  private static final FloatVector ROUND_DENORMAL = floats(Coefficients.ROUND_DENORMAL);
  private static final FloatVector LOG_7 = floats(Coefficients.LOG_7);
  private static final FloatVector LOG_6 = floats(Coefficients.LOG_6);
  private static final FloatVector LOG_5 = floats(Coefficients.LOG_5);
  private static final FloatVector LOG_4 = floats(Coefficients.LOG_4);
  private static final FloatVector LOG_3 = floats(Coefficients.LOG_3);
  private static final FloatVector LOG_2 = floats(Coefficients.LOG_2);
  private static final FloatVector LOG_1 = floats(Coefficients.LOG_1);
  private static final FloatVector LOG_0 = floats(Coefficients.LOG_0);
  private static final FloatVector LN2_LOW = floats(Coefficients.LN2_LOW);
  private static final FloatVector LN2_HIGH = floats(Coefficients.LN2_HIGH);
  private static final FloatVector TANH_MAX = floats(Coefficients.TANH_MAX);
  private static final FloatVector ROUND_EXPONENT = floats(Coefficients.ROUND_EXPONENT);
  private static final FloatVector TANH_4 = floats(Coefficients.TANH_4);
  private static final FloatVector TANH_3 = floats(Coefficients.TANH_3);
  private static final FloatVector TANH_2 = floats(Coefficients.TANH_2);
  private static final FloatVector TANH_1 = floats(Coefficients.TANH_1);
  private static final FloatVector TANH_0 = floats(Coefficients.TANH_0);
  private static final FloatVector TANH_SPLIT = floats(Coefficients.TANH_SPLIT);
  private static final FloatVector LOG1P_9 = floats(Coefficients.LOG1P_9);
  private static final FloatVector LOG1P_8 = floats(Coefficients.LOG1P_8);
  private static final FloatVector LOG1P_7 = floats(Coefficients.LOG1P_7);
  private static final FloatVector LOG1P_6 = floats(Coefficients.LOG1P_6);
  private static final FloatVector LOG1P_5 = floats(Coefficients.LOG1P_5);
  private static final FloatVector LOG1P_4 = floats(Coefficients.LOG1P_4);
  private static final FloatVector LOG1P_3 = floats(Coefficients.LOG1P_3);
  private static final FloatVector LOG1P_2 = floats(Coefficients.LOG1P_2);
  private static final FloatVector LOG1P_1 = floats(Coefficients.LOG1P_1);
  private static final FloatVector LOG1P_0 = floats(Coefficients.LOG1P_0);
  private static final FloatVector ERF_MAX = floats(Coefficients.ERF_MAX);
  private static final FloatVector ERF_LARGE_5 = floats(Coefficients.ERF_LARGE_5);
  private static final FloatVector ERF_LARGE_4 = floats(Coefficients.ERF_LARGE_4);
  private static final FloatVector ERF_LARGE_3 = floats(Coefficients.ERF_LARGE_3);
  private static final FloatVector ERF_LARGE_2 = floats(Coefficients.ERF_LARGE_2);
  private static final FloatVector ERF_LARGE_1 = floats(Coefficients.ERF_LARGE_1);
  private static final FloatVector ERF_LARGE_0 = floats(Coefficients.ERF_LARGE_0);
  private static final FloatVector ERF_SMALL_5 = floats(Coefficients.ERF_SMALL_5);
  private static final FloatVector ERF_SMALL_4 = floats(Coefficients.ERF_SMALL_4);
  private static final FloatVector ERF_SMALL_3 = floats(Coefficients.ERF_SMALL_3);
  private static final FloatVector ERF_SMALL_2 = floats(Coefficients.ERF_SMALL_2);
  private static final FloatVector ERF_SMALL_1 = floats(Coefficients.ERF_SMALL_1);
  private static final FloatVector ERF_SMALL_0 = floats(Coefficients.ERF_SMALL_0);
  private static final FloatVector ERF_SPLIT = floats(Coefficients.ERF_SPLIT);
  private static final FloatVector COS_4 = floats(Coefficients.COS_4);
  private static final FloatVector COS_3 = floats(Coefficients.COS_3);
  private static final FloatVector COS_2 = floats(Coefficients.COS_2);
  private static final FloatVector COS_1 = floats(Coefficients.COS_1);
  private static final FloatVector COS_0 = floats(Coefficients.COS_0);
  private static final FloatVector SIN_3 = floats(Coefficients.SIN_3);
  private static final FloatVector SIN_2 = floats(Coefficients.SIN_2);
  private static final FloatVector SIN_1 = floats(Coefficients.SIN_1);
  private static final FloatVector SIN_0 = floats(Coefficients.SIN_0);
  private static final FloatVector TWO_PI = floats(Coefficients.TWO_PI);
  private static final IntVector ROUND_BITS = ints(Coefficients.ROUND_BITS);
  private static final IntVector SQRT_HALF_BITS = ints(Coefficients.SQRT_HALF_BITS);
  private static final IntVector MANTISSA_BITS = ints(Coefficients.MANTISSA_BITS);
  private static final FloatVector FIRST_WHOLE = floats(0x1p23f);
  private static final IntVector SIGN_BIT = ints(Integer.MIN_VALUE);

  private VectorMath() {}

  private static FloatVector floats(float value) {
    return FloatVector.broadcast(Species.FLOATS, value);
  }

  private static IntVector ints(int value) {
    return IntVector.broadcast(Species.INTS, value);
  }

  /** {@code Math.rint(x)}: from 2^23 on all numbers are whole. */
  static FloatVector round(FloatVector x) {
    FloatVector size = x.abs();
    IntVector bits = size.add(FIRST_WHOLE).sub(FIRST_WHOLE).reinterpretAsInts();
    FloatVector signed = bits.or(x.reinterpretAsInts().and(SIGN_BIT)).reinterpretAsFloats();
    return x.blend(signed, size.compare(VectorOperators.LT, FIRST_WHOLE));
  }

  /** {@code Math.floor(x)}. */
  static FloatVector floor(FloatVector x) {
    FloatVector rounded = round(x);
    return rounded.blend(rounded.sub(ONE), rounded.compare(VectorOperators.GT, x));
  }

  static FloatVector exp(FloatVector x) {
    FloatVector bounded = x.max(EXP_MIN).min(EXP_MAX);
    VectorMask<Float> negative = bounded.compare(VectorOperators.LT, ZERO);
    FloatVector bias = ROUND_EXPONENT_DOWN.blend(ROUND_EXPONENT_UP, negative);
    return expScaled(bounded, bias).mul(SCALE_UP.blend(SCALE_DOWN, negative));
  }

  private static FloatVector expOfMinusSize(FloatVector x) {
    return expScaled(x.abs().neg().max(EXP_MIN), ROUND_EXPONENT_UP).mul(SCALE_DOWN);
  }

  private static FloatVector expScaled(FloatVector x, FloatVector bias) {
    FloatVector biased = x.fma(LOG2_E, bias);
    FloatVector n = biased.sub(bias);
    FloatVector r = n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, x));
    FloatVector p = r.fma(EXP_4, EXP_3);
    p = r.fma(p, EXP_2);
    p = r.fma(p, EXP_1);
    p = r.fma(p, EXP_0);
    IntVector powerOfTwo = biased.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
    return r.mul(r).fma(p, r).add(ONE).mul(powerOfTwo.reinterpretAsFloats());
  }

  static FloatVector log(FloatVector x) {
    VectorMask<Float> denormal = x.compare(VectorOperators.LT, MIN_NORMAL);
    FloatVector scaled = x.blend(x.mul(DENORMAL_SCALE), denormal);
    IntVector bits = scaled.reinterpretAsInts().sub(SQRT_HALF_BITS);
    // Exact for exponents. A conversion would do, but C2 lacks it on some processors.
    IntVector shifted = bits.lanewise(VectorOperators.ASHR, 23).add(ROUND_BITS);
    FloatVector e = shifted.reinterpretAsFloats().sub(ROUND.blend(ROUND_DENORMAL, denormal));
    FloatVector f = bits.and(MANTISSA_BITS).add(SQRT_HALF_BITS).reinterpretAsFloats().sub(ONE);
    FloatVector y = x.blend(logOfMantissa(f, e), x.compare(VectorOperators.LT, INFINITY));
    y = y.blend(MINUS_INFINITY, x.compare(VectorOperators.EQ, ZERO));
    return y.blend(NAN, x.compare(VectorOperators.LT, ZERO));
  }

  /** {@code ln(1 + f) + e ln 2}. */
  private static FloatVector logOfMantissa(FloatVector f, FloatVector e) {
    FloatVector p = f.fma(LOG_7, LOG_6);
    p = f.fma(p, LOG_5);
    p = f.fma(p, LOG_4);
    p = f.fma(p, LOG_3);
    p = f.fma(p, LOG_2);
    p = f.fma(p, LOG_1);
    p = f.fma(p, LOG_0);
    FloatVector square = f.mul(f);
    FloatVector y = square.mul(f).fma(p, e.mul(LN2_LOW));
    return e.fma(LN2_HIGH, f.add(square.fma(MINUS_HALF, y)));
  }

  /** {@code ln x} for x in [2^-24, 1]. */
  static FloatVector logOfUnit(FloatVector x) {
    IntVector bits = x.reinterpretAsInts().sub(SQRT_HALF_BITS);
    IntVector shifted = bits.lanewise(VectorOperators.ASHR, 23).add(ROUND_BITS);
    FloatVector f = bits.and(MANTISSA_BITS).add(SQRT_HALF_BITS).reinterpretAsFloats().sub(ONE);
    return logOfMantissa(f, shifted.reinterpretAsFloats().sub(ROUND));
  }

  static FloatVector tanh(FloatVector x) {
    FloatVector size = x.abs();
    FloatVector bounded = size.min(TANH_MAX);
    FloatVector e = expScaled(bounded.add(bounded), ROUND_EXPONENT);
    FloatVector large = ONE.sub(TWO.div(e.add(ONE)));
    FloatVector square = x.mul(x);
    FloatVector p = square.fma(TANH_4, TANH_3);
    p = square.fma(p, TANH_2);
    p = square.fma(p, TANH_1);
    p = square.fma(p, TANH_0);
    FloatVector small = x.mul(square.fma(p, ONE));
    FloatVector signed = large.blend(large.neg(), x.compare(VectorOperators.LT, ZERO));
    return signed.blend(small, size.compare(VectorOperators.LT, TANH_SPLIT));
  }

  static FloatVector sigmoid(FloatVector x) {
    FloatVector e = expOfMinusSize(x);
    return ONE.blend(e, x.compare(VectorOperators.LT, ZERO)).div(e.add(ONE));
  }

  static FloatVector softplus(FloatVector x) {
    FloatVector t = expOfMinusSize(x);
    FloatVector p = t.fma(LOG1P_9, LOG1P_8);
    p = t.fma(p, LOG1P_7);
    p = t.fma(p, LOG1P_6);
    p = t.fma(p, LOG1P_5);
    p = t.fma(p, LOG1P_4);
    p = t.fma(p, LOG1P_3);
    p = t.fma(p, LOG1P_2);
    p = t.fma(p, LOG1P_1);
    p = t.fma(p, LOG1P_0);
    return x.max(ZERO).add(t.mul(t).fma(p, t));
  }

  static FloatVector erf(FloatVector x) {
    FloatVector size = x.abs();
    FloatVector bounded = size.min(ERF_MAX);
    FloatVector p = bounded.fma(ERF_LARGE_5, ERF_LARGE_4);
    p = bounded.fma(p, ERF_LARGE_3);
    p = bounded.fma(p, ERF_LARGE_2);
    p = bounded.fma(p, ERF_LARGE_1);
    p = bounded.fma(p, ERF_LARGE_0);
    FloatVector large = ONE.sub(expScaled(bounded.mul(p), ROUND_EXPONENT));
    FloatVector square = x.mul(x);
    FloatVector q = square.fma(ERF_SMALL_5, ERF_SMALL_4);
    q = square.fma(q, ERF_SMALL_3);
    q = square.fma(q, ERF_SMALL_2);
    q = square.fma(q, ERF_SMALL_1);
    q = square.fma(q, ERF_SMALL_0);
    FloatVector small = x.fma(q, x);
    FloatVector signed = large.blend(large.neg(), x.compare(VectorOperators.LT, ZERO));
    return signed.blend(small, size.compare(VectorOperators.LT, ERF_SPLIT));
  }

  /** {@code x}, negated where {@code u} in [0, 1] is nearer to half a turn than to a whole one. */
  static FloatVector negateHalfTurned(FloatVector x, FloatVector u) {
    IntVector sign = u.fma(TWO, ROUND).reinterpretAsInts().lanewise(VectorOperators.LSHL, 31);
    return x.reinterpretAsInts().lanewise(VectorOperators.XOR, sign).reinterpretAsFloats();
  }

  static FloatVector restOfTurn(FloatVector u) {
    return u.fma(TWO, ROUND).sub(ROUND).fma(MINUS_HALF, u);
  }

  /** {@code cos(2 pi u)} but for the sign, from the rest of u. */
  static FloatVector cosOfRest(FloatVector r) {
    FloatVector square = r.mul(r);
    FloatVector p = square.fma(COS_4, COS_3);
    p = square.fma(p, COS_2);
    p = square.fma(p, COS_1);
    p = square.fma(p, COS_0);
    return square.fma(p, ONE);
  }

  /** {@code sin(2 pi u)} but for the sign, from the rest of u. */
  static FloatVector sinOfRest(FloatVector r) {
    FloatVector square = r.mul(r);
    FloatVector p = square.fma(SIN_3, SIN_2);
    p = square.fma(p, SIN_1);
    p = square.fma(p, SIN_0);
    return square.mul(r).fma(p, TWO_PI.mul(r));
  }
}
