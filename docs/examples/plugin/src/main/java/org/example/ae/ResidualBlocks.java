package org.example.ae;

import dev.ae4j.graph.Tensor;
import dev.ae4j.model.Activation;
import dev.ae4j.model.BuildContext;
import dev.ae4j.model.Initializers;
import dev.ae4j.model.Layers;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;

/** What the residual encoder and decoder have in common. */
final class ResidualBlocks {
  static final OptionSchema OPTIONS =
      OptionSchema.builder()
          .integer("width", 64, 1, 65536, "of the layers")
          .integer("blocks", 2, 0, 1000, "how many blocks follow the first layer")
          .build();

  private ResidualBlocks() {}

  /**
   * Builds a layer and blocks {@code x + W2 relu(W1 x)}, the second half of which begins with 0.
   */
  static Tensor build(Tensor x, Options options, BuildContext context) {
    int width = options.integer("width");
    Tensor hidden =
        context.layer(
            "widen",
            layer -> Layers.dense(x, width, Activation.RELU, Initializers.heNormal(), layer));
    for (int i = 1; i <= options.integer("blocks"); i++) {
      Tensor before = hidden;
      hidden = context.layer("block-" + i, block -> before.plus(change(before, width, block)));
    }
    return hidden;
  }

  private static Tensor change(Tensor x, int width, BuildContext block) {
    Tensor inner =
        block.layer(
            "inner",
            layer -> Layers.dense(x, width, Activation.RELU, Initializers.heNormal(), layer));
    return block.layer(
        "outer",
        layer -> Layers.dense(inner, width, Activation.LINEAR, Initializers.zeros(), layer));
  }
}
