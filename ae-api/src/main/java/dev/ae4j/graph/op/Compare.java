package dev.ae4j.graph.op;

import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A comparison of the elements of two tensors of one shape: 1 where it holds, else 0.
 *
 * @param kind the comparison
 * @param a the left operand
 * @param b the right operand
 */
public record Compare(CompareKind kind, Tensor a, Tensor b) implements Primitive {
  @Override
  public Shape shape() {
    ElementTypes.checkSame(name(), a, b);
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
  public Compare withInputs(List<Tensor> inputs) {
    return new Compare(kind, inputs.get(0), inputs.get(1));
  }

  @Override
  public List<@Nullable Tensor> gradients(Tensor output, Tensor upstream) {
    return Arrays.asList(null, null);
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
