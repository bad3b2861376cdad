package dev.ae4j.model;

import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;

/** Layers that encoders and decoders are made of. */
public final class Layers {
  private Layers() {}

  /**
   * Builds {@code activation(x · kernel + bias)} with the parameters {@code kernel} and {@code
   * bias}, which begins with zeros.
   *
   * @param x {@code [N, in]}
   * @param units the width of the result
   * @param activation is applied at the end
   * @param initializer chooses the first kernel
   * @param context the layer
   * @return {@code [N, units]}
   */
  public static Tensor dense(
      Tensor x, int units, Activation activation, Initializer initializer, BuildContext context) {
    Shape kernelShape = Shape.of(x.shape().sampleElements(), units);
    Tensor kernel = context.parameter("kernel", kernelShape, initializer);
    Tensor bias = context.parameter("bias", Shape.of(units), Initializers.zeros());
    return activation.apply(x.matMul(kernel).plus(bias));
  }

  /** Returns the batch with the elements of each sample in one row, {@code [N, elements]}. */
  public static Tensor flatten(Tensor x) {
    return x.reshape(Shape.batchOf(x.shape().sampleElements()));
  }
}
