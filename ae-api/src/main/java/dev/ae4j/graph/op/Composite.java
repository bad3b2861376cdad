package dev.ae4j.graph.op;

import dev.ae4j.graph.ElementType;
import dev.ae4j.graph.Gradients;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operation that is defined by its lowering to other operations.
 *
 * <p>A backend may execute a composite itself, for speed, never with another meaning; see {@link
 * dev.ae4j.graph.Program#lowered}.
 */
public sealed interface Composite extends Operation
    permits CustomComposite, Softmax, StraightThrough {
  /** Returns the same result built from other operations on {@link #inputs()}. */
  Tensor lowering();

  @Override
  default Shape shape() {
    return lowering().shape();
  }

  @Override
  default ElementType type() {
    return lowering().type();
  }

  @Override
  default List<@Nullable Tensor> gradients(Tensor output, Tensor upstream) {
    List<Tensor> inputs = inputs();
    List<@Nullable Tensor> gradients = Gradients.throughGraph(lowering(), upstream, inputs);
    for (int i = 0; i < inputs.size(); i++) {
      // The gradient with respect to a tensor is that of all its places together
      if (inputs.indexOf(inputs.get(i)) < i) {
        gradients.set(i, null);
      }
    }
    return gradients;
  }
}
