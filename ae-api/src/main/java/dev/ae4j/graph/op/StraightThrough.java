package dev.ae4j.graph.op;

import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value whose gradient goes to another tensor as it is: the straight-through estimator, which
 * trains through rounding and other steps.
 *
 * <p>Bengio, Léonard and Courville, "Estimating or Propagating Gradients Through Stochastic
 * Neurons", 2013.
 *
 * @param value the result
 * @param through receives the gradient; of the same shape
 */
public record StraightThrough(Tensor value, Tensor through) implements Composite {
  @Override
  public List<Tensor> inputs() {
    return List.of(value, through);
  }

  @Override
  public Tensor lowering() {
    ElementTypes.checkFloat(name(), value, through);
    if (!value.shape().equals(through.shape())) {
      throw new ShapeException(
          "straightThrough of %s for %s: the shapes differ"
              .formatted(value.shape(), through.shape()));
    }
    return value;
  }

  @Override
  public StraightThrough withInputs(List<Tensor> inputs) {
    return new StraightThrough(inputs.get(0), inputs.get(1));
  }

  @Override
  public List<@Nullable Tensor> gradients(Tensor output, Tensor upstream) {
    return Arrays.asList(null, upstream);
  }

  @Override
  public String name() {
    return "straightThrough";
  }
}
