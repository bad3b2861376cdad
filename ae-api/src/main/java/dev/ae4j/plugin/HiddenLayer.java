package dev.ae4j.plugin;

import dev.ae4j.graph.Tensor;
import dev.ae4j.model.Activation;
import dev.ae4j.model.BuildContext;
import dev.ae4j.model.Initializer;
import dev.ae4j.model.Initializers;
import dev.ae4j.model.Layers;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What the hidden layers of an encoder or decoder have in common.
 *
 * @param activation what follows the weights, after normalization if there is one
 * @param initializer how the first weights are drawn
 * @param dropout the share of the elements that training sets to zero
 * @param batchNorm whether elements are normalized over the batch
 */
record HiddenLayer(
    Activation activation, Initializer initializer, float dropout, boolean batchNorm) {
  private static final Map<String, Initializer> INITIALIZERS = new LinkedHashMap<>();

  static {
    INITIALIZERS.put("glorot-uniform", Initializers.glorotUniform());
    INITIALIZERS.put("glorot-normal", Initializers.glorotNormal());
    INITIALIZERS.put("he-uniform", Initializers.heUniform());
    INITIALIZERS.put("he-normal", Initializers.heNormal());
    INITIALIZERS.put("lecun-uniform", Initializers.lecunUniform());
    INITIALIZERS.put("lecun-normal", Initializers.lecunNormal());
    INITIALIZERS.put("orthogonal", Initializers.orthogonal());
  }

  /** Adds the options that {@link #of} reads. */
  static OptionSchema.Builder withOptions(OptionSchema.Builder schema) {
    return schema
        .choice("activation", "relu", Activation.optionNames(), "between layers")
        .number("dropout", 0, 0, 0.99, "share of what hidden layers give that is set to zero")
        .flag("batch-norm", false, "whether hidden layers are normalized over the batch")
        .choice(
            "initializer",
            "glorot-uniform",
            List.copyOf(INITIALIZERS.keySet()),
            "how the first weights are drawn");
  }

  static HiddenLayer of(Options options) {
    Initializer initializer = INITIALIZERS.get(options.text("initializer"));
    if (initializer == null) {
      throw new IllegalArgumentException("There is no initializer " + options.text("initializer"));
    }
    return new HiddenLayer(
        Activation.named(options.text("activation")),
        initializer,
        (float) options.number("dropout"),
        options.flag("batch-norm"));
  }

  /**
   * Builds a layer.
   *
   * @param weighted builds what the weights make of the input, with an activation
   */
  Tensor build(Function<Activation, Tensor> weighted, BuildContext layer) {
    Tensor made = weighted.apply(batchNorm ? Activation.LINEAR : activation);
    if (batchNorm) {
      Tensor sums = made;
      made = activation.apply(layer.layer("norm", norm -> Layers.batchNorm(sums, norm)));
    }
    return dropout > 0 ? Layers.dropout(made, dropout, layer) : made;
  }
}
