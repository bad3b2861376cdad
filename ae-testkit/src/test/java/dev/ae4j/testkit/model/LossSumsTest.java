package dev.ae4j.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.LossSpec;
import dev.ae4j.ModelSpec;
import dev.ae4j.OptionException;
import dev.ae4j.PluginSpec;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.model.BuildContext.Mode;
import dev.ae4j.model.Optimizer;
import dev.ae4j.testkit.DoubleData;
import dev.ae4j.testkit.ReferenceInterpreter;
import dev.ae4j.training.LossValue;
import dev.ae4j.training.ModelGraph;
import dev.ae4j.training.UpdateGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Losses that are sums, and the penalties in them, on a network with sigmoid codes. */
class LossSumsTest {
  private static final int BATCH = 4;
  private static final int WIDTH = 5;
  private static final int CODE = 3;
  private static final DoubleData SAMPLES = DoubleData.uniform("samples", 0.1, 0.9, BATCH, WIDTH);

  private static ModelGraph graph(String encoder, String loss) {
    ModelSpec spec =
        new ModelSpec(
            Shape.of(WIDTH),
            PluginSpec.parse(encoder),
            OptionalInt.of(CODE),
            PluginSpec.of("dense"),
            LossSpec.parse(loss),
            List.of());
    return ModelGraph.build(spec, ReferenceCatalog.get(), Mode.TRAINING);
  }

  private static Map<String, DoubleData> weights(ModelGraph graph) {
    Map<String, DoubleData> weights = new HashMap<>();
    graph.parameters().forEach(p -> weights.put(p.name(), DoubleData.from(p.initialValue(3))));
    return weights;
  }

  private static double[] values(ModelGraph graph, Tensor tensor) {
    Program program = Program.builder().output("value", tensor).build();
    Map<String, DoubleData> inputs =
        program.inputs().isEmpty() ? Map.of() : Map.of("samples", SAMPLES);
    return new ReferenceInterpreter(program)
        .run(inputs, weights(graph), 0, 0)
        .output("value")
        .values();
  }

  private static double penalty(String loss) {
    ModelGraph graph = graph("dense:code-activation=sigmoid", loss);
    return values(graph, graph.loss())[0];
  }

  private static double[] codes() {
    ModelGraph graph = graph("dense:code-activation=sigmoid", "mse");
    return values(graph, graph.latent().code());
  }

  @Test
  void aSumIsMadeOfItsParts() {
    ModelGraph graph = graph("dense", "0.5*bce + 1e-2*l2 + huber:delta=0.1");
    assertThat(graph.lossParts().keySet()).containsExactly("bce", "l2", "huber:delta=0.1");
    double bce = values(graph, graph.lossParts().get("bce"))[0];
    double l2 = values(graph, graph.lossParts().get("l2"))[0];
    double huber = values(graph, graph.lossParts().get("huber:delta=0.1"))[0];
    ModelGraph alone = graph("dense", "bce");
    assertThat(bce).isEqualTo(values(alone, alone.loss())[0]);
    assertThat(values(graph, graph.loss())[0])
        .isCloseTo(0.5 * bce + 0.01f * l2 + huber, within(1e-12));
  }

  @Test
  void oneTermIsTheLossItself() {
    ModelGraph graph = graph("dense", "bce");
    assertThat(graph.lossParts()).isEqualTo(Map.of("bce", graph.loss()));
    assertThat(graph.lossProgram().outputs()).isEqualTo(Map.of("loss", graph.loss()));
    assertThat(update(graph).program().outputs()).isEqualTo(Map.of("loss", graph.loss()));
  }

  private static UpdateGraph update(ModelGraph graph) {
    Optimizer none = (parameter, gradient, context) -> parameter;
    return UpdateGraph.build(graph, new UpdateGraph.Rule(none, OptionalDouble.empty(), false));
  }

  @Test
  void programsGiveThePartsOfASum() {
    ModelGraph graph = graph("dense", "0.5*bce + 1e-2*l2");
    for (Program program : List.of(graph.lossProgram(), update(graph).program())) {
      assertThat(program.outputs().keySet()).containsExactly("loss", "loss/bce", "loss/l2");
      LossValue sum = LossValue.ZERO;
      sum = sum.plus(program, scalars(5, 2, 400), 3);
      sum = sum.plus(program, scalars(1, 2, 0), 1);
      LossValue mean = sum.dividedBy(4);
      assertThat(mean).isEqualTo(new LossValue(4, Map.of("bce", 2.0, "l2", 300.0)));
      assertThat(mean.parts().keySet()).containsExactly("bce", "l2");
    }
  }

  private static List<TensorData> scalars(float... values) {
    List<TensorData> scalars = new ArrayList<>();
    for (float value : values) {
      scalars.add(TensorData.scalar(value));
    }
    return scalars;
  }

  @Test
  void activityIsTheSumOfACode() {
    double sum = 0;
    for (double element : codes()) {
      sum += Math.abs(element);
    }
    assertThat(penalty("l1-activity")).isCloseTo(sum / BATCH, within(1e-12));
  }

  @Test
  void sparsityIsTheDivergenceOfTheMeans() {
    double[] codes = codes();
    double p = 0.2;
    double divergence = 0;
    for (int j = 0; j < CODE; j++) {
      double q = 0;
      for (int i = 0; i < BATCH; i++) {
        q += codes[i * CODE + j] / BATCH;
      }
      divergence += p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q));
    }
    assertThat(penalty("kl-sparsity:target=0.2")).isCloseTo(divergence, within(1e-6));
  }

  @Test
  void sparsityNeedsCodesBetween0And1() {
    assertThatThrownBy(() -> graph("dense:code-activation=relu", "kl-sparsity"))
        .isInstanceOf(OptionException.class)
        .hasMessageContainingAll("kl-sparsity", "maximum", "Maybe", "code-activation=sigmoid");
  }

  /** Of a sigmoid layer the derivative of code j by element i is c_j (1 - c_j) W_ij. */
  @Test
  void contractionIsTheNormOfTheJacobian() {
    ModelGraph graph = graph("dense:code-activation=sigmoid", "contractive");
    double[] kernel = weights(graph).get("encoder/dense-1/kernel").values();
    double[] codes = codes();
    double sum = 0;
    for (int i = 0; i < codes.length; i++) {
      for (int x = 0; x < WIDTH; x++) {
        sum += Math.pow(codes[i] * (1 - codes[i]) * kernel[x * CODE + i % CODE], 2);
      }
    }
    assertThat(penalty("contractive")).isCloseTo(sum / BATCH, within(1e-12));
  }

  @Test
  void penaltiesForWeightsLeaveBiasesOut() {
    Map<String, DoubleData> weights = weights(graph("dense", "mse"));
    double absolute = 0;
    double squared = 0;
    for (String name : List.of("encoder/dense-1/kernel", "decoder/dense-1/kernel")) {
      for (double weight : weights.get(name).values()) {
        absolute += Math.abs(weight);
        squared += weight * weight;
      }
    }
    assertThat(penalty("l1")).isCloseTo(absolute, within(1e-9));
    assertThat(penalty("l2")).isCloseTo(squared, within(1e-9));
    ModelGraph graph = graph("dense", "l2");
    assertThat(Program.builder().output("l2", graph.loss()).build().parameters())
        .noneMatch(parameter -> parameter.name().endsWith("bias"));
  }
}
