package dev.ae4j.plugin;

import dev.ae4j.graph.Tensor;
import dev.ae4j.model.Activation;
import dev.ae4j.model.Encoder;
import dev.ae4j.model.Initializer;
import dev.ae4j.model.Latent;
import dev.ae4j.model.Layers;
import dev.ae4j.spi.EncoderProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;

/**
 * Makes encoders of convolutions, each of which halves the image, and a fully connected layer:
 * Masci, Meier, Cireşan and Schmidhuber 2011.
 */
public final class ConvEncoderProvider implements EncoderProvider {
  @Override
  public String id() {
    return "conv";
  }

  @Override
  public String description() {
    return "convolutions that halve the image, then a dense layer";
  }

  @Override
  public OptionSchema options() {
    return ConvFeatures.schema()
        .choice("code-activation", "relu", Activation.optionNames(), "of the last layer, the code")
        .build();
  }

  @Override
  public Encoder create(Options options) {
    Activation last = Activation.named(options.text("code-activation"));
    Initializer initializer = HiddenLayer.of(options).initializer();
    return (samples, context) -> {
      int codeSize = DenseOptions.codeSize(id(), context);
      Tensor features = ConvFeatures.build(samples, options, context);
      return Latent.point(
          context.layer(
              "code", layer -> Layers.dense(features, codeSize, last, initializer, layer)));
    };
  }
}
