package dev.ae4j.graph.op;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values that never change.
 *
 * @param value the values; not copied, so they must not be written to any more
 */
public record Constant(TensorData value) implements Primitive {
  @Override
  public List<Tensor> inputs() {
    return List.of();
  }

  @Override
  public Shape shape() {
    return value.shape();
  }

  @Override
  public Constant withInputs(List<Tensor> inputs) {
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

  @Override
  public String name() {
    return "constant";
  }
}
