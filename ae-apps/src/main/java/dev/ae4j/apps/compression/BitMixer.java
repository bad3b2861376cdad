package dev.ae4j.apps.compression;

import java.util.Arrays;

/**
 * Predicts bits from several contexts at once: the probabilities that each context has learned are
 * combined in the logistic domain by weights that are learned too (Mahoney, "Adaptive weighing of
 * context models for lossless data compression", 2005). All in whole numbers, so that a decoder on
 * any machine predicts the same.
 */
final class BitMixer {
  private static final int SLOT_BITS = 18;
  // The logistic domain has 256 steps for a factor of e in the odds.
  private static final int UNIT = 256;
  private static final int RANGE = 2047;
  private static final int WEIGHT_BITS = 16;
  private static final int RATE = 8;
  private static final int RATE_BITS = 16;

  /** {@code 65536 / (1 + exp(-x / 256))} for x from -2047 to 2047. */
  private static final int[] LOGISTIC = new int[2 * RANGE + 1];

  /** {@code 256 log(p / (1 - p))} for p in the middle of each 4096th. */
  private static final int[] LOGIT = new int[1 << 12];

  static {
    // StrictMath: the same numbers on every machine.
    Arrays.setAll(
        LOGISTIC,
        i -> (int) StrictMath.rint((1 << 16) / (1 + StrictMath.exp((RANGE - i) / (double) UNIT))));
    Arrays.setAll(
        LOGIT,
        i -> {
          double p = (i + 0.5) / LOGIT.length;
          double logit = StrictMath.rint(UNIT * StrictMath.log(p / (1 - p)));
          return (int) Math.max(-RANGE, Math.min(RANGE, logit));
        });
  }

  private final AdaptiveBits[] learned;
  private final int[] slots;
  private final int[] logits;
  private final int[] weights;

  /**
   * Creates a mixer that has learned nothing.
   *
   * @param contexts the number of contexts
   * @param sets the number of sets of weights
   */
  BitMixer(int contexts, int sets) {
    learned = new AdaptiveBits[contexts];
    Arrays.setAll(learned, i -> new AdaptiveBits(1 << SLOT_BITS));
    slots = new int[contexts];
    logits = new int[contexts + 1];
    weights = new int[(contexts + 1) * sets];
    Arrays.fill(weights, (1 << WEIGHT_BITS) * 3 / 10);
    // A constant beside the contexts.
    logits[contexts] = UNIT;
  }

  /**
   * Codes a bit and learns from it.
   *
   * @param contexts what is known, one number for each context
   * @param node tells bits of the same symbol from each other
   * @param set the set of weights to use
   */
  int code(BinaryCoder coder, int bit, int[] contexts, int node, int set) {
    int start = set * logits.length;
    long sum = 0;
    for (int i = 0; i < learned.length; i++) {
      slots[i] = slot(contexts[i], node);
      logits[i] = LOGIT[learned[i].probability(slots[i])];
    }
    for (int i = 0; i < logits.length; i++) {
      sum += (long) weights[start + i] * logits[i];
    }
    int logit = (int) Math.max(-RANGE, Math.min(RANGE, sum >> WEIGHT_BITS));
    int probability = LOGISTIC[logit + RANGE];
    int coded = coder.code(bit, probability);
    int error = (((coded << 16) - probability) >> 4) * RATE;
    for (int i = 0; i < logits.length; i++) {
      weights[start + i] += (logits[i] * error + (1 << (RATE_BITS - 1))) >> RATE_BITS;
    }
    for (int i = 0; i < learned.length; i++) {
      learned[i].learn(slots[i], coded);
    }
    return coded;
  }

  private static int slot(int context, int node) {
    int hash = (context * 0x2f0b4c47 + node) * 0x9e3779b1;
    int mixed = (hash ^ (hash >>> 15)) * 0x85ebca6b;
    return mixed >>> (Integer.SIZE - SLOT_BITS);
  }
}
