package dev.ae4j.graph.op;

import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The number of samples in the batch, as a float32 scalar. */
public record BatchSize() implements Primitive {
  @Override
  public List<Tensor> inputs() {
    return List.of();
  }

  @Override
  public Shape shape() {
    return Shape.scalar();
  }

  @Override
  public BatchSize withInputs(List<Tensor> inputs) {
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
    return "batchSize";
  }
}
