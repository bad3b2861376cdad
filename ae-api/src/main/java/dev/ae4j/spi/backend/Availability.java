package dev.ae4j.spi.backend;

/**
 * Whether a backend can be used here, and why.
 *
 * @param usable whether it can
 * @param reason what it would run on if usable, such as {@code 512-bit vectors, 2 threads};
 *     otherwise what is missing and how to get it
 */
public record Availability(boolean usable, String reason) {
  /** Returns that the backend can be used. */
  public static Availability usable(String how) {
    return new Availability(true, how);
  }

  /** Returns that the backend cannot be used. */
  public static Availability unusable(String why) {
    return new Availability(false, why);
  }
}
