package dev.ae4j.graph.op;

import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values that the caller feeds at every run.
 *
 * @param name unique among the inputs of a program
 * @param shape the shape, usually batched
 */
public record Input(String name, Shape shape) implements Primitive {
  @Override
  public List<Tensor> inputs() {
    return List.of();
  }

  @Override
  public Input withInputs(List<Tensor> inputs) {
    return this;
  }

  @Override
  public List<@Nullable Tensor> gradients(Tensor output, Tensor upstream) {
    return List.of();
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
