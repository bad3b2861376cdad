package dev.ae4j.apps.compression;

import dev.ae4j.OptionException;
import java.util.OptionalDouble;

/**
 * How to compress.
 *
 * @param isLossless whether every bit has to come back; only for data of 8 bits, and for sounds of
 *     up to 16
 * @param quality how finely codes are rounded, in {@code [0, 10]}; each step up divides the
 *     rounding error by the square root of two. Empty: {@value #DEFAULT_QUALITY}, or for lossless
 *     compression what takes the fewest bytes on the first samples
 * @param modelInside whether to put the model into the file, so that the file is all it takes
 */
public record AezOptions(boolean isLossless, OptionalDouble quality, boolean modelInside) {
  /** The highest quality. */
  public static final double BEST_QUALITY = 10;

  /** The quality of lossy compression unless another one is asked for. */
  public static final double DEFAULT_QUALITY = 7;

  /**
   * Checks the quality.
   *
   * @throws OptionException if it is out of range
   */
  public AezOptions {
    if (quality.isPresent()
        && !(quality.getAsDouble() >= 0 && quality.getAsDouble() <= BEST_QUALITY)) {
      throw new OptionException(
          "The quality is " + quality.getAsDouble() + ", not a number from 0 to 10");
    }
  }

  /** Returns options for lossy compression with the default quality. */
  public static AezOptions lossy() {
    return new AezOptions(false, OptionalDouble.empty(), false);
  }

  /** Returns options for lossless compression. */
  public static AezOptions lossless() {
    return new AezOptions(true, OptionalDouble.empty(), false);
  }

  /**
   * Returns these options with another quality.
   *
   * @throws OptionException if it is not in {@code [0, 10]}
   */
  public AezOptions withQuality(double other) {
    return new AezOptions(isLossless, OptionalDouble.of(other), modelInside);
  }

  /** Returns these options with the model inside the file. */
  public AezOptions withModelInside() {
    return new AezOptions(isLossless, quality, true);
  }
}
