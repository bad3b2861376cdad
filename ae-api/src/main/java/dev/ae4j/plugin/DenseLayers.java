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
  private final Activation activation;
  private final Initializer initializer;
  private final float dropout;
  private final boolean batchNorm;

  DenseLayers(Options options) {
    activation = Activation.named(options.text("activation"));
    initializer = DenseOptions.initializer(options.text("initializer"));
    dropout = (float) options.number("dropout");
    batchNorm = options.flag("batch-norm");
  }

  Initializer initializer() {
    return initializer;
  }

  /** Builds the hidden layers {@code dense-1}, {@code dense-2} and so on. */
  Tensor hidden(Tensor x, List<Integer> units, BuildContext context) {
    Tensor result = x;
    for (int i = 0; i < units.size(); i++) {
      Tensor input = result;
      int width = units.get(i);
      result = context.layer(name(i), layer -> hidden(input, width, layer));
    }
    return result;
  }

  /** Builds hidden layers, and one more with another activation and nothing else. */
  Tensor build(Tensor x, List<Integer> units, Activation last, BuildContext context) {
    int before = units.size() - 1;
    Tensor features = hidden(x, units.subList(0, before), context);
    return context.layer(
        name(before), layer -> Layers.dense(features, units.get(before), last, initializer, layer));
  }

  private static String name(int index) {
    return "dense-" + (index + 1);
  }

  private Tensor hidden(Tensor x, int width, BuildContext layer) {
    Activation inner = batchNorm ? Activation.LINEAR : activation;
    Tensor made = Layers.dense(x, width, inner, initializer, layer);
    if (batchNorm) {
      Tensor sums = made;
      made = activation.apply(layer.layer("norm", norm -> Layers.batchNorm(sums, norm)));
    }
    return dropout > 0 ? Layers.dropout(made, dropout, layer) : made;
  }
}
