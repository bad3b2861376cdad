package dev.ae4j.apps.compression;

/**
 * Codes sounds of 16 bits, given what a model predicts of them. The change from one number to the
 * next is predicted from the changes before and from the model's prediction, with weights that are
 * learned while numbers are coded (normalized least mean squares: Widrow and Hoff 1960, Nagumo and
 * Noda 1967); what is coded is the difference. All in whole numbers, so that a decoder on any
 * machine predicts the same.
 */
final class SoundModel {
  private static final int BEFORE = 16;
  private static final int WEIGHT_BITS = 16;
  private static final int RATE_BITS = 3;
  // Keeps steps small where there is silence
  private static final long LEAST_POWER = 1 << 10;
  private static final int CONTEXTS = Integer.SIZE + 1;

  private final CodeModel differences = new CodeModel(CONTEXTS);
  // The changes before, the last one first, and that to the model's prediction
  private final long[] inputs = new long[BEFORE + 1];
  private final long[] weights = new long[BEFORE + 1];
  // The mean size of the last differences, in sixteenths
  private int size;
  private int last;

  /**
   * Codes a number.
   *
   * @param number in {@code [-32768, 32767]}; ignored by a decoder
   * @param predicted what the model makes of it, in the same range
   * @return the number
   */
  int code(BinaryCoder coder, int number, int predicted) {
    inputs[BEFORE] = (long) predicted - last;
    long sum = 1 << (WEIGHT_BITS - 1);
    long power = LEAST_POWER;
    for (int i = 0; i <= BEFORE; i++) {
      sum += weights[i] * inputs[i];
      power += inputs[i] * inputs[i];
    }
    long linear = last + (sum >> WEIGHT_BITS);
    int expected = (int) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, linear));
    int context = Integer.SIZE - Integer.numberOfLeadingZeros(size);
    int difference = differences.code(coder, number - expected, context);
    for (int i = 0; i <= BEFORE; i++) {
      weights[i] += (((difference * inputs[i]) << WEIGHT_BITS) / power) >> RATE_BITS;
    }
    size += Math.abs(difference) - (size >> 4);
    System.arraycopy(inputs, 0, inputs, 1, BEFORE - 1);
    // A damaged file may hold any difference
    int coded = (short) (expected + difference);
    inputs[0] = (long) coded - last;
    last = coded;
    return coded;
  }
}
