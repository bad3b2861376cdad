package dev.ae4j.testkit.plugin;

import dev.ae4j.PluginSpec;
import dev.ae4j.TrainingOptions;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.model.BuildContext;
import dev.ae4j.model.Initializers;
import dev.ae4j.model.Optimizer;
import dev.ae4j.model.ParameterDeclaration;
import dev.ae4j.spi.OptimizerProvider;
import dev.ae4j.spi.Options;
import dev.ae4j.spi.backend.Executable;
import dev.ae4j.spi.backend.RunRequest;
import dev.ae4j.testkit.DoubleData;
import dev.ae4j.testkit.ReferenceBackend;
import dev.ae4j.training.UpdateGraph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/** What every optimizer must do: tests of an optimizer extend this class. */
public abstract class OptimizerConformance extends PluginConformance<OptimizerProvider> {
  private static final int STEPS = 30;

  /** Creates the tests of an optimizer that is found by its id. */
  protected OptimizerConformance(String id) {
    super(OptimizerProvider.class, id);
  }

  /** Creates the tests of an optimizer. */
  protected OptimizerConformance(OptimizerProvider provider) {
    super(OptimizerProvider.class, provider);
  }

  /** Parameters of any rank, which begin with zeros. */
  private static List<ParameterDeclaration> parameters() {
    BuildContext context =
        BuildContext.root(Shape.scalar(), OptionalInt.empty(), BuildContext.Mode.TRAINING);
    context.parameter("scalar", Shape.scalar(), Initializers.zeros());
    context.parameter("vector", Shape.of(3), Initializers.zeros());
    context.parameter("matrix", Shape.of(2, 3), Initializers.zeros());
    return context.declarations();
  }

  /** Half the squared distance of parameters to a value. */
  private static Tensor distance(List<ParameterDeclaration> parameters, float value) {
    Tensor sum = Tensor.scalar(0);
    for (ParameterDeclaration parameter : parameters) {
      sum = sum.plus(parameter.tensor().minus(value).square().sum().times(0.5f));
    }
    return sum;
  }

  @Override
  void addCases(ConformanceTests.Group tests, Subject<OptimizerProvider> subject, PluginSpec spec) {
    tests.add(
        "builds the same graph twice",
        () -> {
          Program first = update(subject, spec, parameters()).program();
          Program second = update(subject, spec, parameters()).program();
          ModelChecks.sameGraph(first, second);
          Checks.that(
              first.updates().keySet().equals(second.updates().keySet()),
              "the state is once %s and once %s",
              first.updates().keySet(),
              second.updates().keySet());
        });
    tests.add(
        "follows the gradient downhill",
        () -> {
          UpdateGraph graph = update(subject, spec, parameters());
          Map<String, TensorData> values = run(graph, parameters(), STEPS);
          values.forEach(
              (name, value) -> {
                Checks.finite(name, value);
                for (float element : value.values()) {
                  Checks.that(
                      Math.abs(element - 1) < 1,
                      "%s was 0 and is %s after %s steps towards 1",
                      name,
                      element,
                      STEPS);
                }
              });
        });
    tests.add(
        "stays finite where the gradient is zero",
        () -> {
          List<ParameterDeclaration> parameters = parameters();
          UpdateGraph graph =
              UpdateGraph.build(
                  distance(parameters, 0).times(0), parameters, optimizer(subject, spec));
          run(graph, parameters, STEPS).forEach(Checks::finite);
        });
    tests.add(
        "moves a parameter alike whatever others there are",
        () -> {
          Map<String, TensorData> together =
              run(update(subject, spec, parameters()), parameters(), STEPS);
          for (ParameterDeclaration parameter : parameters()) {
            String name = parameter.name();
            List<ParameterDeclaration> alone = List.of(parameter);
            Map<String, TensorData> value = run(update(subject, spec, alone), alone, STEPS);
            Checks.close(
                name + " alone",
                DoubleData.from(Objects.requireNonNull(together.get(name))),
                DoubleData.from(Objects.requireNonNull(value.get(name))),
                1e-6);
          }
        });
    addTrainingCases(tests, subject, spec);
  }

  private static Optimizer optimizer(Subject<OptimizerProvider> subject, PluginSpec spec) {
    return subject.provider().create(subject.options(spec));
  }

  private static UpdateGraph update(
      Subject<OptimizerProvider> subject, PluginSpec spec, List<ParameterDeclaration> parameters) {
    return UpdateGraph.build(distance(parameters, 1), parameters, optimizer(subject, spec));
  }

  /** Makes steps from zero and returns the values of the parameters. */
  private static Map<String, TensorData> run(
      UpdateGraph graph, List<ParameterDeclaration> parameters, int steps) {
    try (Executable executable = new ReferenceBackend().compile(graph.program())) {
      graph.initialSlots().forEach(executable::write);
      for (int step = 0; step < steps; step++) {
        executable.run(new RunRequest(List.of(), 0, step));
      }
      Map<String, TensorData> values = new LinkedHashMap<>();
      for (ParameterDeclaration parameter : parameters) {
        String name = parameter.name();
        values.put(name, executable.read(name));
      }
      return values;
    }
  }

  @Override
  void create(Subject<OptimizerProvider> subject, Options options) {
    subject.provider().create(options);
  }

  @Override
  TrainingOptions training(PluginSpec spec, int epochs) {
    return TrainingOptions.of(
        TrainingOptions.epochs(epochs),
        TrainingOptions.batchSize(16),
        TrainingOptions.seed(1),
        TrainingOptions.optimizer(spec.toString()));
  }
}
