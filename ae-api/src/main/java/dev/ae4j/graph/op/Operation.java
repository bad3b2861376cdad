package dev.ae4j.graph.op;

import dev.ae4j.graph.ElementType;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node of a graph computes: an immutable value made of input tensors and attributes.
 *
 * <p>Two operations are equal if they have the same attributes and the very same input tensors.
 */
public sealed interface Operation permits Primitive, Composite {
  /** Returns the tensors that this operation reads. */
  List<Tensor> inputs();

  /**
   * Returns the shape of the result.
   *
   * @throws dev.ae4j.graph.ShapeException if the inputs do not fit this operation
   */
  Shape shape();

  /** Returns what the elements of the result are. */
  default ElementType type() {
    return ElementType.FLOAT32;
  }

  /**
   * Returns the same operation on other inputs.
   *
   * @param inputs as many as {@link #inputs()}, of the same shapes
   */
  Operation withInputs(List<Tensor> inputs);

  /**
   * Returns the gradient of a scalar with respect to each input.
   *
   * @param output the result of this operation
   * @param upstream the gradient of the scalar with respect to {@code output}, of its shape
   * @return one tensor per input, of its shape; null where the gradient is zero everywhere
   */
  List<@Nullable Tensor> gradients(Tensor output, Tensor upstream);

  /** Returns the name for messages, such as {@code matMul}. */
  String name();
}
