package dev.ae4j.plugin;

import dev.ae4j.graph.Tensor;
import dev.ae4j.model.Encoder;
import dev.ae4j.model.Initializer;
import dev.ae4j.spi.EncoderProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;

/**
 * Makes encoders of convolutions to the mean and log-variance of a normal posterior: Kingma and
 * Welling, "Auto-Encoding Variational Bayes", 2014.
 */
public final class VariationalConvEncoderProvider implements EncoderProvider {
  @Override
  public String id() {
    return "variational-conv";
  }

  @Override
  public String description() {
    return "convolutions that halve the image, then mean and log-variance of the code";
  }

  @Override
  public OptionSchema options() {
    return ConvFeatures.schema().build();
  }

  @Override
  public Encoder create(Options options) {
    Initializer initializer = HiddenLayer.of(options).initializer();
    return (samples, context) -> {
      int codeSize = DenseOptions.codeSize(id(), context);
      Tensor features = ConvFeatures.build(samples, options, context);
      return DenseOptions.posterior(features, codeSize, initializer, context);
    };
  }
}
