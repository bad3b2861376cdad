package dev.ae4j.graph.op;

import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Combines the elements along some axes, which the result lacks.
 *
 * @param kind how to combine
 * @param x the operand
 * @param axes which axes, ascending, each once; at least one
 */
public record Reduce(ReduceKind kind, Tensor x, List<Integer> axes) implements Primitive {
  /** Copies and checks the axes. */
  public Reduce {
    axes = List.copyOf(axes);
    if (axes.isEmpty()) {
      throw new ShapeException("reduce of " + x.shape() + " along no axis");
    }
    for (int i = 0; i < axes.size(); i++) {
      x.shape().checkAxis(axes.get(i));
      if (i > 0 && axes.get(i) <= axes.get(i - 1)) {
        throw new ShapeException("reduce of " + x.shape() + " along " + axes + ": not ascending");
      }
    }
  }

  @Override
  public Shape shape() {
    ElementTypes.checkFloat(name(), x);
    return x.shape().without(axes);
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(x);
  }

  @Override
  public Reduce withInputs(List<Tensor> inputs) {
    return new Reduce(kind, inputs.get(0), axes);
  }

  @Override
  public List<@Nullable Tensor> gradients(Tensor output, Tensor upstream) {
    Tensor spread = spread(upstream);
    return switch (kind) {
      case SUM -> List.of(spread);
      case MAXIMUM -> {
        // The elements that share the maximum share its gradient
        Tensor mask = x.equalTo(spread(output));
        yield List.of(spread.times(mask).dividedBy(spread(mask.sum(axes))));
      }
    };
  }

  private Tensor spread(Tensor reduced) {
    Tensor kept = reduced;
    for (int axis : axes) {
      kept = kept.expand(axis);
    }
    return kept.broadcastTo(x.shape());
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
