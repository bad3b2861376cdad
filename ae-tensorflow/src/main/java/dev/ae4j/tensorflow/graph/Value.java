package dev.ae4j.tensorflow.graph;

import dev.ae4j.graph.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Where the graph of TensorFlow computes a tensor.
 *
 * @param node computes the elements
 * @param shape the shape of what the node computes: that of the tensor, or one that is still to be
 *     broadcast to it, which TensorFlow's element-wise operations do on the fly
 * @param truth computes, as booleans of that shape, where the elements are not zero; null if
 *     nothing does
 */
record Value(String node, Shape shape, @Nullable String truth) {
  Value(String node, Shape shape) {
    this(node, shape, null);
  }
}
