package dev.ae4j.graph.op;

import dev.ae4j.graph.ElementType;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tensors one after the other along one axis, which is not the batch.
 *
 * @param inputs at least one; their sizes differ at most along the axis
 * @param axis the axis
 */
public record Concat(List<Tensor> inputs, int axis) implements Primitive {
  /** Copies the inputs. */
  public Concat {
    inputs = List.copyOf(inputs);
    if (inputs.isEmpty()) {
      throw new ShapeException("concat along axis " + axis + " of no tensors");
    }
  }

  @Override
  public Shape shape() {
    Shape first = inputs.get(0).shape();
    first.checkAxis(axis);
    long size = 0;
    for (Tensor input : inputs) {
      Shape shape = input.shape();
      if ((axis == 0 && shape.isBatched())
          || input.type() != type()
          || shape.rank() != first.rank()
          || !shape.without(List.of(axis)).equals(first.without(List.of(axis)))) {
        throw new ShapeException(
            "concat along axis %s of %s: types or other sizes differ, or it is the batch"
                .formatted(axis, inputs));
      }
      size += shape.size(axis);
    }
    if (size > Integer.MAX_VALUE) {
      throw new ShapeException("concat along axis " + axis + ": the size would be " + size);
    }
    return first.withSize(axis, (int) size);
  }

  @Override
  public ElementType type() {
    return inputs.get(0).type();
  }

  @Override
  public Concat withInputs(List<Tensor> newInputs) {
    return new Concat(newInputs, axis);
  }

  @Override
  public List<@Nullable Tensor> gradients(Tensor output, Tensor upstream) {
    List<@Nullable Tensor> gradients = new ArrayList<>();
    int start = 0;
    for (Tensor input : inputs) {
      int size = input.shape().size(axis);
      gradients.add(upstream.slice(axis, start, size));
      start += size;
    }
    return gradients;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String name() {
    return "concat";
  }
}
