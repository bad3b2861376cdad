package dev.ae4j.plugin;

import dev.ae4j.OptionException;
import dev.ae4j.graph.Tensor;
import dev.ae4j.model.Activation;
import dev.ae4j.model.BuildContext;
import dev.ae4j.model.GaussianLatent;
import dev.ae4j.model.Initializer;
import dev.ae4j.model.Layers;
import dev.ae4j.spi.OptionSchema;

/** What the dense encoder and decoder have in common. */
final class DenseOptions {
  private DenseOptions() {}

  static OptionSchema.Builder schema(String unitsDescription) {
    return HiddenLayer.withOptions(OptionSchema.builder().integers("units", unitsDescription));
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
