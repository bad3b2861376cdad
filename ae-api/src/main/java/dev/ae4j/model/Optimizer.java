package dev.ae4j.model;

import dev.ae4j.graph.Tensor;

/** Describes how a parameter follows its gradient. */
@FunctionalInterface
public interface Optimizer {
  /**
   * Builds the graph of one step for one parameter.
   *
   * @param parameter the value before the step
   * @param gradient the gradient of the loss, of the same shape
   * @param context where further state comes from
   * @return the value after the step, of the same shape
   */
  Tensor update(Tensor parameter, Tensor gradient, OptimizerContext context);
}
