package org.example.ae;

import dev.ae4j.graph.Tensor;
import dev.ae4j.model.Activation;
import dev.ae4j.model.Decoder;
import dev.ae4j.model.Initializers;
import dev.ae4j.model.Layers;
import dev.ae4j.spi.DecoderProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;

/** Makes decoders of residual blocks for samples in [0, 1]: He, Zhang, Ren and Sun 2016. */
public final class ResidualDecoderProvider implements DecoderProvider {
  @Override
  public String id() {
    return "residual";
  }

  @Override
  public String description() {
    return "fully connected residual blocks, for samples in [0, 1]";
  }

  @Override
  public OptionSchema options() {
    return ResidualBlocks.OPTIONS;
  }

  @Override
  public Decoder create(Options options) {
    return (latent, context) -> {
      int elements = context.decodedShape().sampleElements();
      Tensor hidden = ResidualBlocks.build(Layers.flatten(latent.code()), options, context);
      return context
          .layer(
              "sample",
              layer ->
                  Layers.dense(
                      hidden, elements, Activation.SIGMOID, Initializers.glorotUniform(), layer))
          .reshape(context.decodedShape().batched());
    };
  }
}
