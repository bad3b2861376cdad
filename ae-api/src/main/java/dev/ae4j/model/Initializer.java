package dev.ae4j.model;

import dev.ae4j.graph.Shape;

/** Chooses the first values of a parameter. */
@FunctionalInterface
public interface Initializer {
  /**
   * Returns the first values of a parameter in row-major order.
   *
   * @param shape the shape of the parameter
   * @param random random numbers of this parameter alone, decided by the seed and its name
   */
  float[] initialize(Shape shape, RandomStream random);
}
