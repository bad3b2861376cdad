package dev.ae4j.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.LossSpec;
import dev.ae4j.ModelSpec;
import dev.ae4j.OptionException;
import dev.ae4j.PluginSpec;
import dev.ae4j.graph.Gradients;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.model.BlindSpot;
import dev.ae4j.model.BuildContext;
import dev.ae4j.model.BuildContext.Mode;
import dev.ae4j.model.ParameterDeclaration;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.spi.CorruptionProvider;
import dev.ae4j.testkit.DoubleData;
import dev.ae4j.testkit.ReferenceInterpreter;
import dev.ae4j.training.ModelGraph;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares blind spots, and the loss of models that have some, with loops over their elements. */
class BlindSpotTest {
  private static final int COUNT = 50;

  private static ReferenceInterpreter.Results hide(String spec, DoubleData samples) {
    ProviderCatalog catalog = ReferenceCatalog.get();
    PluginSpec parsed = PluginSpec.parse(spec);
    CorruptionProvider provider = catalog.find(CorruptionProvider.class, parsed);
    BlindSpot blindSpot = (BlindSpot) provider.create(catalog.options(provider, parsed));
    Shape sample = samples.shape().without(List.of(0));
    Tensor input = Tensor.input("samples", sample.batched());
    // Where it is in a model too, so that its random numbers are the same
    Program program =
        BuildContext.root(sample, OptionalInt.empty(), Mode.TRAINING)
            .layer(
                "corruption",
                context ->
                    Program.builder()
                        .output("hidden", blindSpot.hidden(input, context))
                        .output("replacement", blindSpot.replacement(input, context))
                        .build());
    return new ReferenceInterpreter(program).run(Map.of("samples", samples), Map.of(), 1, 0);
  }

  @ParameterizedTest
  @CsvSource({"6, 5, 1, 2", "6, 5, 3, 3", "3, 3, 1, 1000", "1, 7, 1, 2"})
  void everyPixelIsOnceOnAGrid(int rows, int columns, int channels, int distance) {
    DoubleData samples = DoubleData.uniform("images", -2, 2, COUNT, rows, columns, channels);
    double[] hidden = hide("blind-spot:distance=" + distance, samples).output("hidden").values();
    int stepDown = Math.min(distance, rows);
    int stepAcross = Math.min(distance, columns);
    Set<Integer> grids = new HashSet<>();
    for (int n = 0; n < COUNT; n++) {
      Set<Integer> found = new HashSet<>();
      for (int i = 0; i < rows * columns * channels; i++) {
        if (hidden[n * rows * columns * channels + i] == 1) {
          int pixel = i / channels;
          found.add(pixel / columns % stepDown * stepAcross + pixel % columns % stepAcross);
        }
      }
      assertThat(found).as("places within the cells of image %s", n).hasSize(1);
      int place = found.iterator().next();
      for (int i = 0; i < rows * columns * channels; i++) {
        int pixel = i / channels;
        int of = pixel / columns % stepDown * stepAcross + pixel % columns % stepAcross;
        assertThat(hidden[n * rows * columns * channels + i]).isEqualTo(of == place ? 1 : 0);
      }
      grids.add(place);
    }
    assertThat(grids).hasSize(stepDown * stepAcross);
  }

  /** Returns the index of a place beside one, or that on the other side at the edge. */
  private static int beside(int place, int by, int size) {
    return place + by < 0 || place + by >= size ? place - by : place + by;
  }

  @ParameterizedTest
  @CsvSource({"4, 5, 2", "1, 6, 1", "6, 1, 1"})
  void pixelsAreReplacedByTheMeanOfThoseAround(int rows, int columns, int channels) {
    DoubleData samples = DoubleData.uniform("images", -2, 2, 3, rows, columns, channels);
    double[] shown = hide("blind-spot", samples).output("replacement").values();
    int i = 0;
    for (int n = 0; n < 3; n++) {
      for (int y = 0; y < rows; y++) {
        for (int x = 0; x < columns; x++) {
          for (int c = 0; c < channels; c++) {
            double sum = 0;
            int count = 0;
            for (int by = -1; by <= 1; by += 2) {
              if (rows > 1) {
                int above = (n * rows + beside(y, by, rows)) * columns + x;
                sum += samples.get(above * channels + c);
                count++;
              }
              if (columns > 1) {
                int left = (n * rows + y) * columns + beside(x, by, columns);
                sum += samples.get(left * channels + c);
                count++;
              }
            }
            assertThat(shown[i++]).isCloseTo(sum / count, within(1e-12));
          }
        }
      }
    }
  }

  @Test
  void aSinglePixelHasNothingBesideIt() {
    DoubleData samples = DoubleData.uniform("images", 0, 1, 2, 1);
    assertThatThrownBy(() -> hide("blind-spot", samples))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("a single pixel");
  }

  private static ModelGraph model(String loss, Mode mode, String... corruptions) {
    ModelSpec spec =
        new ModelSpec(
            Shape.of(4, 4),
            PluginSpec.parse("dense:code-activation=tanh"),
            OptionalInt.of(3),
            PluginSpec.parse("dense:output-activation=linear"),
            LossSpec.parse(loss),
            Arrays.stream(corruptions).map(PluginSpec::parse).toList());
    return ModelGraph.build(spec, ReferenceCatalog.get(), mode);
  }

  /** Returns the loss and its gradients by the biases of the decoder, and the reconstruction. */
  private static ReferenceInterpreter.Results run(ModelGraph graph, DoubleData samples) {
    Map<String, DoubleData> values = new TreeMap<>();
    Program.Builder program = Program.builder().output("loss", graph.loss());
    program.output("reconstruction", graph.reconstruction());
    for (ParameterDeclaration declared : graph.parameters()) {
      values.put(declared.name(), DoubleData.from(declared.initialValue(1)));
      if (declared.name().equals("decoder/dense-1/bias")) {
        Tensor gradient = Gradients.of(graph.loss(), List.of(declared.tensor())).get(0);
        program.output("gradient", gradient);
      }
    }
    return new ReferenceInterpreter(program.build()).run(Map.of("samples", samples), values, 1, 0);
  }

  @ParameterizedTest
  @EnumSource(names = {"TRAINING", "EVALUATION"})
  void theLossLooksAtWhatIsHiddenAlone(Mode mode) {
    DoubleData samples = DoubleData.uniform("images", 0, 1, COUNT, 4, 4);
    ReferenceInterpreter.Results results = run(model("mse", mode, "blind-spot"), samples);
    double[] reconstruction = results.output("reconstruction").values();
    double[] hidden = hide("blind-spot", samples).output("hidden").values();
    double[] gradient = new double[16];
    double sum = 0;
    for (int i = 0; i < reconstruction.length; i++) {
      double error = hidden[i] * (reconstruction[i] - samples.get(i));
      sum += error * error / reconstruction.length;
      gradient[i % 16] += 2 * error / reconstruction.length;
    }
    assertThat(results.output("loss").values()[0]).isCloseTo(sum, within(1e-12));
    assertThat(results.output("gradient").values()).containsExactly(gradient, within(1e-12));
  }

  @Test
  void anotherBlindSpotLeavesLessToCompare() {
    DoubleData samples = DoubleData.uniform("images", 0, 1, COUNT, 4, 4);
    double one = loss(model("mse", Mode.TRAINING, "blind-spot:distance=4"), samples);
    double two = loss(model("mse", Mode.TRAINING, "blind-spot:distance=4", "blind-spot"), samples);
    assertThat(two).isPositive().isLessThan(one);
  }

  private static double loss(ModelGraph graph, DoubleData samples) {
    return run(graph, samples).output("loss").values()[0];
  }

  @Test
  void aModelInUseHidesNothing() {
    DoubleData samples = DoubleData.uniform("images", 0, 1, COUNT, 4, 4);
    double[] expected =
        run(model("mse", Mode.INFERENCE), samples).output("reconstruction").values();
    assertThat(run(model("mse", Mode.INFERENCE, "blind-spot"), samples).output("reconstruction"))
        .extracting(DoubleData::values)
        .isEqualTo(expected);
  }

  @Test
  void likelihoodsOfSeveralNumbersCannotLeaveElementsOut() {
    assertThatThrownBy(() -> model("beta-binomial", Mode.TRAINING, "blind-spot"))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("Loss beta-binomial")
        .hasMessageContaining("Maybe mse");
  }
}
