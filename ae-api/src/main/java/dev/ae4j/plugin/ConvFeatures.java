package dev.ae4j.plugin;

import dev.ae4j.graph.Resampling;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.Window;
import dev.ae4j.model.BuildContext;
import dev.ae4j.model.Layers;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;
import java.util.List;

/** The convolutions of encoders, each of which halves the image. */
final class ConvFeatures {
  private static final List<Integer> FILTERS = List.of(32, 16);

  private ConvFeatures() {}

  static OptionSchema.Builder schema() {
    return ConvOptions.schema("channels after each convolution, 32x16 if missing")
        .choice("down", "max", List.of("max", "average", "stride"), "how images are made smaller");
  }

  /** Builds the layers {@code conv-1}, {@code conv-2} and so on; returns {@code [N, features]}. */
  static Tensor build(Tensor samples, Options options, BuildContext context) {
    List<Integer> filters = ConvOptions.filters(options, FILTERS);
    int kernel = options.integer("kernel");
    String down = options.text("down");
    HiddenLayer hidden = HiddenLayer.of(options);
    Shape image = ConvOptions.imageShape(context.sampleShape(), options);
    Tensor x = samples.reshape(image.batched());
    for (int i = 0; i < filters.size(); i++) {
      Tensor images = x;
      int channels = filters.get(i);
      x =
          context.layer(
              "conv-" + (i + 1), layer -> smaller(images, channels, kernel, down, hidden, layer));
    }
    return Layers.flatten(x);
  }

  private static Tensor smaller(
      Tensor images,
      int channels,
      int kernel,
      String down,
      HiddenLayer hidden,
      BuildContext layer) {
    int height = images.shape().size(1);
    int width = images.shape().size(2);
    Window pool = ConvOptions.halving(height, width, 2);
    Window window =
        down.equals("stride")
            ? ConvOptions.halving(height, width, kernel)
            : ConvOptions.same(images.shape(), kernel);
    Tensor x =
        hidden.build(
            activation ->
                Layers.conv2d(images, channels, window, activation, hidden.initializer(), layer),
            layer);
    return switch (down) {
      case "max" -> x.maxPool2d(pool);
      case "average" -> Resampling.averagePool2d(x, pool);
      default -> x;
    };
  }
}
