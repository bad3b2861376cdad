package dev.ae4j.plugin;

import dev.ae4j.graph.Tensor;
import dev.ae4j.model.Loss;
import dev.ae4j.spi.LossProvider;
import dev.ae4j.spi.Options;

/**
 * Makes the penalty for weights that are not zero: {@code sum(|w|)} over all kernels of encoder and
 * decoder, which biases are not. Tibshirani 1996.
 */
public final class L1LossProvider implements LossProvider {
  @Override
  public String id() {
    return "l1";
  }

  @Override
  public String description() {
    return "penalty: sum of the absolute values of all kernels";
  }

  @Override
  public Loss create(Options options) {
    return in -> Kernels.sum(in.context(), Tensor::abs);
  }
}
