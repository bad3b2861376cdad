package dev.ae4j.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.Autoencoder;
import dev.ae4j.ModelSpec;
import dev.ae4j.OptionException;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.model.BuildContext.Mode;
import dev.ae4j.training.ModelGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The convolutional encoder and decoder for images of any size. */
class ConvTest {
  private static ModelGraph build(String encoder, String decoder, int... sample) {
    ModelSpec spec =
        Autoencoder.builder()
            .input(sample)
            .encoder(encoder)
            .codeSize(5)
            .decoder(decoder)
            .catalog(ReferenceCatalog.get())
            .build()
            .spec();
    return ModelGraph.build(spec, ReferenceCatalog.get(), Mode.INFERENCE);
  }

  @ParameterizedTest
  @CsvSource({
    "28, 28, 1",
    "27, 31, 3",
    "1, 1, 1",
    "1, 9, 2",
    "2, 3, 1",
    "33, 5, 4",
  })
  void imagesOfAnySizeComeBack(int height, int width, int channels) {
    for (String down : new String[] {"max", "average", "stride"}) {
      for (String up : new String[] {"nearest", "bilinear", "transposed"}) {
        ModelGraph graph =
            build(
                "conv:filters=4x3x2,down=" + down,
                "conv:filters=2x3x4,up=" + up,
                height,
                width,
                channels);
        assertThat(graph.latent().code().shape()).isEqualTo(Shape.batchOf(5));
        assertThat(graph.reconstruction().shape())
            .isEqualTo(Shape.batchOf(height, width, channels));
      }
    }
  }

  @Test
  void theClassicNetworkHasTheStatedLayers() {
    ModelGraph graph = build("conv", "conv", 784);
    assertThat(graph.parameters())
        .extracting(declared -> declared.name() + declared.tensor().shape())
        .containsExactly(
            "encoder/conv-1/kernel[3, 3, 1, 32]",
            "encoder/conv-1/bias[32]",
            "encoder/conv-2/kernel[3, 3, 32, 16]",
            "encoder/conv-2/bias[16]",
            "encoder/code/kernel[784, 5]",
            "encoder/code/bias[5]",
            "decoder/dense/kernel[5, 784]",
            "decoder/dense/bias[784]",
            "decoder/conv-1/kernel[3, 3, 16, 16]",
            "decoder/conv-1/bias[16]",
            "decoder/conv-2/kernel[3, 3, 16, 32]",
            "decoder/conv-2/bias[32]",
            "decoder/output/kernel[3, 3, 32, 1]",
            "decoder/output/bias[1]");
    assertThat(graph.reconstruction().shape()).isEqualTo(Shape.batchOf(784));
  }

  @Test
  void flatSamplesAreImagesOfTheStatedShape() {
    Tensor grey = build("conv:image=4x6", "conv:image=4x6", 24).reconstruction();
    assertThat(grey.shape()).isEqualTo(Shape.batchOf(24));
    Tensor colour = build("conv:image=2x4x3", "conv:image=2x4x3", 24).reconstruction();
    assertThat(colour.shape()).isEqualTo(Shape.batchOf(24));
    assertThat(build("conv", "conv", 5, 4).reconstruction().shape()).isEqualTo(Shape.batchOf(5, 4));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "conv | 24 | [24] are not images of shape [5, 5, 1]. Maybe set the option image",
        "conv:image=5x5 | 24 | [24] are not images of shape [5, 5, 1]",
        "conv:image=24 | 24 | [24] is not rows, columns and channels",
      })
  void otherSamplesAreRefused(String encoder, int elements, String message) {
    assertThatThrownBy(() -> build(encoder, "dense", elements))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining(message);
  }

  @Test
  void theCodeNeedsASize() {
    ModelSpec spec =
        Autoencoder.builder()
            .input(28, 28, 1)
            .encoder("conv")
            .decoder("conv")
            .catalog(ReferenceCatalog.get())
            .build()
            .spec();
    assertThatThrownBy(() -> ModelGraph.build(spec, ReferenceCatalog.get(), Mode.INFERENCE))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("Maybe 32");
  }
}
