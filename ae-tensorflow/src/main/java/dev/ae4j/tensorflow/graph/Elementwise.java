package dev.ae4j.tensorflow.graph;

import dev.ae4j.graph.ElementType;
import dev.ae4j.graph.op.BinaryKind;
import dev.ae4j.graph.op.CompareKind;
import dev.ae4j.graph.op.UnaryKind;
import org.tensorflow.proto.DataType;

/** Nodes that compute element by element; operands are broadcast to each other. */
final class Elementwise {
  private Elementwise() {}

  static String unary(GraphBuilder graph, UnaryKind kind, String x) {
    return switch (kind) {
      case NEGATE -> graph.apply("Neg", x);
      case ABS -> graph.apply("Abs", x);
      case SIGN -> graph.apply("Sign", x);
      case FLOOR -> graph.apply("Floor", x);
      case ROUND -> graph.apply("Rint", x);
      case SQRT -> graph.apply("Sqrt", x);
      case EXP -> graph.apply("Exp", x);
      case LOG -> graph.apply("Log", x);
      case TANH -> graph.apply("Tanh", x);
      case SIGMOID -> graph.apply("Sigmoid", x);
      case SOFTPLUS -> graph.apply("Softplus", x);
      case ERF -> graph.apply("Erf", x);
    };
  }

  /** Returns the numbers as {@link dev.ae4j.graph.ElementType#INT32} holds them. */
  static String truncate(GraphBuilder graph, String x) {
    String number = graph.apply("Equal", x, x);
    String known = graph.apply("SelectV2", number, x, graph.constant(0));
    String limited =
        graph.apply(
            "ClipByValue",
            known,
            graph.constant(ElementType.MIN_INT),
            graph.constant(ElementType.MAX_INT));
    String whole = graph.cast(limited, DataType.DT_FLOAT, DataType.DT_INT32);
    return graph.cast(whole, DataType.DT_INT32, DataType.DT_FLOAT);
  }

  static String binary(GraphBuilder graph, BinaryKind kind, String a, String b) {
    return switch (kind) {
      case ADD -> graph.apply("AddV2", a, b);
      case SUBTRACT -> graph.apply("Sub", a, b);
      case MULTIPLY -> graph.apply("Mul", a, b);
      case DIVIDE -> graph.apply("RealDiv", a, b);
      // Not Relu, which TensorFlow fuses with a product before it and then makes zeros of NaN
      case MAXIMUM -> graph.apply("Maximum", a, b);
      case MINIMUM -> graph.apply("Minimum", a, b);
    };
  }

  static String compare(GraphBuilder graph, CompareKind kind, String a, String b) {
    return switch (kind) {
      case EQUAL -> graph.apply("Equal", a, b);
      case LESS -> graph.apply("Less", a, b);
      case LESS_OR_EQUAL -> graph.apply("LessEqual", a, b);
    };
  }
}
