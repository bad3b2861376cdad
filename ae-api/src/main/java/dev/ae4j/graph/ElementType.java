package dev.ae4j.graph;

/** What the elements of a tensor are. */
public enum ElementType {
  /** IEEE 754 numbers of 32 bits: all that can be computed with. */
  FLOAT32,
  /**
   * Whole numbers that count, point to rows or name categories, from {@value #MIN_INT} to {@value
   * #MAX_INT}.
   *
   * <p>They can be moved, compared and {@linkplain Tensor#convert converted}, not calculated with.
   * What goes into a program and comes out of it is float32, which holds this range exactly.
   */
  INT32;

  /** The largest number of type {@link #INT32}: 2^24. */
  public static final int MAX_INT = 1 << 24;

  /** The smallest number of type {@link #INT32}: -2^24. */
  public static final int MIN_INT = -MAX_INT;
}
