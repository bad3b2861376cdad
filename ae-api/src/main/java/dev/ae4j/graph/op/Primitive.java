package dev.ae4j.graph.op;

/**
 * An operation that every backend executes itself.
 *
 * <p>Java 17 cannot switch over sealed types, so backends dispatch with {@link #accept}.
 */
public sealed interface Primitive extends Operation
    permits BatchSize,
        Binary,
        Broadcast,
        Compare,
        Concat,
        Constant,
        Input,
        MatMul,
        Pad,
        Parameter,
        Random,
        Reduce,
        Reshape,
        Select,
        Slice,
        StopGradient,
        Transpose,
        Unary {

  /** Calls the visitor's method for this operation. */
  <R> R accept(Visitor<R> visitor);

  /**
   * One method per primitive.
   *
   * @param <R> what a visit returns
   */
  interface Visitor<R> {
    R visit(BatchSize operation);

    R visit(Binary operation);

    R visit(Broadcast operation);

    R visit(Compare operation);

    R visit(Concat operation);

    R visit(Constant operation);

    R visit(Input operation);

    R visit(MatMul operation);

    R visit(Pad operation);

    R visit(Parameter operation);

    R visit(Random operation);

    R visit(Reduce operation);

    R visit(Reshape operation);

    R visit(Select operation);

    R visit(Slice operation);

    R visit(StopGradient operation);

    R visit(Transpose operation);

    R visit(Unary operation);
  }
}
