package dev.ae4j.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.PluginSpec;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Gradients;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.model.BuildContext;
import dev.ae4j.model.BuildContext.Mode;
import dev.ae4j.model.Latent;
import dev.ae4j.model.LossInputs;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.spi.LossProvider;
import dev.ae4j.spi.backend.Executable;
import dev.ae4j.spi.backend.Feed;
import dev.ae4j.spi.backend.RunRequest;
import dev.ae4j.testkit.ReferenceBackend;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Compares each loss with its formula, written again in plain numbers. */
class LossesTest {
  private static final float[] TARGETS = {0, 1, 0.25f, 0.75f, 0.5f, 1};
  private static final float[] LOGITS = {-3, 2, 0, 30, -100, -100};

  private interface Formula {
    double of(double reconstruction, double target);
  }

  /** Returns the loss and its gradient with respect to what {@code output} is applied to. */
  private static double[] evaluate(String spec, UnaryOperator<Tensor> output) {
    ProviderCatalog catalog = ReferenceCatalog.get();
    PluginSpec parsed = PluginSpec.parse(spec);
    LossProvider provider = catalog.find(LossProvider.class, parsed);
    Tensor target = Tensor.input("target", Shape.batchOf(2));
    Tensor logits = Tensor.input("logits", Shape.batchOf(2));
    Tensor made = output.apply(logits);
    BuildContext context = BuildContext.root(Shape.of(2), OptionalInt.empty(), Mode.TRAINING);
    Tensor loss =
        provider
            .create(catalog.options(provider, parsed))
            .compute(new LossInputs(target, made, made, Latent.point(logits), target, context));
    Tensor gradient = Gradients.of(loss, List.of(logits)).get(0);
    Program program = Program.builder().output("loss", loss).output("gradient", gradient).build();
    Feed targets = Feed.of(TensorData.of(TARGETS, 3, 2));
    Feed values = Feed.of(TensorData.of(LOGITS, 3, 2));
    boolean targetFirst = program.inputs().get(0).name().equals("target");
    try (ReferenceBackend backend = new ReferenceBackend();
        Executable executable = backend.compile(program)) {
      List<TensorData> results =
          executable.run(
              targetFirst ? RunRequest.of(targets, values) : RunRequest.of(values, targets));
      double[] all = new double[1 + LOGITS.length];
      all[0] = results.get(0).values()[0];
      for (int i = 0; i < LOGITS.length; i++) {
        all[i + 1] = results.get(1).values()[i];
      }
      return all;
    }
  }

  private static double mean(Formula formula, UnaryOperator<Double> output) {
    double sum = 0;
    for (int i = 0; i < TARGETS.length; i++) {
      sum += formula.of(output.apply((double) LOGITS[i]), TARGETS[i]);
    }
    return sum / TARGETS.length;
  }

  private static void compare(String spec, Formula formula) {
    assertThat(evaluate(spec, x -> x)[0]).isCloseTo(mean(formula, x -> x), within(1e-3));
  }

  @Test
  void meanSquaredError() {
    compare("mse", (r, t) -> (r - t) * (r - t));
  }

  @Test
  void meanAbsoluteError() {
    compare("mae", (r, t) -> Math.abs(r - t));
  }

  @Test
  void huber() {
    compare(
        "huber:delta=2.5",
        (r, t) -> {
          double d = Math.abs(r - t);
          return d <= 2.5 ? d * d / 2 : 2.5 * (d - 1.25);
        });
  }

  @Test
  void crossEntropyOfASigmoidComesFromItsLogits() {
    double[] actual = evaluate("bce", Tensor::sigmoid);
    double expected =
        mean((x, t) -> Math.max(x, 0) - t * x + Math.log1p(Math.exp(-Math.abs(x))), x -> x);
    assertThat(actual[0]).isCloseTo(expected, within(1e-4));
    for (int i = 0; i < LOGITS.length; i++) {
      // (sigmoid(x) - t) / n, where -100 would have lost its gradient in 1 - sigmoid(x)
      double gradient = (1 / (1 + Math.exp(-LOGITS[i])) - TARGETS[i]) / LOGITS.length;
      assertThat(actual[i + 1]).isCloseTo(gradient, within(1e-6));
    }
  }

  @Test
  void crossEntropySeesThroughAReshape() {
    double[] plain = evaluate("bce", Tensor::sigmoid);
    double[] reshaped =
        evaluate("bce", x -> x.reshape(Shape.batchOf(2, 1)).sigmoid().reshape(Shape.batchOf(2)));
    assertThat(reshaped).isEqualTo(plain);
  }

  @Test
  void crossEntropyOfOtherReconstructionsIsLimited() {
    double[] actual = evaluate("bce", x -> x.tanh().times(0.5f).plus(0.5f));
    double expected =
        mean(
            (r, t) -> {
              double limited = Math.min(Math.max(r, 1e-7), 1 - 1e-7);
              return -t * Math.log(limited) - (1 - t) * Math.log(1 - limited);
            },
            x -> 0.5 + 0.5 * Math.tanh(x));
    assertThat(actual[0]).isCloseTo(expected, within(0.02));
    assertThat(actual).doesNotContain(Double.NaN, Double.POSITIVE_INFINITY);
  }
}
