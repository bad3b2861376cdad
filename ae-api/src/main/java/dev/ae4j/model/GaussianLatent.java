package dev.ae4j.model;

import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Random.Distribution;
import dev.ae4j.model.BuildContext.Mode;

/**
 * A normal distribution of codes for each sample, with independent elements: the posterior of a
 * variational autoencoder. Kingma and Welling, "Auto-Encoding Variational Bayes", 2014.
 *
 * @param mean {@code [N, code...]}
 * @param logVariance the logarithms of the variances, of the same shape
 * @param code what decoders decode: a sample of the distribution, for inference the mean
 */
public record GaussianLatent(Tensor mean, Tensor logVariance, Tensor code) implements Latent {
  /**
   * Checks the shapes.
   *
   * @throws ShapeException if they differ
   */
  public GaussianLatent {
    if (!mean.shape().equals(logVariance.shape()) || !mean.shape().equals(code.shape())) {
      throw new ShapeException(
          "Gaussian latent with means of shape %s, log-variances of shape %s and codes of shape %s"
              .formatted(mean.shape(), logVariance.shape(), code.shape()));
    }
  }

  /**
   * Returns a distribution, of which {@code mean + e^(logVariance / 2) noise} is the sample.
   *
   * @param mean {@code [N, code...]}
   * @param logVariance the logarithms of the variances, of the same shape
   * @param context the layer, where the noise comes from
   * @throws ShapeException if the shapes differ
   */
  public static GaussianLatent of(Tensor mean, Tensor logVariance, BuildContext context) {
    if (context.mode() == Mode.INFERENCE) {
      return new GaussianLatent(mean, logVariance, mean);
    }
    Tensor noise = context.random("noise", Distribution.NORMAL, mean.shape());
    Tensor sample = mean.plus(logVariance.times(0.5f).exp().times(noise));
    return new GaussianLatent(mean, logVariance, sample);
  }
}
