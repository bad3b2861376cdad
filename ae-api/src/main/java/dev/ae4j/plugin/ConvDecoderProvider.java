package dev.ae4j.plugin;

import dev.ae4j.graph.Resampling;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.Window;
import dev.ae4j.model.Activation;
import dev.ae4j.model.BuildContext;
import dev.ae4j.model.Decoder;
import dev.ae4j.model.Initializer;
import dev.ae4j.model.Layers;
import dev.ae4j.spi.DecoderProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;
import java.util.List;

/** Makes decoders of a fully connected layer and convolutions, after each of which images grow. */
public final class ConvDecoderProvider implements DecoderProvider {
  private static final List<Integer> FILTERS = List.of(16, 32);

  @Override
  public String id() {
    return "conv";
  }

  @Override
  public String description() {
    return "a dense layer, then convolutions that double the image";
  }

  @Override
  public OptionSchema options() {
    return ConvOptions.schema("channels of each convolution but the last, 16x32 if missing")
        .choice(
            "up",
            "nearest",
            List.of("nearest", "bilinear", "transposed"),
            "how images are made larger")
        .choice("output-activation", "sigmoid", Activation.optionNames(), "of the last convolution")
        .build();
  }

  @Override
  public Decoder create(Options options) {
    List<Integer> filters = ConvOptions.filters(options, FILTERS);
    int kernel = options.integer("kernel");
    String up = options.text("up");
    HiddenLayer hidden = HiddenLayer.of(options);
    Activation last = Activation.named(options.text("output-activation"));
    return (latent, context) -> {
      Shape image = ConvOptions.imageShape(context.sampleShape(), options);
      List<Integer> heights = ConvOptions.sizes(image.size(0), filters.size());
      List<Integer> widths = ConvOptions.sizes(image.size(1), filters.size());
      int levels = filters.size();
      Shape smallest = Shape.of(heights.get(levels), widths.get(levels), filters.get(0));
      Tensor code = Layers.flatten(latent.code());
      Tensor x =
          context
              .layer(
                  "dense",
                  layer ->
                      hidden.build(
                          activation ->
                              Layers.dense(
                                  code,
                                  smallest.sampleElements(),
                                  activation,
                                  hidden.initializer(),
                                  layer),
                          layer))
              .reshape(smallest.batched());
      for (int i = 0; i < levels; i++) {
        Tensor images = x;
        int channels = filters.get(i);
        int height = heights.get(levels - 1 - i);
        int width = widths.get(levels - 1 - i);
        x =
            context.layer(
                "conv-" + (i + 1),
                layer -> larger(images, channels, kernel, up, height, width, hidden, layer));
      }
      Tensor images = x;
      return context
          .layer(
              "output",
              layer ->
                  Layers.conv2d(
                      images,
                      image.size(2) * context.parametersPerElement(),
                      ConvOptions.same(images.shape(), kernel),
                      last,
                      hidden.initializer(),
                      layer))
          .reshape(context.decodedShape().batched());
    };
  }

  private static Tensor larger(
      Tensor images,
      int channels,
      int kernel,
      String up,
      int height,
      int width,
      HiddenLayer hidden,
      BuildContext layer) {
    Initializer initializer = hidden.initializer();
    if (up.equals("transposed")) {
      Window window = ConvOptions.halving(height, width, kernel);
      return hidden.build(
          activation ->
              Layers.transposedConv2d(
                  images, channels, window, height, width, activation, initializer, layer),
          layer);
    }
    Window window = ConvOptions.same(images.shape(), kernel);
    Tensor x =
        hidden.build(
            activation -> Layers.conv2d(images, channels, window, activation, initializer, layer),
            layer);
    return up.equals("nearest")
        // Sizes that are odd grow beyond by one
        ? Resampling.upsampleNearest(x, 2, 2).slice(1, 0, height).slice(2, 0, width)
        : Resampling.resizeBilinear(x, height, width);
  }
}
