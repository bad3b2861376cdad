package dev.ae4j.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.LossSpec;
import dev.ae4j.ModelSpec;
import dev.ae4j.OptionException;
import dev.ae4j.PluginSpec;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.graph.op.Random;
import dev.ae4j.model.BuildContext.Mode;
import dev.ae4j.model.ParameterDeclaration;
import dev.ae4j.training.ModelGraph;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What the options of fully connected layers build. */
class DenseTest {
  private static ModelSpec spec(String encoder, String decoder, String loss) {
    return new ModelSpec(
        Shape.of(6),
        PluginSpec.parse(encoder),
        OptionalInt.of(2),
        PluginSpec.parse(decoder),
        LossSpec.parse(loss),
        List.of());
  }

  private static ModelGraph graph(String encoder, String decoder, Mode mode) {
    return ModelGraph.build(spec(encoder, decoder, "mse"), ReferenceCatalog.get(), mode);
  }

  private static long draws(ModelGraph graph) {
    return graph.lossProgram().tensors().stream()
        .filter(tensor -> tensor.operation() instanceof Random)
        .count();
  }

  @Test
  void dropoutIsForHiddenLayersInTraining() {
    for (Mode mode : Mode.values()) {
      ModelGraph graph = graph("dense:units=5x4,dropout=0.5", "dense:units=4,dropout=0.5", mode);
      assertThat(draws(graph)).isEqualTo(mode == Mode.TRAINING ? 3 : 0);
      assertThat(draws(graph("dense:units=5x4", "dense:units=4", mode))).isZero();
    }
  }

  @Test
  void batchNormIsForHiddenLayers() {
    ModelGraph graph = graph("dense:units=5,batch-norm=true", "dense", Mode.TRAINING);
    assertThat(graph.parameters())
        .extracting(ParameterDeclaration::name)
        .containsExactly(
            "encoder/dense-1/kernel",
            "encoder/dense-1/bias",
            "encoder/dense-1/norm/mean",
            "encoder/dense-1/norm/variance",
            "encoder/dense-1/norm/scale",
            "encoder/dense-1/norm/shift",
            "encoder/dense-2/kernel",
            "encoder/dense-2/bias",
            "decoder/dense-1/kernel",
            "decoder/dense-1/bias");
  }

  @Test
  void tiedDecodersShareTheWeightsOfTheEncoder() {
    assertThat(graph("dense:units=5x4", "tied", Mode.TRAINING).parameters())
        .extracting(ParameterDeclaration::name)
        .containsExactly(
            "encoder/dense-1/kernel",
            "encoder/dense-1/bias",
            "encoder/dense-2/kernel",
            "encoder/dense-2/bias",
            "encoder/dense-3/kernel",
            "encoder/dense-3/bias",
            "decoder/dense-1/bias",
            "decoder/dense-2/bias",
            "decoder/dense-3/bias");
    Program decode =
        ModelGraph.decodeProgram(
            spec("dense:units=5x4", "tied", "mse"), ReferenceCatalog.get(), Shape.batchOf(2));
    assertThat(decode.inputs()).hasSize(1);
    assertThat(decode.parameters())
        .extracting(Parameter::name)
        .contains("encoder/dense-1/kernel", "encoder/dense-3/kernel")
        .doesNotContain("encoder/dense-1/bias");
  }

  @Test
  void tiedDecodersNeedTheLayersOfTheEncoder() {
    assertThatThrownBy(() -> graph("variational", "tied", Mode.TRAINING))
        .isInstanceOf(OptionException.class)
        .hasMessage("Decoder tied needs the layers of the encoder dense. Maybe use it");
    ModelSpec several = spec("dense", "tied", "discretized-logistic");
    assertThatThrownBy(() -> ModelGraph.build(several, ReferenceCatalog.get(), Mode.TRAINING))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("needs 2");
  }
}
