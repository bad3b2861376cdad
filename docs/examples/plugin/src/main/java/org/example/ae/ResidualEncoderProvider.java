package org.example.ae;

import dev.ae4j.OptionException;
import dev.ae4j.graph.Tensor;
import dev.ae4j.model.Activation;
import dev.ae4j.model.Encoder;
import dev.ae4j.model.Initializers;
import dev.ae4j.model.Latent;
import dev.ae4j.model.Layers;
import dev.ae4j.spi.EncoderProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;

/** Makes encoders of residual blocks: He, Zhang, Ren and Sun 2016. */
public final class ResidualEncoderProvider implements EncoderProvider {
  @Override
  public String id() {
    return "residual";
  }

  @Override
  public String description() {
    return "fully connected residual blocks";
  }

  @Override
  public OptionSchema options() {
    return ResidualBlocks.OPTIONS;
  }

  @Override
  public Encoder create(Options options) {
    return (samples, context) -> {
      int codeSize =
          context
              .codeSize()
              .orElseThrow(
                  () -> new OptionException("Encoder residual has no code size. Maybe 32"));
      Tensor hidden = ResidualBlocks.build(Layers.flatten(samples), options, context);
      return Latent.point(
          context.layer(
              "code",
              layer ->
                  Layers.dense(
                      hidden, codeSize, Activation.LINEAR, Initializers.glorotUniform(), layer)));
    };
  }
}
