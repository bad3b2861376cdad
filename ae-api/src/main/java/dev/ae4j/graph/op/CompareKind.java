package dev.ae4j.graph.op;

/** The element-wise comparisons; the result is 1 where they hold and 0 elsewhere. */
public enum CompareKind {
  /** {@code a == b}; false where either is NaN. */
  EQUAL,
  /** {@code a < b}; false where either is NaN. */
  LESS,
  /** {@code a <= b}; false where either is NaN. */
  LESS_OR_EQUAL
}
