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
        Conv2d,
        Conv2dFilterGradient,
        Convert,
        Gather,
        Input,
        MatMul,
        MaxPool2d,
        MaxUnpool2d,
        Pad,
        Parameter,
        Random,
        Reduce,
        Reshape,
        ScatterAdd,
        Select,
        Slice,
        StopGradient,
        Transpose,
        TransposedConv2d,
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

    R visit(Conv2d operation);

    R visit(Conv2dFilterGradient operation);

    R visit(Convert operation);

    R visit(Gather operation);

    R visit(Input operation);

    R visit(MatMul operation);

    R visit(MaxPool2d operation);

    R visit(MaxUnpool2d operation);

    R visit(Pad operation);

    R visit(Parameter operation);

    R visit(Random operation);

    R visit(Reduce operation);

    R visit(Reshape operation);

    R visit(ScatterAdd operation);

    R visit(Select operation);

    R visit(Slice operation);

    R visit(StopGradient operation);

    R visit(Transpose operation);

    R visit(TransposedConv2d operation);

    R visit(Unary operation);
  }
}
