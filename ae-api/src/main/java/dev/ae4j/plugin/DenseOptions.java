package dev.ae4j.plugin;

import dev.ae4j.OptionException;
import dev.ae4j.graph.Tensor;
import dev.ae4j.model.Activation;
import dev.ae4j.model.BuildContext;
import dev.ae4j.model.GaussianLatent;
import dev.ae4j.model.Initializer;
import dev.ae4j.model.Initializers;
import dev.ae4j.model.Layers;
import dev.ae4j.spi.OptionSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the dense encoder and decoder have in common. */
final class DenseOptions {
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

  private DenseOptions() {}

  static OptionSchema.Builder schema(String unitsDescription) {
    return withInitializer(
        OptionSchema.builder()
            .integers("units", unitsDescription)
            .choice("activation", "relu", Activation.optionNames(), "between layers")
            .number("dropout", 0, 0, 0.99, "share of what hidden layers give that is set to zero")
            .flag("batch-norm", false, "whether hidden layers are normalized over the batch"));
  }

  static OptionSchema.Builder withInitializer(OptionSchema.Builder schema) {
    return schema.choice(
        "initializer",
        "glorot-uniform",
        List.copyOf(INITIALIZERS.keySet()),
        "how the first weights are drawn");
  }

  static Initializer initializer(String name) {
    Initializer initializer = INITIALIZERS.get(name);
    if (initializer == null) {
      throw new IllegalArgumentException("There is no initializer " + name);
    }
    return initializer;
  }

  /**
   * Returns the number of elements of one code.
   *
   * @throws OptionException if the user named none
   */
  static int codeSize(String encoder, BuildContext context) {
    return context
        .codeSize()
        .orElseThrow(
            () -> new OptionException("Encoder " + encoder + " has no code size. Maybe 32"));
  }

  /** Builds the layers {@code mean} and {@code log-variance} of a posterior. */
  static GaussianLatent posterior(
      Tensor features, int codeSize, Initializer initializer, BuildContext context) {
    return GaussianLatent.of(
        linear("mean", features, codeSize, initializer, context),
        linear("log-variance", features, codeSize, initializer, context),
        context);
  }

  private static Tensor linear(
      String name, Tensor x, int units, Initializer initializer, BuildContext context) {
    return context.layer(
        name, layer -> Layers.dense(x, units, Activation.LINEAR, initializer, layer));
  }
}
