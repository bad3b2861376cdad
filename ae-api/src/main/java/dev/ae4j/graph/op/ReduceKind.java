package dev.ae4j.graph.op;

/** The ways to combine the elements along axes into one. */
public enum ReduceKind {
  /** The sum; 0 over no elements. */
  SUM,
  /** The largest element; NaN if any is NaN; {@code -Infinity} over no elements. */
  MAXIMUM
}
