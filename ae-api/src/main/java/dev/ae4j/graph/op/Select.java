package dev.ae4j.graph.op;

import dev.ae4j.graph.ElementType;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The element of {@code a} where the mask is not zero, else that of {@code b}; all of one shape.
 *
 * @param mask chooses; a NaN counts as not zero
 * @param a taken where the mask is not zero
 * @param b taken where the mask is zero
 */
public record Select(Tensor mask, Tensor a, Tensor b) implements Primitive {
  @Override
  public Shape shape() {
    ElementTypes.checkFloat(name(), mask);
    ElementTypes.checkSame(name(), a, b);
    if (!mask.shape().equals(a.shape()) || !a.shape().equals(b.shape())) {
      throw new ShapeException(
          "select by %s of %s and %s: the shapes differ"
              .formatted(mask.shape(), a.shape(), b.shape()));
    }
    return a.shape();
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(mask, a, b);
  }

  @Override
  public ElementType type() {
    return a.type();
  }

  @Override
  public Select withInputs(List<Tensor> inputs) {
    return new Select(inputs.get(0), inputs.get(1), inputs.get(2));
  }

  @Override
  public List<@Nullable Tensor> gradients(Tensor output, Tensor upstream) {
    Tensor zero = Tensor.scalar(0);
    return Arrays.asList(null, mask.select(upstream, zero), mask.select(zero, upstream));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String name() {
    return "select";
  }
}
