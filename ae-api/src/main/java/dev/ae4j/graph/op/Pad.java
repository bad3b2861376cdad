package dev.ae4j.graph.op;

import dev.ae4j.graph.ElementType;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Zeros before and after along one axis, which is not the batch.
 *
 * @param x the operand
 * @param axis the axis
 * @param before the number of zeros before
 * @param after the number of zeros after
 */
public record Pad(Tensor x, int axis, int before, int after) implements Primitive {
  /** Checks the axis and the numbers. */
  public Pad {
    x.shape().checkAxis(axis);
    if ((axis == 0 && x.shape().isBatched())
        || before < 0
        || after < 0
        || (long) before + after + x.shape().size(axis) > Integer.MAX_VALUE) {
      throw new ShapeException(
          "pad of %s along axis %s by %s and %s: negative, too large or along the batch"
              .formatted(x.shape(), axis, before, after));
    }
  }

  @Override
  public Shape shape() {
    return x.shape().withSize(axis, before + after + x.shape().size(axis));
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
  public Pad withInputs(List<Tensor> inputs) {
    return new Pad(inputs.get(0), axis, before, after);
  }

  @Override
  public List<@Nullable Tensor> gradients(Tensor output, Tensor upstream) {
    return List.of(upstream.slice(axis, before, x.shape().size(axis)));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String name() {
    return "pad";
  }
}
