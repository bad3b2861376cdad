package dev.ae4j.graph.op;

import dev.ae4j.graph.ElementType;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same elements in the same order with other sizes; the batch stays the first axis.
 *
 * @param x the operand
 * @param shape the shape of the result, with as many elements
 */
public record Reshape(Tensor x, Shape shape) implements Primitive {
  /** Checks that the elements fill the shape. */
  public Reshape {
    if (x.shape().isBatched() != shape.isBatched()
        || x.shape().sampleElements() != shape.sampleElements()) {
      throw new ShapeException(
          "reshape of " + x.shape() + " to " + shape + ": the numbers of elements differ");
    }
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
  public Reshape withInputs(List<Tensor> inputs) {
    return new Reshape(inputs.get(0), shape);
  }

  @Override
  public List<@Nullable Tensor> gradients(Tensor output, Tensor upstream) {
    return List.of(upstream.reshape(x.shape()));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String name() {
    return "reshape";
  }
}
