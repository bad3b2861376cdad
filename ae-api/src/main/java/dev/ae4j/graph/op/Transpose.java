package dev.ae4j.graph.op;

import dev.ae4j.graph.ElementType;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The axes in another order; the batch stays the first axis.
 *
 * @param x the operand
 * @param order for each axis of the result, the axis of the operand
 */
public record Transpose(Tensor x, List<Integer> order) implements Primitive {
  /** Copies and checks the order. */
  public Transpose {
    order = List.copyOf(order);
    List<Integer> sorted = order.stream().sorted().toList();
    List<Integer> all = IntStream.range(0, x.shape().rank()).boxed().toList();
    if (!sorted.equals(all) || (x.shape().isBatched() && order.get(0) != 0)) {
      throw new ShapeException(
          "transpose of "
              + x.shape()
              + " to the order "
              + order
              + ": it must name each axis once"
              + " and leave the batch first");
    }
  }

  @Override
  public Shape shape() {
    boolean batched = x.shape().isBatched();
    int[] sizes =
        order.stream().skip(batched ? 1 : 0).mapToInt(axis -> x.shape().size(axis)).toArray();
    return batched ? Shape.batchOf(sizes) : Shape.of(sizes);
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
  public Transpose withInputs(List<Tensor> inputs) {
    return new Transpose(inputs.get(0), order);
  }

  @Override
  public List<@Nullable Tensor> gradients(Tensor output, Tensor upstream) {
    List<Integer> inverse = IntStream.range(0, order.size()).mapToObj(order::indexOf).toList();
    return List.of(upstream.transpose(inverse));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String name() {
    return "transpose";
  }
}
