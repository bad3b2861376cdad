package dev.ae4j.tensorflow.graph;

import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Binary;
import dev.ae4j.graph.op.BinaryKind;
import dev.ae4j.graph.op.Broadcast;
import dev.ae4j.graph.op.Constant;
import dev.ae4j.graph.op.Unary;
import dev.ae4j.graph.op.UnaryKind;
import java.util.Optional;

/** Finds expressions for which TensorFlow has a single operation. */
final class Activations {
  private Activations() {}

  /**
   * The gradient of a function of which the result is known.
   *
   * @param operation the operation of TensorFlow
   * @param result the result of the function
   * @param upstream the gradient with respect to it
   */
  record Gradient(String operation, Tensor result, Tensor upstream) {}

  /** Finds the gradients of the sigmoid, {@code g y (1 - y)}, and of tanh, {@code g (1 - y y)}. */
  static Optional<Gradient> gradient(Binary product) {
    if (product.kind() != BinaryKind.MULTIPLY
        || !(product.b().operation() instanceof Binary difference)
        || difference.kind() != BinaryKind.SUBTRACT
        || !isConstant(difference.a(), 1)) {
      return Optional.empty();
    }
    Tensor subtrahend = difference.b();
    if (isUnary(subtrahend, UnaryKind.SIGMOID)
        && product.a().operation() instanceof Binary scaled
        && scaled.kind() == BinaryKind.MULTIPLY
        && scaled.b() == subtrahend) {
      return Optional.of(new Gradient("SigmoidGrad", subtrahend, scaled.a()));
    }
    if (subtrahend.operation() instanceof Binary square
        && square.kind() == BinaryKind.MULTIPLY
        && square.a() == square.b()
        && isUnary(square.a(), UnaryKind.TANH)) {
      return Optional.of(new Gradient("TanhGrad", square.a(), product.a()));
    }
    return Optional.empty();
  }

  private static boolean isUnary(Tensor tensor, UnaryKind kind) {
    return tensor.operation() instanceof Unary unary && unary.kind() == kind;
  }

  /** Returns whether all elements are one number, as {@code Tensor}'s methods write it. */
  static boolean isConstant(Tensor tensor, float number) {
    Tensor origin = tensor;
    while (origin.operation() instanceof Broadcast broadcast) {
      origin = broadcast.x();
    }
    return origin.operation() instanceof Constant constant
        && origin.shape().rank() == 0
        && Float.compare(constant.value().values()[0], number) == 0;
  }
}
