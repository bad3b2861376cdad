package dev.ae4j.jvm.kernel;

/**
 * The numbers that the scalar and the vector form of each function share.
 *
 * <p>The polynomials are minimax fits of the relative error (Remez), computed with 40 digits and
 * rounded to float. The error given with each is that of the exact polynomial.
 */
public final class Coefficients {
  /** Added to a float below 2^22 in size, this leaves the nearest integer in the low bits. */
  public static final float ROUND = 0x1.8p23f;

  /** The bits of {@link #ROUND}. */
  public static final int ROUND_BITS = 0x4B400000;

  /**
   * {@link #ROUND} and the bias of exponents: shifted left by 23, the sum of this and n has the
   * bits of 2^n.
   */
  public static final float ROUND_EXPONENT = ROUND + 127;

  /** The same for 2^(n + 64). */
  public static final float ROUND_EXPONENT_UP = ROUND + 127 + 64;

  /** The same for 2^(n - 64). */
  public static final float ROUND_EXPONENT_DOWN = ROUND + 127 - 64;

  /** 2^64. */
  public static final float SCALE_UP = 0x1p64f;

  /** 2^-64. */
  public static final float SCALE_DOWN = 0x1p-64f;

  /** log2(e). */
  public static final float LOG2_E = 0x1.715476p0f;

  /** ln(2), rounded. */
  public static final float LN2_HIGH = 0x1.62e430p-1f;

  /** ln(2) less {@link #LN2_HIGH}. */
  public static final float LN2_LOW = -0x1.05c610p-29f;

  /** From here on e^x is above the largest float, whichever way it is rounded. */
  public static final float EXP_MAX = 89f;

  /** From here down e^x is below half the smallest float. */
  public static final float EXP_MIN = -104f;

  // e^r = 1 + r + r^2 (EXP_0 + EXP_1 r + ...) for |r| <= ln(2)/2, error 3.1e-9.
  public static final float EXP_0 = 0x1.fffffcp-2f;
  public static final float EXP_1 = 0x1.555490p-3f;
  public static final float EXP_2 = 0x1.5558f4p-5f;
  public static final float EXP_3 = 0x1.123a6cp-7f;
  public static final float EXP_4 = 0x1.6a2352p-10f;

  /** The bits of sqrt(1/2): log works on mantissas from here to twice this. */
  public static final int SQRT_HALF_BITS = 0x3F3504F3;

  /** The bits of a mantissa. */
  public static final int MANTISSA_BITS = 0x007FFFFF;

  /** Brings denormal numbers into the normal range. */
  public static final float DENORMAL_SCALE = 0x1p23f;

  /** {@link #ROUND} and the exponent of {@link #DENORMAL_SCALE}. */
  public static final float ROUND_DENORMAL = ROUND + 23;

  // ln(1 + f) = f - f^2/2 + f^3 (LOG_0 + LOG_1 f + ...) for 1 + f in [sqrt(1/2), sqrt(2)], 5.9e-9.
  public static final float LOG_0 = 0x1.555554p-2f;
  public static final float LOG_1 = -0x1.000228p-2f;
  public static final float LOG_2 = 0x1.99a00ep-3f;
  public static final float LOG_3 = -0x1.5471b6p-3f;
  public static final float LOG_4 = 0x1.22d918p-3f;
  public static final float LOG_5 = -0x1.0d8a08p-3f;
  public static final float LOG_6 = 0x1.056582p-3f;
  public static final float LOG_7 = -0x1.38b4f0p-4f;

  // ln(1 + t) = t + t^2 (LOG1P_0 + LOG1P_1 t + ...) for t in [0, 1], error 8.1e-10.
  public static final float LOG1P_0 = -0x1.fffff8p-2f;
  public static final float LOG1P_1 = 0x1.5553a6p-2f;
  public static final float LOG1P_2 = -0x1.ffc420p-3f;
  public static final float LOG1P_3 = 0x1.978278p-3f;
  public static final float LOG1P_4 = -0x1.4a542ep-3f;
  public static final float LOG1P_5 = 0x1.fea74cp-4f;
  public static final float LOG1P_6 = -0x1.54458ap-4f;
  public static final float LOG1P_7 = 0x1.57e966p-5f;
  public static final float LOG1P_8 = -0x1.bead58p-7f;
  public static final float LOG1P_9 = 0x1.0fb4bcp-9f;

  /** tanh is a polynomial below this size, and 1 - 2 / (e^2|x| + 1) above. */
  public static final float TANH_SPLIT = 0.625f;

  /** From this size on tanh rounds to 1. */
  public static final float TANH_MAX = 9.25f;

  // tanh(x) = x (1 + x^2 (TANH_0 + TANH_1 x^2 + ...)) for |x| <= 0.625, error 4.4e-9.
  public static final float TANH_0 = -0x1.555532p-2f;
  public static final float TANH_1 = 0x1.110726p-3f;
  public static final float TANH_2 = -0x1.b83c5ap-5f;
  public static final float TANH_3 = 0x1.52269cp-6f;
  public static final float TANH_4 = -0x1.75e1cep-8f;

  /** erf is a polynomial below this size, and 1 - e^(polynomial) above. */
  public static final float ERF_SPLIT = 0.9f;

  /** From this size on erf rounds to 1. */
  public static final float ERF_MAX = 3.95f;

  // erf(x) = x + x (ERF_SMALL_0 + ERF_SMALL_1 x^2 + ...) for |x| <= 0.9, error 1.2e-8.
  public static final float ERF_SMALL_0 = 0x1.06eba6p-3f;
  public static final float ERF_SMALL_1 = -0x1.8126fap-2f;
  public static final float ERF_SMALL_2 = 0x1.ce1dd2p-4f;
  public static final float ERF_SMALL_3 = -0x1.b6bee2p-6f;
  public static final float ERF_SMALL_4 = 0x1.4876c8p-8f;
  public static final float ERF_SMALL_5 = -0x1.3f4f70p-11f;

  // ln(1 - erf(x)) = x (ERF_LARGE_0 + ERF_LARGE_1 x + ...) for x in [0.9, 3.95], 3.1e-9 of erf.
  public static final float ERF_LARGE_0 = -0x1.20e6b2p0f;
  public static final float ERF_LARGE_1 = -0x1.457a4ap-1f;
  public static final float ERF_LARGE_2 = -0x1.af4256p-4f;
  public static final float ERF_LARGE_3 = 0x1.774d9ep-6f;
  public static final float ERF_LARGE_4 = -0x1.a6135ep-9f;
  public static final float ERF_LARGE_5 = 0x1.c21750p-13f;

  // sin(2 pi r) = TWO_PI r + r^3 (SIN_0 + SIN_1 r^2 + ...) for |r| <= 1/4, error 6.1e-9.
  public static final float TWO_PI = 0x1.921fb6p2f;
  public static final float SIN_0 = -0x1.4abbc6p5f;
  public static final float SIN_1 = 0x1.466918p6f;
  public static final float SIN_2 = -0x1.325570p6f;
  public static final float SIN_3 = 0x1.3e292ap5f;

  // cos(2 pi r) = 1 + r^2 (COS_0 + COS_1 r^2 + ...) for |r| <= 1/4, absolute error 2.5e-10.
  public static final float COS_0 = -0x1.3bd3ccp4f;
  public static final float COS_1 = 0x1.03c1e6p6f;
  public static final float COS_2 = -0x1.55d0b8p6f;
  public static final float COS_3 = 0x1.e12f86p5f;
  public static final float COS_4 = -0x1.901bd6p4f;

  private Coefficients() {}
}
