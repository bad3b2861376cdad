package dev.ae4j.plugin;

import dev.ae4j.graph.Tensor;
import dev.ae4j.model.Likelihood;
import dev.ae4j.spi.LossProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;

/**
 * Makes the likelihood of elements that are normally distributed around {@code r}: {@code sum(((t -
 * r) / sigma)^2 / 2 + log(sigma) + log(2 pi) / 2)} over the elements of a sample, in nats, the mean
 * over the samples.
 */
public final class GaussianLossProvider implements LossProvider {
  @Override
  public String id() {
    return "gaussian";
  }

  @Override
  public String description() {
    return "likelihood: normal with one standard deviation, in nats for each sample";
  }

  @Override
  public OptionSchema options() {
    return OptionSchema.builder().number("sigma", 1, 1e-3, 1e3, "the standard deviation").build();
  }

  @Override
  public Likelihood create(Options options) {
    double sigma = options.number("sigma");
    float constant = (float) (Math.log(sigma) + 0.5 * Math.log(2 * Math.PI));
    float factor = (float) (0.5 / (sigma * sigma));
    return in -> {
      Tensor squared = in.target().minus(in.decoded()).square();
      return squared.times(factor).plus(constant).sum().dividedBy(Tensor.batchSize());
    };
  }
}
