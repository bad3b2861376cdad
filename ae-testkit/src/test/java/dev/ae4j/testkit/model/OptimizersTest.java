package dev.ae4j.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.PluginSpec;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.model.BuildContext;
import dev.ae4j.model.Initializers;
import dev.ae4j.model.Optimizer;
import dev.ae4j.model.ParameterDeclaration;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.spi.OptimizerProvider;
import dev.ae4j.spi.backend.Executable;
import dev.ae4j.spi.backend.Feed;
import dev.ae4j.spi.backend.RunRequest;
import dev.ae4j.testkit.ReferenceBackend;
import dev.ae4j.training.UpdateGraph;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares each optimizer with its published rule, written again in plain numbers. */
class OptimizersTest {
  private static final int STEPS = 25;
  private static final double RATE = 0.1;

  /** One step: from the parameter, its gradient and the step, counted from 1, to the parameter. */
  private interface Rule {
    double next(double parameter, double gradient, int step);
  }

  /** Follows {@code p^2 / 2 + p^4 / 4} from 1.5 by the optimizer and by the rule. */
  private static void compare(String spec, Rule rule) {
    Tensor parameter = Tensor.of(new Parameter("p", Shape.of(1, 1)));
    Tensor square = parameter.square();
    Tensor loss = square.times(0.5f).plus(square.square().times(0.25f)).sum();
    UpdateGraph update =
        UpdateGraph.build(
            loss,
            List.of(new ParameterDeclaration(parameter, Initializers.zeros(), null)),
            optimizer(spec));
    try (ReferenceBackend backend = new ReferenceBackend();
        Executable executable = backend.compile(update.program())) {
      executable.write("p", TensorData.of(new float[] {1.5f}, 1, 1));
      update.initialSlots().forEach(executable::write);
      double expected = 1.5;
      for (int step = 1; step <= STEPS; step++) {
        executable.run(new RunRequest(List.of(), 0, step));
        expected = rule.next(expected, expected + Math.pow(expected, 3), step);
        assertThat((double) executable.read("p").values()[0])
            .as("%s, step %d", spec, step)
            .isCloseTo(expected, within(1e-5));
      }
    }
  }

  /** Takes one step from {@code (1, 2)} along the gradient {@code (3, 4)}. */
  private static float[] step(UpdateGraph.Rule rule, float rateFactor) {
    BuildContext context =
        BuildContext.root(Shape.scalar(), OptionalInt.empty(), BuildContext.Mode.TRAINING);
    Tensor first = context.parameter("first", Shape.of(1, 1), Initializers.zeros());
    Tensor second = context.parameter("second", Shape.of(1, 1), Initializers.zeros());
    Tensor loss = first.times(3).sum().plus(second.times(4).sum());
    UpdateGraph update = UpdateGraph.build(loss, context.declarations(), rule);
    try (ReferenceBackend backend = new ReferenceBackend();
        Executable executable = backend.compile(update.program())) {
      executable.write("first", TensorData.of(new float[] {1}, 1, 1));
      executable.write("second", TensorData.of(new float[] {2}, 1, 1));
      update.initialSlots().forEach(executable::write);
      Feed[] feeds =
          update.program().inputs().stream()
              .map(input -> Feed.of(TensorData.scalar(rateFactor)))
              .toArray(Feed[]::new);
      executable.run(RunRequest.of(feeds));
      return new float[] {
        executable.read("first").values()[0], executable.read("second").values()[0]
      };
    }
  }

  @ParameterizedTest
  @CsvSource({"10, 0.7, 1.6", "5, 0.7, 1.6", "1, 0.94, 1.92"})
  void gradientsAreClippedToTheirNormTogether(double norm, float first, float second) {
    UpdateGraph.Rule rule =
        new UpdateGraph.Rule(optimizer("sgd:learning-rate=0.1"), OptionalDouble.of(norm), false);
    assertThat(step(rule, 1)).containsExactly(new float[] {first, second}, within(1e-6f));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sgd:learning-rate=%s",
        "adam:learning-rate=%s",
        "rmsprop:learning-rate=%s",
        "adamw:learning-rate=%s,weight-decay=0.3",
        "sgd:learning-rate=%s,momentum=0.5"
      })
  void theFactorOfAScheduleIsThatOfTheLearningRate(String spec) {
    UpdateGraph.Rule scheduled =
        new UpdateGraph.Rule(optimizer(spec.formatted(0.4)), OptionalDouble.empty(), true);
    UpdateGraph.Rule constant =
        new UpdateGraph.Rule(optimizer(spec.formatted(0.1)), OptionalDouble.empty(), false);
    assertThat(step(scheduled, 0.25f)).containsExactly(step(constant, 1), within(1e-6f));
  }

  private static Optimizer optimizer(String spec) {
    ProviderCatalog catalog = ReferenceCatalog.get();
    PluginSpec parsed = PluginSpec.parse(spec);
    OptimizerProvider provider = catalog.find(OptimizerProvider.class, parsed);
    return provider.create(catalog.options(provider, parsed));
  }

  @Test
  void sgd() {
    compare("sgd:learning-rate=0.1", (p, g, t) -> p - RATE * g);
  }

  @Test
  void sgdWithMomentum() {
    double[] v = {0};
    compare(
        "sgd:learning-rate=0.1,momentum=0.5",
        (p, g, t) -> {
          v[0] = 0.5 * v[0] + g;
          return p - RATE * v[0];
        });
  }

  @Test
  void sgdWithNesterovMomentum() {
    double[] v = {0};
    compare(
        "sgd:learning-rate=0.1,momentum=0.5,nesterov=true",
        (p, g, t) -> {
          v[0] = 0.5 * v[0] + g;
          return p - RATE * (g + 0.5 * v[0]);
        });
  }

  private static Rule adam(double decay) {
    double[] m = {0};
    double[] v = {0};
    return (p, g, t) -> {
      m[0] = 0.9 * m[0] + 0.1 * g;
      v[0] = 0.999 * v[0] + 0.001 * g * g;
      double corrected = m[0] / (1 - Math.pow(0.9, t));
      double scale = Math.sqrt(v[0] / (1 - Math.pow(0.999, t))) + 1e-8;
      return p - RATE * decay * p - RATE * corrected / scale;
    };
  }

  @Test
  void adam() {
    compare("adam:learning-rate=0.1", adam(0));
  }

  @Test
  void adamW() {
    compare("adamw:learning-rate=0.1,weight-decay=0.2", adam(0.2));
  }

  @Test
  void rmsProp() {
    double[] s = {0};
    compare(
        "rmsprop:learning-rate=0.1",
        (p, g, t) -> {
          s[0] = 0.9 * s[0] + 0.1 * g * g;
          return p - RATE * g / (Math.sqrt(s[0]) + 1e-8);
        });
  }
}
