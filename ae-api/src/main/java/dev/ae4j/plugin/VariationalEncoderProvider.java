package dev.ae4j.plugin;

import dev.ae4j.graph.Tensor;
import dev.ae4j.model.Encoder;
import dev.ae4j.model.Layers;
import dev.ae4j.spi.EncoderProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;

/**
 * Makes encoders of fully connected layers to the mean and log-variance of a normal posterior:
 * Kingma and Welling, "Auto-Encoding Variational Bayes", 2014.
 */
public final class VariationalEncoderProvider implements EncoderProvider {
  @Override
  public String id() {
    return "variational";
  }

  @Override
  public String description() {
    return "fully connected layers, then mean and log-variance of the code";
  }

  @Override
  public OptionSchema options() {
    return DenseOptions.schema("widths of the layers before those of mean and log-variance")
        .build();
  }

  @Override
  public Encoder create(Options options) {
    DenseLayers layers = new DenseLayers(options);
    return (samples, context) -> {
      int codeSize = DenseOptions.codeSize(id(), context);
      Tensor features = layers.hidden(Layers.flatten(samples), options.integers("units"), context);
      return DenseOptions.posterior(features, codeSize, layers.initializer(), context);
    };
  }
}
