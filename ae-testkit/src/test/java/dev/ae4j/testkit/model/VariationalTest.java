package dev.ae4j.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.LossSpec;
import dev.ae4j.ModelSpec;
import dev.ae4j.OptionException;
import dev.ae4j.PluginSpec;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Random;
import dev.ae4j.model.BuildContext;
import dev.ae4j.model.BuildContext.Mode;
import dev.ae4j.model.GaussianLatent;
import dev.ae4j.model.Latent;
import dev.ae4j.model.Likelihood;
import dev.ae4j.model.LossInputs;
import dev.ae4j.model.ParameterDeclaration;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.spi.LossProvider;
import dev.ae4j.testkit.DoubleData;
import dev.ae4j.testkit.ReferenceInterpreter;
import dev.ae4j.training.ModelGraph;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Posteriors, likelihoods and what they are compared with. */
class VariationalTest {
  private static final ProviderCatalog CATALOG = ReferenceCatalog.get();

  private static ModelSpec spec(String decoder, String loss, String... corruptions) {
    return new ModelSpec(
        Shape.of(4),
        PluginSpec.of("variational"),
        OptionalInt.of(2),
        PluginSpec.parse(decoder),
        LossSpec.parse(loss),
        List.of(corruptions).stream().map(PluginSpec::parse).toList());
  }

  private static ModelGraph graph(Mode mode, String loss, String... corruptions) {
    return ModelGraph.build(spec("dense", loss, corruptions), CATALOG, mode);
  }

  private static boolean isRandom(Tensor tensor) {
    return Program.builder().output("value", tensor).build().tensors().stream()
        .anyMatch(node -> node.operation() instanceof Random);
  }

  private static double run(Tensor tensor, Map<String, DoubleData> inputs) {
    return run(tensor, inputs, Map.of());
  }

  private static double run(
      Tensor tensor, Map<String, DoubleData> inputs, Map<String, DoubleData> parameters) {
    return new ReferenceInterpreter(Program.builder().output("value", tensor).build())
        .run(inputs, parameters, 0, 0)
        .output("value")
        .get(0);
  }

  /** A loss of one sample of one element. */
  private static double nats(String loss, double target, double... decoded) {
    PluginSpec parsed = PluginSpec.parse(loss);
    LossProvider provider = CATALOG.find(LossProvider.class, parsed);
    Likelihood likelihood = (Likelihood) provider.create(CATALOG.options(provider, parsed));
    BuildContext context =
        BuildContext.root(
            Shape.of(1), OptionalInt.empty(), Mode.TRAINING, likelihood.parametersPerElement());
    Tensor targets = Tensor.input("target", Shape.batchOf(1));
    Tensor made = Tensor.input("made", context.decodedShape().batched());
    Tensor nats =
        likelihood.compute(
            new LossInputs(
                targets, made, likelihood.mean(made), Latent.point(targets), targets, context));
    return run(
        nats,
        Map.of(
            "target",
            DoubleData.of(new double[] {target}, 1, 1),
            "made",
            DoubleData.of(decoded, context.decodedShape().batched().withBatch(1))));
  }

  @ParameterizedTest
  @CsvSource({"0.3, -2", "-0.5, -5", "0.999, -7", "1.5, 0", "0.5, 6", "0.2, -30"})
  void probabilitiesOfAllStepsAddUpTo1(double location, double logScale) {
    double sum = 0;
    for (int step = 0; step <= 255; step++) {
      sum += Math.exp(-nats("discretized-logistic", step / 255.0, location, logScale));
    }
    assertThat(sum).isCloseTo(1, within(1e-5));
  }

  @Test
  void aStepHasTheProbabilityAroundIt() {
    double scale = Math.exp(-3);
    for (int step : new int[] {1, 100, 254}) {
      double above = 1 / (1 + Math.exp(-((step + 0.5) / 255 - 0.4) / scale));
      double below = 1 / (1 + Math.exp(-((step - 0.5) / 255 - 0.4) / scale));
      assertThat(nats("discretized-logistic", step / 255.0, 0.4, -3))
          .isCloseTo(-Math.log(above - below), within(1e-5));
    }
    // A target between steps counts as the nearest
    assertThat(nats("discretized-logistic", 100.3 / 255, 0.4, -3))
        .isEqualTo(nats("discretized-logistic", 100 / 255.0, 0.4, -3));
  }

  @Test
  void countsHaveTheBetaBinomialDistribution() {
    // With a = b = 1 all counts are as likely
    assertThat(nats("beta-binomial", 0.2, 0, 0)).isCloseTo(Math.log(256), within(1e-6));
    double sum = 0;
    for (int k = 0; k <= 255; k++) {
      sum += Math.exp(-nats("beta-binomial", k / 255.0, 1.5, -2));
      // With a = 2 and b = 3 every gamma function is a factorial
      double expected =
          (logFactorial(255) - logFactorial(k) - logFactorial(255 - k))
              + (logFactorial(k + 1) + logFactorial(255 - k + 2) - logFactorial(255 + 4))
              - (logFactorial(1) + logFactorial(2) - logFactorial(4));
      assertThat(nats("beta-binomial", k / 255.0, Math.log(2), Math.log(3)))
          .isCloseTo(-expected, within(1e-6));
    }
    assertThat(sum).isCloseTo(1, within(1e-6));
  }

  private static double logFactorial(int n) {
    double sum = 0;
    for (int i = 2; i <= n; i++) {
      sum += Math.log(i);
    }
    return sum;
  }

  @Test
  void otherLikelihoodsAddUpTo1Too() {
    assertThat(Math.exp(-nats("bernoulli", 0, 0.3)) + Math.exp(-nats("bernoulli", 1, 0.3)))
        .isCloseTo(1, within(1e-12));
    double sum = 0;
    for (double target = -3; target < 3; target += 0.01) {
      sum += 0.01 * Math.exp(-nats("gaussian:0.2", target, 0.3));
    }
    assertThat(sum).isCloseTo(1, within(1e-6));
  }

  @Test
  void likelihoodsAreSumsOverTheElements() {
    ModelGraph graph = graph(Mode.TRAINING, "bernoulli + bce");
    Map<String, DoubleData> weights = new HashMap<>();
    graph.parameters().forEach(p -> weights.put(p.name(), DoubleData.from(p.initialValue(3))));
    Map<String, DoubleData> samples = Map.of("samples", DoubleData.uniform("samples", 0, 1, 3, 4));
    assertThat(run(graph.lossParts().get("bernoulli"), samples, weights))
        .isCloseTo(4 * run(graph.lossParts().get("bce"), samples, weights), within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dense", "conv:filters=2"})
  void decodersMakeAsManyNumbersAsALikelihoodAsksFor(String decoder) {
    for (Shape shape : List.of(Shape.of(16), Shape.of(4, 4), Shape.of(3, 5, 2))) {
      ModelSpec spec =
          new ModelSpec(
              shape,
              PluginSpec.of("variational"),
              OptionalInt.of(2),
              PluginSpec.parse(decoder),
              LossSpec.parse("discretized-logistic + kl"),
              List.of());
      ModelGraph graph = ModelGraph.build(spec, CATALOG, Mode.TRAINING);
      assertThat(graph.reconstruction().shape()).isEqualTo(shape.batched());
      Program decode = ModelGraph.decodeProgram(spec, CATALOG, Shape.batchOf(2));
      assertThat(decode.outputs().get("reconstruction").shape()).isEqualTo(shape.batched());
      assertThat(decode.inputs()).hasSize(1);
    }
  }

  @Test
  void whatDecidesTheDecoderComesFirst() {
    assertThatThrownBy(() -> graph(Mode.TRAINING, "kl + discretized-logistic"))
        .isInstanceOf(OptionException.class)
        .hasMessage(
            "Loss discretized-logistic decides what the decoder makes, so it must be the first"
                + " term: kl + discretized-logistic");
  }

  @Test
  void codesAreSampledWhereALossIsComputed() {
    for (Mode mode : Mode.values()) {
      ModelGraph graph = graph(mode, "bernoulli + kl");
      GaussianLatent latent = (GaussianLatent) graph.latent();
      assertThat(isRandom(latent.code())).isEqualTo(mode != Mode.INFERENCE);
      assertThat(isRandom(graph.reconstruction())).isEqualTo(mode != Mode.INFERENCE);
      assertThat(isRandom(latent.mean())).isFalse();
    }
    ModelGraph inference = graph(Mode.INFERENCE, "bernoulli + kl");
    assertThat(inference.latent().code()).isSameAs(((GaussianLatent) inference.latent()).mean());
  }

  @Test
  void samplesHaveTheMeanAndVarianceOfThePosterior() {
    int count = 20_000;
    BuildContext context = BuildContext.root(Shape.of(1), OptionalInt.empty(), Mode.TRAINING);
    Tensor mean = Tensor.input("mean", Shape.batchOf(1));
    Tensor logVariance = mean.times(0).plus(-1.5f);
    Tensor code = GaussianLatent.of(mean, logVariance, context).code();
    Map<String, DoubleData> inputs = Map.of("mean", DoubleData.uniform("m", 2, 2.0001, count, 1));
    assertThat(run(code.mean(), inputs)).isCloseTo(2, within(0.02));
    assertThat(run(code.minus(2).square().mean(), inputs)).isCloseTo(Math.exp(-1.5), within(0.01));
  }

  private static Tensor kl(String loss, Mode mode, BuildContext[] root) {
    PluginSpec parsed = PluginSpec.parse(loss);
    LossProvider provider = CATALOG.find(LossProvider.class, parsed);
    BuildContext context = BuildContext.root(Shape.of(2), OptionalInt.empty(), mode);
    root[0] = context;
    Tensor mean = Tensor.input("mean", Shape.batchOf(2));
    Tensor logVariance = mean.times(0.5f).plus(0.25f);
    return provider
        .create(CATALOG.options(provider, parsed))
        .compute(
            new LossInputs(
                mean, mean, mean, new GaussianLatent(mean, logVariance, mean), mean, context));
  }

  private static final double[] MEANS = {0.5, -1, 2, 0};

  private static double divergence() {
    double sum = 0;
    for (double mean : MEANS) {
      double logVariance = 0.5 * mean + 0.25;
      sum += 0.5 * (mean * mean + Math.exp(logVariance) - logVariance - 1);
    }
    return sum / 2;
  }

  @Test
  void divergenceHasItsClosedForm() {
    Map<String, DoubleData> means = Map.of("mean", DoubleData.of(MEANS, 2, 2));
    assertThat(run(kl("kl", Mode.TRAINING, new BuildContext[1]), means))
        .isCloseTo(divergence(), within(1e-12));
    assertThat(run(kl("kl:beta=4", Mode.TRAINING, new BuildContext[1]), means))
        .isCloseTo(4 * divergence(), within(1e-12));
  }

  @Test
  void itsWeightGrowsInTraining() {
    BuildContext[] root = new BuildContext[1];
    Map<String, DoubleData> means = Map.of("mean", DoubleData.of(MEANS, 2, 2));
    Tensor kl = kl("kl:beta=2,warm-up=8", Mode.TRAINING, root);
    ParameterDeclaration step = root[0].declarations().get(0);
    assertThat(step.isTrained()).isFalse();
    assertThat(step.initialValue(0).values()).containsExactly(0);
    for (int i : new int[] {0, 2, 8}) {
      DoubleData value = DoubleData.of(new double[] {i}, Shape.scalar());
      assertThat(run(kl, means, Map.of(step.name(), value)))
          .isCloseTo(i / 4.0 * divergence(), within(1e-12));
      assertThat(run(step.next(), Map.of(), Map.of(step.name(), value)))
          .isEqualTo(Math.min(8, i + 1));
    }
    assertThat(run(kl("kl:beta=2,warm-up=8", Mode.EVALUATION, root), means))
        .isCloseTo(2 * divergence(), within(1e-12));
    assertThat(root[0].declarations()).isEmpty();
  }

  @Test
  void divergenceNeedsAPosterior() {
    ModelSpec spec =
        new ModelSpec(
            Shape.of(4),
            PluginSpec.of("dense"),
            OptionalInt.of(2),
            PluginSpec.of("dense"),
            LossSpec.parse("mse + kl"),
            List.of());
    assertThatThrownBy(() -> ModelGraph.build(spec, CATALOG, Mode.TRAINING))
        .isInstanceOf(OptionException.class)
        .hasMessage("Loss kl needs an encoder that gives mean and log-variance. Maybe variational");
  }

  @Test
  void binarySamplesAreSeenAndComparedWith() {
    DoubleData samples = DoubleData.uniform("samples", 0.3, 0.7, 50, 4);
    for (Mode mode : Mode.values()) {
      ModelGraph graph = graph(mode, "gaussian:sigma=1", "binarize");
      // With a reconstruction of zeros the loss is half the number of ones, and a constant
      Map<String, DoubleData> weights = new HashMap<>();
      graph
          .parameters()
          .forEach(
              p -> {
                float[] values = p.initialValue(1).values();
                double[] zeros = new double[values.length];
                if (p.name().equals("decoder/dense-1/bias")) {
                  Arrays.fill(zeros, -100);
                }
                weights.put(p.name(), DoubleData.of(zeros, p.tensor().shape()));
              });
      double squares =
          run(graph.loss(), Map.of("samples", samples), weights) - 2 * Math.log(2 * Math.PI);
      double ones = 2 * 50 * squares;
      if (mode == Mode.INFERENCE) {
        assertThat(isRandom(graph.loss())).isFalse();
      } else {
        assertThat(ones).isCloseTo(Math.rint(ones), within(1e-3)).isBetween(60.0, 140.0);
      }
    }
  }

  @Test
  void theTargetIsMadeBeforeItIsDamaged() {
    assertThat(isRandom(graph(Mode.TRAINING, "bernoulli", "binarize", "masking").loss())).isTrue();
    assertThatThrownBy(() -> graph(Mode.TRAINING, "bernoulli", "masking", "binarize"))
        .isInstanceOf(OptionException.class)
        .hasMessageContainingAll("binarize", "must come before", "masking");
  }
}
