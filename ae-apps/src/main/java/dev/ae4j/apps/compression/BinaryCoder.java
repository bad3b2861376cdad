package dev.ae4j.apps.compression;

import java.io.ByteArrayOutputStream;

/**
 * A binary arithmetic coder on whole numbers: carry-free range coding with 32 bits (Martin, "Range
 * encoding", 1979). Encoder and decoder are driven by the same code, so that a model is written
 * once: the encoder is told each bit, the decoder tells it.
 */
abstract sealed class BinaryCoder permits BinaryCoder.Encoder, BinaryCoder.Decoder {
  /** The number of bits of a probability. */
  static final int PROBABILITY_BITS = 16;

  private int low;
  private int high = -1;

  /**
   * Codes a bit.
   *
   * @param bit the bit; ignored by a decoder
   * @param probability the probability of a one, in {@code [1, 65535]} of 65536
   * @return the bit
   */
  final int code(int bit, int probability) {
    int split = low + (int) ((Integer.toUnsignedLong(high - low) * probability) >>> 16);
    int coded = choose(bit, split);
    if (coded == 1) {
      high = split;
    } else {
      low = split + 1;
    }
    while ((low ^ high) >>> 24 == 0) {
      shift(high >>> 24);
      low <<= 8;
      high = high << 8 | 255;
    }
    return coded;
  }

  /** Codes a bit that nothing is known about. */
  final int code(int bit) {
    return code(bit, 1 << (PROBABILITY_BITS - 1));
  }

  /** Returns the bit, given the last place that stands for a one. */
  abstract int choose(int bit, int split);

  /** Lets go of a byte that is settled. */
  abstract void shift(int settled);

  final int low() {
    return low;
  }

  /** Writes bits. */
  static final class Encoder extends BinaryCoder {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Override
    int choose(int bit, int split) {
      return bit;
    }

    @Override
    void shift(int settled) {
      out.write(settled);
    }

    /** Returns all bytes; nothing can be coded after that. */
    byte[] finish() {
      // Any place in the interval will do, and the decoder reads zeros behind the end.
      out.write((low() >>> 24) + 1);
      return out.toByteArray();
    }
  }

  /** Reads bits; behind the end it reads zeros. */
  static final class Decoder extends BinaryCoder {
    private final byte[] bytes;
    private int next;
    private int place;

    Decoder(byte[] bytes) {
      this.bytes = bytes;
      for (int i = 0; i < Integer.BYTES; i++) {
        shift(0);
      }
    }

    @Override
    int choose(int bit, int split) {
      return Integer.compareUnsigned(place, split) <= 0 ? 1 : 0;
    }

    @Override
    void shift(int settled) {
      place = place << 8 | (next < bytes.length ? bytes[next] & 255 : 0);
      next++;
    }
  }
}
