package dev.ae4j.graph.op;

import dev.ae4j.graph.ElementType;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;

/** Checks of the element types of operands. */
final class ElementTypes {
  private ElementTypes() {}

  /**
   * Checks that tensors can be calculated with.
   *
   * @throws ShapeException if one is not float32
   */
  static void checkFloat(String operation, Tensor... operands) {
    for (Tensor operand : operands) {
      if (operand.type() != ElementType.FLOAT32) {
        throw new ShapeException(
            operation + " of " + operand + ": it needs float32. Maybe convert it");
      }
    }
  }

  /**
   * Checks that tensors have one type.
   *
   * @throws ShapeException if they have not
   */
  static void checkSame(String operation, Tensor a, Tensor b) {
    if (a.type() != b.type()) {
      throw new ShapeException(
          operation + " of " + a + " and " + b + ": the types differ. Maybe convert one");
    }
  }
}
