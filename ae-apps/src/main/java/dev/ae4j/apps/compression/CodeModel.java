package dev.ae4j.apps.compression;

import dev.ae4j.DataException;

/**
 * Codes the whole numbers that codes are rounded to, with what is learned about each element of a
 * code: a factorized entropy model. A number is written as the length of its Elias gamma code in
 * unary, then its bits, of which the first ones are predicted.
 */
final class CodeModel {
  /** The largest number, positive or negative. */
  static final int LARGEST = 1 << 24;

  private static final int LENGTHS = 32;
  private static final int LEADING = 3;

  private final AdaptiveBits lengths;
  private final AdaptiveBits bits;

  /** Creates a model of codes with {@code size} elements that has learned nothing. */
  CodeModel(int size) {
    lengths = new AdaptiveBits(size * LENGTHS);
    bits = new AdaptiveBits((size * LENGTHS) << LEADING);
  }

  /**
   * Codes a number.
   *
   * @param number the number; ignored by a decoder
   * @param element which element of the code it is
   * @return the number
   * @throws DataException if a decoder reads what no encoder writes
   */
  int code(BinaryCoder coder, int number, int element) {
    // 1, 2, 3, 4 … for 0, -1, 1, -2 …
    int natural = (number < 0 ? -2 * number - 1 : 2 * number) + 1;
    int length = length(coder, Integer.SIZE - 1 - Integer.numberOfLeadingZeros(natural), element);
    int value = 1;
    for (int i = length - 1; i >= 0; i--) {
      int bit = natural >> i & 1;
      int known = length - 1 - i;
      int context = ((element * LENGTHS + length) << LEADING) + value;
      value = value << 1 | (known < LEADING ? bits.code(coder, bit, context) : coder.code(bit));
    }
    int coded = value - 1;
    return (coded & 1) == 1 ? -((coded + 1) >> 1) : coded >> 1;
  }

  private int length(BinaryCoder coder, int length, int element) {
    int coded = 0;
    while (lengths.code(coder, coded < length ? 1 : 0, element * LENGTHS + coded) == 1) {
      coded++;
      if (coded > Integer.SIZE - 1 - Integer.numberOfLeadingZeros(2 * LARGEST + 1)) {
        throw new DataException("a number is longer than any that is written");
      }
    }
    return coded;
  }
}
