package dev.ae4j.plugin;

import dev.ae4j.graph.Tensor;
import dev.ae4j.model.Activation;
import dev.ae4j.model.BuildContext;
import dev.ae4j.model.Initializer;
import dev.ae4j.model.Layers;
import dev.ae4j.spi.Options;
import java.util.List;

/** The fully connected layers that the options of {@link DenseOptions#schema} describe. */
final class DenseLayers {
  private final HiddenLayer hidden;

  DenseLayers(Options options) {
    hidden = HiddenLayer.of(options);
  }

  Initializer initializer() {
    return hidden.initializer();
  }

  /** Builds the hidden layers {@code dense-1}, {@code dense-2} and so on. */
  Tensor hidden(Tensor x, List<Integer> units, BuildContext context) {
    Tensor result = x;
    for (int i = 0; i < units.size(); i++) {
      Tensor input = result;
      int width = units.get(i);
      result =
          context.layer(
              name(i),
              layer ->
                  hidden.build(
                      activation ->
                          Layers.dense(input, width, activation, hidden.initializer(), layer),
                      layer));
    }
    return result;
  }

  /** Builds hidden layers, and one more with another activation and nothing else. */
  Tensor build(Tensor x, List<Integer> units, Activation last, BuildContext context) {
    int before = units.size() - 1;
    Tensor features = hidden(x, units.subList(0, before), context);
    return context.layer(
        name(before),
        layer -> Layers.dense(features, units.get(before), last, hidden.initializer(), layer));
  }

  private static String name(int index) {
    return "dense-" + (index + 1);
  }
}
