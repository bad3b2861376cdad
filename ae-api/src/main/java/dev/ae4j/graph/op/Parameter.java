package dev.ae4j.graph.op;

import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values that stay in the backend from run to run: weights, optimizer slots, statistics.
 *
 * @param name unique among the parameters of a program, such as {@code encoder/dense-1/kernel}
 * @param shape the shape, which is not batched
 */
public record Parameter(String name, Shape shape) implements Primitive {
  @Override
  public List<Tensor> inputs() {
    return List.of();
  }

  @Override
  public Parameter withInputs(List<Tensor> inputs) {
    return this;
  }

  @Override
  public List<@Nullable Tensor> gradients(Tensor output, Tensor upstream) {
    return List.of();
  }

  /** Checks that the shape is not batched. */
  public Parameter {
    if (shape.isBatched()) {
      throw new ShapeException("Parameter " + name + " cannot have the batched shape " + shape);
    }
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
