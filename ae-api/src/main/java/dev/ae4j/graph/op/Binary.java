package dev.ae4j.graph.op;

import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A function of the elements of two tensors of one shape; {@link Tensor}'s methods broadcast first.
 *
 * @param kind the function
 * @param a the left operand
 * @param b the right operand
 */
public record Binary(BinaryKind kind, Tensor a, Tensor b) implements Primitive {
  @Override
  public Shape shape() {
    ElementTypes.checkFloat(name(), a, b);
    if (!a.shape().equals(b.shape())) {
      throw new ShapeException(
          name() + " of " + a.shape() + " and " + b.shape() + ": the shapes differ");
    }
    return a.shape();
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(a, b);
  }

  @Override
  public Binary withInputs(List<Tensor> inputs) {
    return new Binary(kind, inputs.get(0), inputs.get(1));
  }

  @Override
  public List<@Nullable Tensor> gradients(Tensor output, Tensor upstream) {
    return switch (kind) {
      case ADD -> List.of(upstream, upstream);
      case SUBTRACT -> List.of(upstream, upstream.negate());
      case MULTIPLY -> List.of(upstream.times(b), upstream.times(a));
      case DIVIDE -> List.of(upstream.dividedBy(b), upstream.times(output).dividedBy(b).negate());
      case MAXIMUM -> split(b.lessThan(a), upstream);
      case MINIMUM -> split(a.lessThan(b), upstream);
    };
  }

  private static List<@Nullable Tensor> split(Tensor toA, Tensor upstream) {
    Tensor zero = Tensor.scalar(0);
    return List.of(toA.select(upstream, zero), toA.select(zero, upstream));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String name() {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
