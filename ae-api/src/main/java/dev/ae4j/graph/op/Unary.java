package dev.ae4j.graph.op;

import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A function of each element.
 *
 * @param kind the function
 * @param x the operand
 */
public record Unary(UnaryKind kind, Tensor x) implements Primitive {
  @Override
  public Shape shape() {
    ElementTypes.checkFloat(name(), x);
    return x.shape();
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(x);
  }

  @Override
  public Unary withInputs(List<Tensor> inputs) {
    return new Unary(kind, inputs.get(0));
  }

  @Override
  public List<@Nullable Tensor> gradients(Tensor output, Tensor upstream) {
    return Collections.singletonList(gradient(output, upstream));
  }

  private @Nullable Tensor gradient(Tensor y, Tensor upstream) {
    return switch (kind) {
      case NEGATE -> upstream.negate();
      case ABS -> upstream.times(x.sign());
      case SIGN, FLOOR, ROUND -> null;
      case SQRT -> upstream.times(0.5f).dividedBy(y);
      case EXP -> upstream.times(y);
      case LOG -> upstream.dividedBy(x);
      case TANH -> upstream.times(Tensor.scalar(1).minus(y.square()));
      case SIGMOID -> upstream.times(y).times(Tensor.scalar(1).minus(y));
      case SOFTPLUS -> upstream.times(x.sigmoid());
      case ERF -> upstream.times((float) (2 / Math.sqrt(Math.PI))).times(x.square().negate().exp());
    };
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
