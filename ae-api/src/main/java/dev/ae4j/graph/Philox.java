package dev.ae4j.graph;

/**
 * The counter-based generator behind every random number: Philox 4x32-10.
 *
 * <p>A block of four 32-bit words is a function of a 64-bit key and a 128-bit counter. In a program
 * the key is the seed of the run, and element {@code i} of a random operation comes from word
 * {@code i % 4} of the block whose counter holds, lowest word first, {@code i / 4}, the stream, and
 * the low and the high half of the step.
 *
 * <ul>
 *   <li>A uniform number is {@code (word >>> 8) * 2^-24}.
 *   <li>Normal numbers come in pairs from the words {@code (w0, w1)} and {@code (w2, w3)} of a
 *       block by the Box-Muller transform: with {@code u1 = ((w0 >>> 8) + 1) * 2^-24}, {@code u2 =
 *       (w1 >>> 8) * 2^-24} and {@code r = sqrt(-2 ln u1)} they are {@code r cos(2 pi u2)} and
 *       {@code r sin(2 pi u2)}.
 * </ul>
 *
 * <p>Salmon, Moraes, Dror and Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011.
 */
public final class Philox {
  private static final int ROUNDS = 10;
  private static final int MULTIPLIER_0 = 0xD2511F53;
  private static final int MULTIPLIER_1 = 0xCD9E8D57;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;

  private Philox() {}

  /**
   * Computes a block.
   *
   * @param seed the key
   * @param c0 the lowest word of the counter
   * @param c1 the second word of the counter
   * @param c2 the third word of the counter
   * @param c3 the highest word of the counter
   * @param block receives the four words
   */
  public static void block(long seed, int c0, int c1, int c2, int c3, int[] block) {
    int k0 = (int) seed;
    int k1 = (int) (seed >>> 32);
    int x0 = c0;
    int x1 = c1;
    int x2 = c2;
    int x3 = c3;
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = Integer.toUnsignedLong(MULTIPLIER_0) * Integer.toUnsignedLong(x0);
      long p1 = Integer.toUnsignedLong(MULTIPLIER_1) * Integer.toUnsignedLong(x2);
      x0 = (int) (p1 >>> 32) ^ x1 ^ k0;
      x1 = (int) p1;
      x2 = (int) (p0 >>> 32) ^ x3 ^ k1;
      x3 = (int) p0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    block[0] = x0;
    block[1] = x1;
    block[2] = x2;
    block[3] = x3;
  }
}
