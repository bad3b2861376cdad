package dev.ae4j.plugin;

import dev.ae4j.OptionException;
import dev.ae4j.model.Activation;
import dev.ae4j.model.Encoder;
import dev.ae4j.model.Latent;
import dev.ae4j.model.Layers;
import dev.ae4j.spi.EncoderProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;
import java.util.ArrayList;
import java.util.List;

/** Makes encoders of fully connected layers: Hinton and Salakhutdinov 2006. */
public final class DenseEncoderProvider implements EncoderProvider {
  @Override
  public String id() {
    return "dense";
  }

  @Override
  public String description() {
    return "fully connected layers";
  }

  @Override
  public OptionSchema options() {
    return DenseOptions.schema("widths of the layers, before that of the code size if it is given")
        .choice("code-activation", "relu", Activation.optionNames(), "of the last layer, the code")
        .build();
  }

  @Override
  public Encoder create(Options options) {
    DenseLayers layers = new DenseLayers(options);
    Activation last = Activation.named(options.text("code-activation"));
    return (samples, context) -> {
      List<Integer> units = new ArrayList<>(options.integers("units"));
      context.codeSize().ifPresent(units::add);
      if (units.isEmpty()) {
        throw new OptionException("Encoder dense has no code size. Maybe 32");
      }
      return Latent.point(layers.build(Layers.flatten(samples), units, last, context));
    };
  }
}
