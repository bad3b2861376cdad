package dev.ae4j.testkit.plugin;

import dev.ae4j.ModelSpec;
import dev.ae4j.graph.Gradients;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Input;
import dev.ae4j.graph.op.Operation;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.model.BuildContext.Mode;
import dev.ae4j.model.ParameterDeclaration;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.testkit.DoubleData;
import dev.ae4j.testkit.ReferenceInterpreter;
import dev.ae4j.training.ModelGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What must hold for the graph of a model. */
final class ModelChecks {
  private static final int BATCH = 5;
  private static final double STEP = 1e-5;
  private static final double TOLERANCE = 1e-4;

  /** How many elements of a variable are moved. */
  private static final int MOVED = 12;

  private ModelChecks() {}

  static void buildsTheSameGraphTwice(ModelSpec spec, ProviderCatalog catalog) {
    for (Mode mode : Mode.values()) {
      ModelGraph first = ModelGraph.build(spec, catalog, mode);
      ModelGraph second = ModelGraph.build(spec, catalog, mode);
      Checks.that(
          parameters(first).equals(parameters(second)),
          "the parameters are once %s and once %s",
          parameters(first),
          parameters(second));
      sameGraph(first.lossProgram(), second.lossProgram());
      sameGraph(first.encodeProgram(), second.encodeProgram());
    }
  }

  private static Map<String, Shape> parameters(ModelGraph graph) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    graph.parameters().forEach(p -> shapes.put(p.name(), p.tensor().shape()));
    return shapes;
  }

  /** Throws unless two programs have the same nodes in the same order. */
  static void sameGraph(Program first, Program second) {
    List<Tensor> a = first.tensors();
    List<Tensor> b = second.tensors();
    Checks.that(a.size() == b.size(), "the graph has once %s nodes, once %s", a.size(), b.size());
    Map<Tensor, Tensor> twins = new HashMap<>();
    for (int i = 0; i < a.size(); i++) {
      Operation operation = a.get(i).operation();
      List<Tensor> inputs = operation.inputs().stream().map(twins::get).toList();
      Checks.that(
          operation.withInputs(inputs).equals(b.get(i).operation()),
          "node %s is once %s and once %s",
          i,
          a.get(i),
          b.get(i));
      twins.put(a.get(i), b.get(i));
    }
  }

  static void firstWeights(ModelSpec spec, ProviderCatalog catalog) {
    Map<String, DoubleData> first = weights(ModelGraph.build(spec, catalog, Mode.TRAINING));
    Map<String, DoubleData> second = weights(ModelGraph.build(spec, catalog, Mode.TRAINING));
    first.forEach(
        (name, value) -> {
          Checks.finite("the first value of " + name, value);
          DoubleData again = Objects.requireNonNull(second.get(name), name);
          Checks.close("the first value of " + name + ", a second time", value, again, 0);
        });
  }

  static Map<String, DoubleData> weights(ModelGraph graph) {
    return weights(graph.parameters());
  }

  static Map<String, DoubleData> weights(List<ParameterDeclaration> parameters) {
    Map<String, DoubleData> weights = new LinkedHashMap<>();
    parameters.forEach(p -> weights.put(p.name(), DoubleData.from(p.initialValue(1))));
    return weights;
  }

  static void trainsAllParameters(ModelSpec spec, ProviderCatalog catalog) {
    Map<String, Shape> trained = parameters(ModelGraph.build(spec, catalog, Mode.TRAINING));
    ModelGraph inference = ModelGraph.build(spec, catalog, Mode.INFERENCE);
    Program decode = ModelGraph.decodeProgram(spec, catalog, inference.latent().code().shape());
    List<Parameter> used = new ArrayList<>(inference.encodeProgram().parameters());
    used.addAll(inference.reconstructProgram().parameters());
    used.addAll(decode.parameters());
    for (Parameter parameter : used) {
      Checks.that(
          Objects.equals(parameter.shape(), trained.get(parameter.name())),
          "%s %s is used after training, which knows %s",
          parameter.name(),
          parameter.shape(),
          trained);
    }
  }

  private static Program inference(ModelGraph graph) {
    return Program.builder()
        .output("code", graph.latent().code())
        .output("reconstruction", graph.reconstruction())
        .build();
  }

  static void inferenceIsNotRandom(ModelSpec spec, ProviderCatalog catalog) {
    ModelGraph graph = ModelGraph.build(spec, catalog, Mode.INFERENCE);
    ReferenceInterpreter oracle = new ReferenceInterpreter(inference(graph));
    Map<String, DoubleData> inputs = Map.of("samples", SampleData.batch(spec.sampleShape(), BATCH));
    Map<String, DoubleData> weights = weights(graph);
    ReferenceInterpreter.Results once = oracle.run(inputs, weights, 1, 0);
    ReferenceInterpreter.Results again = oracle.run(inputs, weights, 2, 7);
    once.outputs()
        .forEach(
            (name, value) ->
                Checks.close(name + " with another seed", value, again.output(name), 0));
  }

  static void samplesAreIndependent(ModelSpec spec, ProviderCatalog catalog) {
    ModelGraph graph = ModelGraph.build(spec, catalog, Mode.INFERENCE);
    Program program = inference(graph);
    ReferenceInterpreter oracle = new ReferenceInterpreter(program);
    Map<String, DoubleData> weights = weights(graph);
    DoubleData batch = SampleData.batch(spec.sampleShape(), BATCH);
    ReferenceInterpreter.Results together = oracle.run(Map.of("samples", batch), weights, 0, 0);
    for (int row = 0; row < BATCH; row++) {
      ReferenceInterpreter.Results alone =
          oracle.run(Map.of("samples", row(batch, row)), weights, 0, 0);
      for (Map.Entry<String, DoubleData> result : together.outputs().entrySet()) {
        String what = "%s of sample %s, alone".formatted(result.getKey(), row);
        DoubleData expected = row(result.getValue(), row);
        Checks.finite(result.getKey(), expected);
        Checks.close(what, expected, alone.output(result.getKey()), 1e-12);
      }
    }
    DoubleData none = SampleData.batch(spec.sampleShape(), 0);
    oracle
        .run(Map.of("samples", none), weights, 0, 0)
        .outputs()
        .forEach(
            (name, value) ->
                Checks.that(value.values().length == 0, "%s of no samples is %s", name, value));
  }

  /** Returns a row as a batch of one. */
  static DoubleData row(DoubleData batch, int row) {
    Shape one = batch.shape().withSize(0, 1);
    double[] values = new double[one.sampleElements()];
    System.arraycopy(batch.values(), row * values.length, values, 0, values.length);
    return DoubleData.of(values, one);
  }

  static void gradients(ModelSpec spec, ProviderCatalog catalog) {
    ModelGraph graph = ModelGraph.build(spec, catalog, Mode.TRAINING);
    List<Tensor> variables = new ArrayList<>(List.of(graph.samples()));
    graph.parameters().stream()
        .filter(ParameterDeclaration::isTrained)
        .forEach(p -> variables.add(p.tensor()));
    DoubleData samples = SampleData.batch(spec.sampleShape(), BATCH);
    compareGradients(graph.loss(), variables, Map.of("samples", samples), weights(graph));
  }

  /**
   * Compares the gradient of a scalar with central differences.
   *
   * @param scalar what to differentiate
   * @param variables inputs and parameters
   * @param inputs the values of inputs by name
   * @param parameters the values of parameters by name
   */
  static void compareGradients(
      Tensor scalar,
      List<Tensor> variables,
      Map<String, DoubleData> inputs,
      Map<String, DoubleData> parameters) {
    List<Tensor> gradients = Gradients.of(scalar, variables);
    Program.Builder all = Program.builder().output("value", scalar);
    for (int i = 0; i < variables.size(); i++) {
      all.output("gradient" + i, gradients.get(i));
    }
    ReferenceInterpreter.Results computed =
        new ReferenceInterpreter(all.build()).run(inputs, parameters, 0, 0);
    Checks.finite("the loss", computed.output("value"));
    ReferenceInterpreter value =
        new ReferenceInterpreter(Program.builder().output("value", scalar).build());
    for (int i = 0; i < variables.size(); i++) {
      DoubleData gradient = computed.output("gradient" + i);
      String name =
          variables.get(i).operation() instanceof Input input
              ? input.name()
              : ((Parameter) variables.get(i).operation()).name();
      Checks.finite("the gradient of the loss by " + name, gradient);
      double largest = 0;
      for (double element : gradient.values()) {
        largest = Math.max(largest, Math.abs(element));
      }
      int count = gradient.values().length;
      for (int element = 0; element < count; element += Math.max(1, count / MOVED)) {
        double above = moved(value, inputs, parameters, name, element, STEP);
        double below = moved(value, inputs, parameters, name, element, -STEP);
        double quotient = (above - below) / (2 * STEP);
        Checks.that(
            Math.abs(gradient.get(element) - quotient)
                <= TOLERANCE * Math.max(largest, Math.abs(quotient)) + 1e-9,
            "the gradient of the loss by element %s of %s is %s, but the finite difference is %s",
            element,
            name,
            gradient.get(element),
            quotient);
      }
    }
  }

  private static double moved(
      ReferenceInterpreter value,
      Map<String, DoubleData> inputs,
      Map<String, DoubleData> parameters,
      String name,
      int element,
      double step) {
    return value
        .run(moved(inputs, name, element, step), moved(parameters, name, element, step), 0, 0)
        .output("value")
        .get(0);
  }

  private static Map<String, DoubleData> moved(
      Map<String, DoubleData> values, String name, int element, double step) {
    DoubleData original = values.get(name);
    if (original == null) {
      return values;
    }
    double[] changed = original.values().clone();
    changed[element] += step;
    Map<String, DoubleData> result = new HashMap<>(values);
    result.put(name, DoubleData.of(changed, original.shape()));
    return result;
  }
}
