package dev.ae4j.jvm.step;

import org.jspecify.annotations.Nullable;

/** One number for all elements: a constant, or the first element of a buffer. */
public final class Scalar implements Operand {
  private final @Nullable Buffer buffer;
  private final float constant;

  private Scalar(@Nullable Buffer buffer, float constant) {
    this.buffer = buffer;
    this.constant = constant;
  }

  /** Returns a number. */
  public static Scalar of(float constant) {
    return new Scalar(null, constant);
  }

  /** Returns what a buffer holds. */
  public static Scalar in(Buffer buffer) {
    return new Scalar(buffer, 0);
  }

  float value() {
    return buffer == null ? constant : buffer.array()[buffer.offset()];
  }
}
