package dev.ae4j.graph.op;

/** The element-wise functions of one operand. Every backend executes all of them. */
public enum UnaryKind {
  /** {@code -x}. */
  NEGATE,
  /** {@code |x|}. */
  ABS,
  /** {@code -1}, {@code 0} or {@code 1}; NaN stays NaN. */
  SIGN,
  /** The largest whole number that is not greater. */
  FLOOR,
  /** The nearest whole number; of two, the even one. */
  ROUND,
  /** Square root, correctly rounded; NaN below zero. */
  SQRT,
  /** {@code e^x}. */
  EXP,
  /** Natural logarithm; {@code -Infinity} at zero, NaN below. */
  LOG,
  /** Hyperbolic tangent. */
  TANH,
  /** Logistic function {@code 1 / (1 + e^-x)}. */
  SIGMOID,
  /** {@code log(1 + e^x)}, without overflow. */
  SOFTPLUS,
  /** Gauss error function {@code 2/sqrt(pi) * integral of e^(-t^2) from 0 to x}. */
  ERF
}
