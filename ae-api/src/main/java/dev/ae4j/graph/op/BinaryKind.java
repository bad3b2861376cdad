package dev.ae4j.graph.op;

/** The element-wise functions of two operands of one shape. Every backend executes all of them. */
public enum BinaryKind {
  /** {@code a + b}. */
  ADD,
  /** {@code a - b}. */
  SUBTRACT,
  /** {@code a * b}. */
  MULTIPLY,
  /** {@code a / b}. */
  DIVIDE,
  /** The larger operand; NaN if either is NaN. At a tie the gradient goes to {@code b}. */
  MAXIMUM,
  /** The smaller operand; NaN if either is NaN. At a tie the gradient goes to {@code b}. */
  MINIMUM
}
