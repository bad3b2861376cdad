package dev.ae4j.apps.compression;

import java.util.Arrays;

/**
 * Probabilities of bits that are learned while bits are coded: one for each context, the mean of
 * its bits so far, with less weight on older ones once there were many.
 *
 * <p>An entry holds a probability of 22 bits and below it the number of bits seen, up to a limit.
 */
final class AdaptiveBits {
  private static final int COUNT_BITS = 10;
  private static final int COUNT_MASK = (1 << COUNT_BITS) - 1;
  private static final int ONE = (1 << (Integer.SIZE - COUNT_BITS)) - 1;
  private static final int LIMIT = 255;

  /** {@code 65536 / (count + 1.5)}: how far an entry moves. */
  private static final int[] RATES = new int[LIMIT + 1];

  static {
    Arrays.setAll(RATES, count -> (1 << 17) / (2 * count + 3));
  }

  private final int[] entries;

  /** Begins with even odds in a number of contexts. */
  AdaptiveBits(int contexts) {
    entries = new int[contexts];
    Arrays.fill(entries, 1 << (Integer.SIZE - 1));
  }

  /** Returns the probability of a one, in {@code [0, 4095]} of 4096. */
  int probability(int context) {
    return entries[context] >>> 20;
  }

  /** Learns from a bit. */
  void learn(int context, int bit) {
    int entry = entries[context];
    int count = entry & COUNT_MASK;
    int probability = entry >>> COUNT_BITS;
    int distance = (bit == 1 ? ONE : 0) - probability;
    probability += (int) (((long) distance * RATES[count]) >> 16);
    entries[context] = probability << COUNT_BITS | Math.min(count + 1, LIMIT);
  }

  /** Codes a bit with the probability of a context, and learns from it. */
  int code(BinaryCoder coder, int bit, int context) {
    int probability = entries[context] >>> (Integer.SIZE - BinaryCoder.PROBABILITY_BITS);
    int coded = coder.code(bit, Math.min(Math.max(probability, 32), (1 << 16) - 32));
    learn(context, coded);
    return coded;
  }
}
