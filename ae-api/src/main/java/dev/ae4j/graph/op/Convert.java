package dev.ae4j.graph.op;

import dev.ae4j.graph.ElementType;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same numbers as another type. To int32 they are truncated towards zero and limited to the
 * range of {@link ElementType#INT32}, and NaN becomes zero.
 *
 * @param x the operand, of another type
 * @param type the type of the result
 */
public record Convert(Tensor x, ElementType type) implements Primitive {
  /** Checks that there is something to convert. */
  public Convert {
    if (x.type() == type) {
      throw new ShapeException("convert of " + x + ": it has that type already");
    }
  }

  @Override
  public Shape shape() {
    return x.shape();
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(x);
  }

  @Override
  public Convert withInputs(List<Tensor> inputs) {
    return new Convert(inputs.get(0), type);
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
    return "convert";
  }
}
