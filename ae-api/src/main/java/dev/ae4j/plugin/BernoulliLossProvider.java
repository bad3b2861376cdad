package dev.ae4j.plugin;

import dev.ae4j.graph.Tensor;
import dev.ae4j.model.Likelihood;
import dev.ae4j.spi.LossProvider;
import dev.ae4j.spi.Options;

/**
 * Makes the likelihood of elements that are 1 with the probability {@code r}: {@code sum(-t log(r)
 * - (1 - t) log(1 - r))} over the elements of a sample, in nats, the mean over the samples.
 *
 * <p>That is {@code bce} times the number of elements, and from logits like it. For targets between
 * 0 and 1 it is no likelihood; the corruption {@code binarize} makes them 0 or 1.
 */
public final class BernoulliLossProvider implements LossProvider {
  @Override
  public String id() {
    return "bernoulli";
  }

  @Override
  public String description() {
    return "likelihood: each element is 1 with a probability, in nats for each sample";
  }

  @Override
  public Likelihood create(Options options) {
    return in ->
        BceLossProvider.elements(in.decoded(), in.target()).sum().dividedBy(Tensor.batchSize());
  }
}
