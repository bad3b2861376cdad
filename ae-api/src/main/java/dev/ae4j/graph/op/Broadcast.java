package dev.ae4j.graph.op;

import dev.ae4j.graph.ElementType;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Repeats elements along new leading axes and along axes of size one.
 *
 * @param x the operand; its last axes correspond to those of {@code shape} and are of the same size
 *     or of size one
 * @param shape the shape of the result
 */
public record Broadcast(Tensor x, Shape shape) implements Primitive {
  /** Checks that the operand can be spread over the shape. */
  public Broadcast {
    int offset = shape.rank() - x.shape().rank();
    boolean fits = offset >= 0;
    for (int axis = 0; fits && axis < x.shape().rank(); axis++) {
      fits = x.shape().isOne(axis) || x.shape().sameSize(axis, shape, axis + offset);
    }
    if (!fits) {
      throw new ShapeException("broadcast of " + x.shape() + " to " + shape + ": they do not fit");
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
  public Broadcast withInputs(List<Tensor> inputs) {
    return new Broadcast(inputs.get(0), shape);
  }

  @Override
  public List<@Nullable Tensor> gradients(Tensor output, Tensor upstream) {
    int offset = shape.rank() - x.shape().rank();
    List<Integer> repeated = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (axis < offset || !shape.sameSize(axis, x.shape(), axis - offset)) {
        repeated.add(axis);
      }
    }
    Tensor sum = repeated.isEmpty() ? upstream : upstream.sum(repeated);
    return List.of(sum.reshape(x.shape()));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String name() {
    return "broadcast";
  }
}
