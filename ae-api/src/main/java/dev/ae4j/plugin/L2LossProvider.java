package dev.ae4j.plugin;

import dev.ae4j.graph.Tensor;
import dev.ae4j.model.Loss;
import dev.ae4j.spi.LossProvider;
import dev.ae4j.spi.Options;

/**
 * Makes the penalty for large weights: {@code sum(w^2)} over all kernels of encoder and decoder,
 * which biases are not. Krogh and Hertz 1992; they halve the sum.
 */
public final class L2LossProvider implements LossProvider {
  @Override
  public String id() {
    return "l2";
  }

  @Override
  public String description() {
    return "penalty: sum of the squares of all kernels";
  }

  @Override
  public Loss create(Options options) {
    return in -> Kernels.sum(in.context(), Tensor::square);
  }
}
