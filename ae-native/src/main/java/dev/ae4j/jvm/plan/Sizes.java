package dev.ae4j.jvm.plan;

import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;

/**
 * The sizes of tensors when the batch has a certain size.
 *
 * @param batchSize the number of samples
 */
record Sizes(int batchSize) {
  /** Returns the sizes of all axes. */
  int[] of(Tensor tensor) {
    return shape(tensor).sampleSizes();
  }

  /** Returns the number of elements. */
  int elements(Tensor tensor) {
    return shape(tensor).sampleElements();
  }

  /** Returns the shape without the unknown. */
  Shape shape(Tensor tensor) {
    return tensor.shape().withBatch(batchSize);
  }

  /** Returns the product of the sizes of the axes {@code from} to {@code to - 1}. */
  static int product(int[] sizes, int from, int to) {
    int product = 1;
    for (int axis = from; axis < to; axis++) {
      product *= sizes[axis];
    }
    return product;
  }
}
