package dev.ae4j.plugin;

import dev.ae4j.OptionException;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.MatMul;
import dev.ae4j.model.Activation;
import dev.ae4j.model.BuildContext;
import dev.ae4j.model.Decoder;
import dev.ae4j.model.Initializers;
import dev.ae4j.model.Layers;
import dev.ae4j.model.ParameterDeclaration;
import dev.ae4j.spi.DecoderProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Makes decoders that go back through the layers of the encoder {@code dense}: {@code activation(x
 * · transposed(kernel) + bias)} with its kernels in reverse order, and biases of their own. Vincent
 * et al. 2010.
 */
public final class TiedDecoderProvider implements DecoderProvider {
  private static final Pattern KERNEL = Pattern.compile("encoder/dense-[0-9]+/kernel");

  @Override
  public String id() {
    return "tied";
  }

  @Override
  public String description() {
    return "the layers of the encoder dense in reverse order, with its weights";
  }

  @Override
  public OptionSchema options() {
    return OptionSchema.builder()
        .choice("activation", "relu", Activation.optionNames(), "between layers")
        .choice(
            "output-activation", "sigmoid", Activation.optionNames(), "of the layer that makes it")
        .build();
  }

  @Override
  public Decoder create(Options options) {
    Activation activation = Activation.named(options.text("activation"));
    Activation last = Activation.named(options.text("output-activation"));
    return (latent, context) -> {
      Tensor x = Layers.flatten(latent.code());
      List<Tensor> kernels = kernels(x.shape().size(1), context);
      for (int i = kernels.size() - 1; i >= 0; i--) {
        Tensor input = x;
        Tensor kernel = kernels.get(i);
        Activation applied = i == 0 ? last : activation;
        x =
            context.layer(
                "dense-" + (kernels.size() - i), layer -> back(input, kernel, applied, layer));
      }
      return x.reshape(context.decodedShape().batched());
    };
  }

  private static Tensor back(Tensor x, Tensor kernel, Activation activation, BuildContext context) {
    Shape width = Shape.of(kernel.shape().size(0));
    Tensor bias = context.parameter("bias", width, Initializers.zeros());
    return activation.apply(Tensor.of(new MatMul(x, kernel, false, true)).plus(bias));
  }

  private static List<Tensor> kernels(int codeSize, BuildContext context) {
    List<Tensor> kernels =
        context.declarations().stream()
            .filter(declared -> KERNEL.matcher(declared.name()).matches())
            .map(ParameterDeclaration::tensor)
            .toList();
    if (kernels.isEmpty() || kernels.get(kernels.size() - 1).shape().size(1) != codeSize) {
      throw new OptionException("Decoder tied needs the layers of the encoder dense. Maybe use it");
    }
    if (context.parametersPerElement() > 1) {
      throw new OptionException(
          "Decoder tied makes one number for each element, but the loss needs %s. Maybe dense"
              .formatted(context.parametersPerElement()));
    }
    return kernels;
  }
}
