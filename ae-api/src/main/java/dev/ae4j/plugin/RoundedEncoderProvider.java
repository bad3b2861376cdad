package dev.ae4j.plugin;

import dev.ae4j.model.Activation;
import dev.ae4j.model.Encoder;
import dev.ae4j.model.Layers;
import dev.ae4j.spi.EncoderProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes encoders of fully connected layers to codes of whole numbers, for compression: see {@link
 * RoundedLatent}.
 */
public final class RoundedEncoderProvider implements EncoderProvider {
  @Override
  public String id() {
    return "rounded";
  }

  @Override
  public String description() {
    return "fully connected layers to codes of whole numbers, for compression";
  }

  @Override
  public OptionSchema options() {
    return DenseOptions.schema("widths of the layers before that of the code").build();
  }

  @Override
  public Encoder create(Options options) {
    DenseLayers layers = new DenseLayers(options);
    return (samples, context) -> {
      List<Integer> units = new ArrayList<>(options.integers("units"));
      units.add(DenseOptions.codeSize(id(), context));
      return RoundedLatent.of(
          layers.build(Layers.flatten(samples), units, Activation.LINEAR, context), context);
    };
  }
}
