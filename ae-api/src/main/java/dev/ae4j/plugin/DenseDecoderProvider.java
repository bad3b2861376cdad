package dev.ae4j.plugin;

import dev.ae4j.model.Activation;
import dev.ae4j.model.Decoder;
import dev.ae4j.model.Layers;
import dev.ae4j.spi.DecoderProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;
import java.util.ArrayList;
import java.util.List;

/** Makes decoders of fully connected layers: Hinton and Salakhutdinov 2006. */
public final class DenseDecoderProvider implements DecoderProvider {
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
    return DenseOptions.schema("widths of the layers before the one that makes the sample")
        .choice(
            "output-activation", "sigmoid", Activation.optionNames(), "of the layer that makes it")
        .build();
  }

  @Override
  public Decoder create(Options options) {
    DenseLayers layers = new DenseLayers(options);
    Activation last = Activation.named(options.text("output-activation"));
    return (latent, context) -> {
      List<Integer> units = new ArrayList<>(options.integers("units"));
      units.add(context.decodedShape().sampleElements());
      return layers
          .build(Layers.flatten(latent.code()), units, last, context)
          .reshape(context.decodedShape().batched());
    };
  }
}
