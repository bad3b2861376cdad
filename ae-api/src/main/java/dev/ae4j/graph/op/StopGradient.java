package dev.ae4j.graph.op;

import dev.ae4j.graph.ElementType;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operand, which counts as a constant in differentiation.
 *
 * @param x the operand
 */
public record StopGradient(Tensor x) implements Primitive {
  @Override
  public Shape shape() {
    return x.shape();
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(x);
  }

  @Override
  public ElementType type() {
    return x.type();
  }

  @Override
  public StopGradient withInputs(List<Tensor> inputs) {
    return new StopGradient(inputs.get(0));
  }

  @Override
  public List<@Nullable Tensor> gradients(Tensor output, Tensor upstream) {
    return Collections.singletonList(null);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String name() {
    return "stopGradient";
  }
}
