package dev.ae4j.model;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of a model, how its first values are chosen, and how they change.
 *
 * @param tensor the parameter in the graph of the model
 * @param initializer chooses the first values
 * @param next the value after a step of training if the model says it itself; null if the optimizer
 *     does
 */
public record ParameterDeclaration(Tensor tensor, Initializer initializer, @Nullable Tensor next) {
  /** Returns whether the optimizer changes this parameter. */
  public boolean isTrained() {
    return next == null;
  }

  /** Returns the name and shape. */
  public Parameter parameter() {
    return (Parameter) tensor.operation();
  }

  /** Returns the name. */
  public String name() {
    return parameter().name();
  }

  /** Returns the first values for a seed. */
  public TensorData initialValue(long seed) {
    RandomStream random = new RandomStream(seed, name());
    return TensorData.of(initializer.initialize(tensor.shape(), random), tensor.shape());
  }
}
