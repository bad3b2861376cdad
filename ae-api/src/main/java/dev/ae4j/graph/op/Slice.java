package dev.ae4j.graph.op;

import dev.ae4j.graph.ElementType;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A range of one axis, which is not the batch.
 *
 * @param x the operand
 * @param axis the axis
 * @param start the first position of the range
 * @param size the length of the range
 */
public record Slice(Tensor x, int axis, int start, int size) implements Primitive {
  /** Checks the range. */
  public Slice {
    x.shape().checkAxis(axis);
    if ((axis == 0 && x.shape().isBatched())
        || start < 0
        || size < 0
        || start > x.shape().size(axis) - size) {
      throw new ShapeException(
          "slice of %s along axis %s from %s, size %s: outside the axis or along the batch"
              .formatted(x.shape(), axis, start, size));
    }
  }

  @Override
  public Shape shape() {
    return x.shape().withSize(axis, size);
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
  public Slice withInputs(List<Tensor> inputs) {
    return new Slice(inputs.get(0), axis, start, size);
  }

  @Override
  public List<@Nullable Tensor> gradients(Tensor output, Tensor upstream) {
    int after = x.shape().size(axis) - start - size;
    return List.of(upstream.pad(axis, start, after));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String name() {
    return "slice";
  }
}
