package dev.ae4j.model;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Parameter;

/**
 * A parameter of a model and how its first values are chosen.
 *
 * @param tensor the parameter in the graph of the model
 * @param initializer chooses the first values
 */
public record ParameterDeclaration(Tensor tensor, Initializer initializer) {
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
