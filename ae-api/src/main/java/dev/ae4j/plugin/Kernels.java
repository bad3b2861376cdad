package dev.ae4j.plugin;

import dev.ae4j.graph.Tensor;
import dev.ae4j.model.BuildContext;
import dev.ae4j.model.ParameterDeclaration;
import java.util.function.UnaryOperator;

/** The trained parameters that penalties for weights look at. */
final class Kernels {
  private Kernels() {}

  /**
   * Returns the sum over the elements of all kernels so far: of all trained parameters with two or
   * more axes, which biases and scales do not have.
   *
   * @param function what to add up
   */
  static Tensor sum(BuildContext context, UnaryOperator<Tensor> function) {
    return context.declarations().stream()
        .filter(ParameterDeclaration::isTrained)
        .map(ParameterDeclaration::tensor)
        .filter(parameter -> parameter.shape().rank() >= 2)
        .map(kernel -> function.apply(kernel).sum())
        .reduce(Tensor::plus)
        .orElseGet(() -> Tensor.scalar(0));
  }
}
