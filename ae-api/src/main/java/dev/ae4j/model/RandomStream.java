package dev.ae4j.model;

import dev.ae4j.graph.Philox;
import java.nio.charset.StandardCharsets;

/**
 * A sequence of random numbers decided by a seed and a name, the same on every machine.
 *
 * <p>Not safe for use by several threads.
 */
public final class RandomStream {
  // Keeps these blocks apart from those of random operations, whose steps are not negative
  private static final int HOST = -1;

  private final long seed;
  private final int stream;
  private final int[] block = new int[4];
  private long position;

  /** Creates the sequence for a seed and a name. */
  public RandomStream(long seed, String name) {
    this.seed = seed;
    this.stream = hash(name);
  }

  /** Returns the FNV-1a hash of a name, which tells streams of random numbers apart. */
  static int hash(String name) {
    int hash = 0x811C9DC5;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xFF)) * 0x01000193;
    }
    return hash;
  }

  private int nextWord() {
    int word = (int) (position & 3);
    if (word == 0) {
      long index = position >>> 2;
      Philox.block(seed, (int) index, stream, (int) (index >>> 32), HOST, block);
    }
    position++;
    return block[word];
  }

  /** Returns a number in {@code [0, 1)}, in steps of 2^-53. */
  public double nextUniform() {
    int high = nextWord() >>> 5;
    int low = nextWord() >>> 6;
    return (((long) high << 26) + low) * 0x1.0p-53;
  }

  /** Returns a number from the normal distribution with mean 0 and variance 1. */
  public double nextNormal() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextUniform()));
    return radius * StrictMath.cos(2 * StrictMath.PI * nextUniform());
  }

  /**
   * Returns a whole number in {@code [0, bound)}, each with the same probability.
   *
   * <p>Lemire, "Fast Random Integer Generation in an Interval", 2019.
   *
   * @param bound more than zero
   */
  public int nextInt(int bound) {
    int threshold = Integer.remainderUnsigned(-bound, bound);
    while (true) {
      long product = Integer.toUnsignedLong(nextWord()) * bound;
      if (Integer.compareUnsigned((int) product, threshold) >= 0) {
        return (int) (product >>> 32);
      }
    }
  }

  /** Puts the elements of an array into a random order, each with the same probability. */
  public void shuffle(int[] values) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = nextInt(i + 1);
      int swapped = values[i];
      values[i] = values[j];
      values[j] = swapped;
    }
  }
}
