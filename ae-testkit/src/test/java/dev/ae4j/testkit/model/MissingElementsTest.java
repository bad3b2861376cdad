package dev.ae4j.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.LossSpec;
import dev.ae4j.ModelSpec;
import dev.ae4j.PluginSpec;
import dev.ae4j.data.NumberColumn;
import dev.ae4j.data.TableColumn;
import dev.ae4j.data.TableSchema;
import dev.ae4j.graph.Gradients;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.model.BuildContext.Mode;
import dev.ae4j.model.ParameterDeclaration;
import dev.ae4j.testkit.DoubleData;
import dev.ae4j.testkit.ReferenceInterpreter;
import dev.ae4j.training.ModelGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares models of tables with missing cells with models that never had them. */
class MissingElementsTest {
  private static final int WIDTH = 3;
  private static final double[] COMPLETE = {0.3, 0.8, 0.6, 0.2, 0.7, 0.4};

  private static ModelGraph graph(String loss, boolean ofTable) {
    List<TableColumn> columns = new ArrayList<>();
    for (int i = 0; i < WIDTH; i++) {
      columns.add(new NumberColumn("c" + i, 0, 1, false));
    }
    ModelSpec spec =
        new ModelSpec(
            Shape.of(WIDTH),
            PluginSpec.parse("dense:code-activation=tanh"),
            OptionalInt.of(2),
            PluginSpec.of("dense"),
            LossSpec.parse(loss),
            List.of(),
            ofTable ? Optional.of(new TableSchema(columns)) : Optional.empty());
    return ModelGraph.build(spec, ReferenceCatalog.get(), Mode.TRAINING);
  }

  private static Map<String, double[]> run(ModelGraph graph, double... samples) {
    List<Tensor> weights = graph.parameters().stream().map(ParameterDeclaration::tensor).toList();
    List<Tensor> gradients = Gradients.of(graph.loss(), weights);
    Program.Builder program = Program.builder().output("loss", graph.loss());
    program.output("reconstruction", graph.reconstruction());
    Map<String, DoubleData> values = new TreeMap<>();
    for (int i = 0; i < weights.size(); i++) {
      ParameterDeclaration declared = graph.parameters().get(i);
      values.put(declared.name(), DoubleData.from(declared.initialValue(1)));
      program.output(declared.name(), gradients.get(i));
    }
    Map<String, double[]> results = new TreeMap<>();
    ReferenceInterpreter.Results result =
        new ReferenceInterpreter(program.build())
            .run(
                Map.of("samples", DoubleData.of(samples, Shape.of(samples.length / WIDTH, WIDTH))),
                values,
                1,
                0);
    results.put("loss", result.output("loss").values());
    results.put("reconstruction", result.output("reconstruction").values());
    values.keySet().forEach(name -> results.put(name, result.output(name).values()));
    return results;
  }

  @ParameterizedTest
  @ValueSource(strings = {"mse", "mae", "huber", "bce"})
  void nothingChangesIfNothingIsMissing(String loss) {
    Map<String, double[]> with = run(graph(loss, true), COMPLETE);
    run(graph(loss, false), COMPLETE)
        .forEach((name, values) -> assertThat(with.get(name)).as(name).isEqualTo(values));
  }

  /** A missing element is seen as 0, and its target is what the model makes of that. */
  @ParameterizedTest
  @ValueSource(strings = {"mse", "mae", "huber", "bce"})
  void missingElementsHaveNoErrorAndNoGradient(String loss) {
    double[] zeros = COMPLETE.clone();
    zeros[1] = 0;
    double[] missing = COMPLETE.clone();
    missing[1] = Double.NaN;
    Map<String, double[]> seen = run(graph(loss, true), zeros);
    Map<String, double[]> result = run(graph(loss, true), missing);
    assertThat(result.get("reconstruction")).isEqualTo(seen.get("reconstruction"));
    double[] biasGradient = result.get("decoder/dense-1/bias");
    double[] seenGradient = seen.get("decoder/dense-1/bias");
    double[] others = run(graph(loss, true), 0.2, 0.7, 0.4).get("decoder/dense-1/bias");
    assertThat(biasGradient[1])
        .as("that of the other sample alone")
        .isCloseTo(others[1] / 2, within(1e-9));
    assertThat(biasGradient[0]).isCloseTo(seenGradient[0], within(1e-12));
    assertThat(biasGradient[2]).isCloseTo(seenGradient[2], within(1e-12));
    result.forEach((name, values) -> assertThat(values).as(name).doesNotContain(Double.NaN));
  }
}
