package dev.ae4j.jvm.kernel;

/**
 * The counter-based generator Philox4x32-10 and the numbers made from it.
 *
 * <p>Key: the low and the high half of the seed. Counter: element / 4, stream, the low and the high
 * half of the step. Element {@code e} takes word {@code e % 4} of its block. Any part of a sequence
 * can be made on its own and comes out the same; a sequence repeats after 2^34 elements.
 *
 * <p>Uniform numbers are {@code (word >>> 8) * 2^-24}, in [0, 1). Normal numbers come from
 * Box-Muller: from the words {@code w0, w1} of a block, {@code u1 = ((w0 >>> 8) + 1) * 2^-24},
 * {@code u2 = (w1 >>> 8) * 2^-24} and {@code r = sqrt(-2 ln u1)} give {@code r cos(2 pi u2)} and
 * {@code r sin(2 pi u2)} as elements 0 and 1; the words {@code w2, w3} give elements 2 and 3.
 *
 * <p>J. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
 */
public final class Philox {
  /** The multiplier of counter word 0. */
  public static final int MULTIPLIER_0 = 0xD2511F53;

  /** The multiplier of counter word 2. */
  public static final int MULTIPLIER_2 = 0xCD9E8D57;

  /** What key word 0 grows by from round to round. */
  public static final int KEY_STEP_0 = 0x9E3779B9;

  /** What key word 1 grows by from round to round. */
  public static final int KEY_STEP_1 = 0xBB67AE85;

  /** The number of rounds. */
  public static final int ROUNDS = 10;

  private static final long LOW = 0xFFFFFFFFL;

  private Philox() {}

  /** The contract of {@link Kernels#uniform}, block by block. */
  public static void uniform(
      long seed, int stream, long step, long first, float[] y, int yo, int n) {
    fill(false, seed, stream, step, first, y, yo, n);
  }

  /** The contract of {@link Kernels#normal}, block by block. */
  public static void normal(
      long seed, int stream, long step, long first, float[] y, int yo, int n) {
    fill(true, seed, stream, step, first, y, yo, n);
  }

  private static void fill(
      boolean normal, long seed, int stream, long step, long first, float[] y, int yo, int n) {
    // Where the first block would start in y, had it been asked for as a whole.
    int start = -(int) (first & 3);
    for (int i = start; i < n; i += 4) {
      block(normal, seed, stream, step, (first + i) >>> 2, y, yo, i, n);
    }
  }

  /** Puts the elements {@code i} to {@code i + 4} of y that are in [0, n). */
  private static void block(
      boolean normal,
      long seed,
      int stream,
      long step,
      long block,
      float[] y,
      int yo,
      int i,
      int n) {
    int c0 = (int) block;
    int c1 = stream;
    int c2 = (int) step;
    int c3 = (int) (step >>> 32);
    int k0 = (int) seed;
    int k1 = (int) (seed >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = (c0 & LOW) * (MULTIPLIER_0 & LOW);
      long p2 = (c2 & LOW) * (MULTIPLIER_2 & LOW);
      c0 = (int) (p2 >>> 32) ^ c1 ^ k0;
      c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c1 = (int) p2;
      c3 = (int) p0;
      k0 += KEY_STEP_0;
      k1 += KEY_STEP_1;
    }
    if (normal) {
      normalPair(c0, c1, y, yo, i, n);
      normalPair(c2, c3, y, yo, i + 2, n);
    } else {
      put(uniform(c0), y, yo, i, n);
      put(uniform(c1), y, yo, i + 1, n);
      put(uniform(c2), y, yo, i + 2, n);
      put(uniform(c3), y, yo, i + 3, n);
    }
  }

  private static float uniform(int word) {
    return (word >>> 8) * 0x1p-24f;
  }

  private static void normalPair(int first, int second, float[] y, int yo, int i, int n) {
    float u1 = ((first >>> 8) + 1) * 0x1p-24f;
    float u2 = uniform(second);
    float size = (float) Math.sqrt(-2 * ScalarMath.log(u1));
    float r = ScalarMath.isHalfTurned(u2) ? -size : size;
    put(r * ScalarMath.cosTurn(u2), y, yo, i, n);
    put(r * ScalarMath.sinTurn(u2), y, yo, i + 1, n);
  }

  private static void put(float value, float[] y, int yo, int i, int n) {
    if (i >= 0 && i < n) {
      y[yo + i] = value;
    }
  }
}
