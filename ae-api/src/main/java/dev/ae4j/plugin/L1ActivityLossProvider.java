package dev.ae4j.plugin;

import dev.ae4j.graph.Tensor;
import dev.ae4j.model.Loss;
import dev.ae4j.spi.LossProvider;
import dev.ae4j.spi.Options;

/**
 * Makes the penalty for codes with many large elements: {@code sum(|code|)}, the mean over the
 * samples. Olshausen and Field 1996.
 */
public final class L1ActivityLossProvider implements LossProvider {
  @Override
  public String id() {
    return "l1-activity";
  }

  @Override
  public String description() {
    return "penalty: sum of the absolute values of a code";
  }

  @Override
  public Loss create(Options options) {
    return in -> in.latent().code().abs().sum().dividedBy(Tensor.batchSize());
  }
}
