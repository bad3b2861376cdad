package dev.ae4j.model;

import dev.ae4j.graph.Tensor;
import java.util.function.UnaryOperator;

/** The state of an optimizer beside the parameters themselves. */
public interface OptimizerContext {
  /**
   * Declares state of the parameter's shape that begins with zeros, and its value after each step.
   *
   * @param name unique among the slots of the parameter, such as {@code momentum}
   * @param next builds the value after the step from the value before it
   * @return the value after the step
   */
  Tensor slot(String name, UnaryOperator<Tensor> next);

  /**
   * Declares a number that all parameters share, and its value after each step.
   *
   * @param name unique in the optimizer, such as {@code beta1-power}
   * @param initial the value before the first step
   * @param next builds the value after the step from the value before it, alike for all parameters
   * @return the value after the step
   */
  Tensor sharedSlot(String name, float initial, UnaryOperator<Tensor> next);

  /**
   * Returns the learning rate of the step: {@code rate} times what the schedule of the training
   * gives, a scalar. Without a schedule it is the constant {@code rate}.
   *
   * @param rate the learning rate, or a product of it and a constant, such as the decay of weights
   */
  Tensor learningRate(float rate);
}
