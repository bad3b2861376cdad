package dev.ae4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.graph.Gradients;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.CustomComposite;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.graph.op.Reduce;
import dev.ae4j.graph.op.ReduceKind;
import dev.ae4j.model.Activation;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Differentiation: every rule against finite differences, and what the rules say at kinks. */
class GradientsTest {
  private static final int BATCH = 7;

  @TestFactory
  Stream<DynamicTest> derivativesEqualFiniteDifferences() {
    return DerivativeExamples.all().stream()
        .map(example -> DynamicTest.dynamicTest(example.name(), () -> check(example)));
  }

  private static void check(DerivativeExamples.Example example) {
    GradientCheck check = GradientCheck.of(example.function());
    int i = 0;
    for (DerivativeExamples.Argument argument : example.arguments()) {
      Shape shape = argument.shape();
      DoubleData value =
          DoubleData.uniform(
              "x" + i++, argument.low(), argument.high(), shape.withBatch(BATCH).sampleSizes());
      if (shape.isBatched()) {
        check.batch(value);
      } else {
        check.argument(value);
      }
    }
    check.check();
  }

  /** Losses of a target in (0, 1) and what the network made, before any last activation. */
  private static final Map<String, BinaryOperator<Tensor>> LOSSES =
      Map.of(
          "mse", (t, y) -> y.minus(t).square().mean(),
          "mae", (t, y) -> y.minus(t).abs().mean(),
          "bce from logits", (t, y) -> y.softplus().minus(t.times(y)).sum(List.of(1)).mean(),
          "huber", GradientsTest::huber,
          "log-cosh", GradientsTest::logCosh,
          "cosine distance", GradientsTest::cosineDistance,
          "Gaussian log-likelihood",
              (t, y) -> y.minus(t).square().times(y.negate().exp()).plus(y).times(0.5f).mean(),
          "sum per sample", (t, y) -> y.minus(t).square().sum(List.of(1)).mean());

  private static Tensor huber(Tensor target, Tensor output) {
    Tensor distance = output.minus(target).abs();
    Tensor near = distance.square().times(0.5f);
    return distance.atMost(Tensor.scalar(1)).select(near, distance.minus(0.5f)).mean();
  }

  private static Tensor logCosh(Tensor target, Tensor output) {
    Tensor distance = output.minus(target);
    return distance.plus(distance.times(-2).softplus()).minus((float) Math.log(2)).mean();
  }

  private static Tensor cosineDistance(Tensor target, Tensor output) {
    Tensor product = target.times(output).sum(1);
    Tensor lengths = target.square().sum(1).times(output.square().sum(1)).sqrt();
    return Tensor.scalar(1).minus(product.dividedBy(lengths)).mean();
  }

  @TestFactory
  Stream<DynamicTest> networksOfEveryActivationAndLoss() {
    return Stream.of(Activation.values())
        .flatMap(
            activation ->
                LOSSES.keySet().stream()
                    .sorted()
                    .map(
                        loss ->
                            DynamicTest.dynamicTest(
                                activation + ", " + loss,
                                () -> checkNetwork(activation, LOSSES.get(loss)))));
  }

  private static void checkNetwork(Activation activation, BinaryOperator<Tensor> loss) {
    GradientCheck.of(
            x -> {
              Tensor samples = x.get(0);
              Tensor code = activation.apply(samples.matMul(x.get(1)).plus(x.get(2)));
              return loss.apply(samples, code.matMul(x.get(3)).plus(x.get(4)));
            })
        .batch(DoubleData.uniform("samples", 0.1, 0.9, 3, 5))
        .argument(DoubleData.uniform("kernel 1", -2, 2, 5, 3))
        .argument(DoubleData.uniform("bias 1", -1, 1, 3))
        .argument(DoubleData.uniform("kernel 2", -2, 2, 3, 5))
        .argument(DoubleData.uniform("bias 2", -1, 1, 5))
        .check();
  }

  /** Returns the gradient of the sum of a function's elements at some numbers. */
  private static double[] gradientAt(Function<Tensor, Tensor> function, double... at) {
    Tensor x = Tensor.input("x", Shape.of(at.length));
    Tensor gradient = Gradients.of(function.apply(x).sum(), List.of(x)).get(0);
    DoubleData value = DoubleData.of(at, at.length);
    return ReferenceInterpreter.evaluate(gradient, Map.of("x", value)).values();
  }

  @Test
  void atTiesTheGradientOfMaximumAndMinimumGoesToTheSecondOperand() {
    Tensor one = Tensor.scalar(1);
    assertThat(gradientAt(x -> x.maximum(one), 0, 1, 2)).containsExactly(0, 0, 1);
    assertThat(gradientAt(x -> one.maximum(x), 0, 1, 2)).containsExactly(0, 1, 1);
    assertThat(gradientAt(x -> x.minimum(one), 0, 1, 2)).containsExactly(1, 0, 0);
    assertThat(gradientAt(x -> one.minimum(x), 0, 1, 2)).containsExactly(1, 1, 0);
    assertThat(gradientAt(x -> x.maximum(x), 3)).containsExactly(1);
  }

  @Test
  void reluAndClipHaveNoSlopeAtTheirKinks() {
    assertThat(gradientAt(Tensor::relu, -1, 0, 1)).containsExactly(0, 0, 1);
    assertThat(gradientAt(x -> x.clip(-1, 1), -2, -1, 0, 1, 2)).containsExactly(0, 0, 1, 0, 0);
  }

  @Test
  void signIsTheSlopeOfAbs() {
    assertThat(gradientAt(Tensor::abs, -2, 0, 2)).containsExactly(-1, 0, 1);
    assertThat(gradientAt(Tensor::sign, -2, 0, 2)).containsExactly(0, 0, 0);
  }

  @Test
  void elementsThatShareTheMaximumShareItsGradient() {
    assertThat(gradientAt(x -> x.max(0).times(6), 1, 3, 3, 2)).containsExactly(0, 3, 3, 0);
    Function<Tensor, Tensor> overAll =
        x -> Tensor.of(new Reduce(ReduceKind.MAXIMUM, x.reshape(Shape.of(2, 2)), List.of(0, 1)));
    assertThat(gradientAt(overAll, 5, 5, 5, 5)).containsExactly(0.25, 0.25, 0.25, 0.25);
  }

  @Test
  void comparisonsAndMasksHaveNoGradient() {
    assertThat(gradientAt(x -> x.lessThan(Tensor.scalar(1)), 0, 1, 2)).containsExactly(0, 0, 0);
    assertThat(gradientAt(x -> x.select(x, x.times(3)), -1, 0, 1)).containsExactly(1, 3, 1);
  }

  @Test
  void stopGradientCountsAsAConstant() {
    assertThat(gradientAt(x -> x.times(x.stopGradient()), 3)).containsExactly(3);
    assertThat(gradientAt(Tensor::stopGradient, 3)).containsExactly(0);
  }

  @Test
  void aGradientThatDoesNotExistIsZeroOfTheRightShape() {
    Tensor x = Tensor.input("x", Shape.batchOf(3));
    Tensor p = Tensor.of(new Parameter("p", Shape.of(2, 1)));
    List<Tensor> gradients = Gradients.of(x.sum(), List.of(x, p));
    assertThat(gradients.get(0).shape()).isEqualTo(x.shape());
    assertThat(gradients.get(1).shape()).isEqualTo(p.shape());
    assertThat(ReferenceInterpreter.evaluate(gradients.get(1), Map.of()).values())
        .containsExactly(0, 0);
  }

  @Test
  void aVariableMayBeComputedFromAnother() {
    Tensor x = Tensor.input("x", Shape.scalar());
    Tensor square = x.square();
    List<Tensor> gradients = Gradients.of(square.times(x), List.of(x, square));
    Map<String, DoubleData> three = Map.of("x", DoubleData.scalar(3));
    assertThat(ReferenceInterpreter.evaluate(gradients.get(0), three).get(0)).isEqualTo(9);
    assertThat(ReferenceInterpreter.evaluate(gradients.get(1), three).get(0)).isEqualTo(3);
  }

  @Test
  void aScalarIsItsOwnVariable() {
    Tensor x = Tensor.input("x", Shape.scalar());
    Tensor gradient = Gradients.of(x, List.of(x)).get(0);
    assertThat(ReferenceInterpreter.evaluate(gradient, Map.of()).get(0)).isEqualTo(1);
  }

  @Test
  void onlyScalarsHaveGradients() {
    Tensor x = Tensor.input("x", Shape.batchOf(3));
    assertThatThrownBy(() -> Gradients.of(x, List.of(x)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("[N, 3]");
  }

  @Test
  void throughGraphCarriesAGradientBack() {
    Tensor x = Tensor.input("x", Shape.of(2));
    Tensor other = Tensor.input("other", Shape.of(2));
    Tensor upstream = Tensor.constant(Runs.data(10, 100));
    List<Tensor> gradients = Gradients.throughGraph(x.square(), upstream, List.of(x, other));
    Map<String, DoubleData> inputs = Map.of("x", DoubleData.of(new double[] {1, 2}, 2));
    assertThat(ReferenceInterpreter.evaluate(gradients.get(0), inputs).values())
        .containsExactly(20, 400);
    assertThat(gradients.get(1)).isNull();
  }

  @Test
  void aCompositeOfOneTensorTwiceHasTheGradientOfItsLowering() {
    Function<Tensor, Tensor> product =
        x ->
            Tensor.of(
                new CustomComposite(
                    "test/product", List.of(x, x), Map.of(), in -> in.get(0).times(in.get(1))));
    assertThat(gradientAt(product, 3)).containsExactly(6);
  }

  @Test
  void aCompositeMayReturnItsInput() {
    Function<Tensor, Tensor> identity =
        x -> Tensor.of(new CustomComposite("test/identity", List.of(x), Map.of(), in -> in.get(0)));
    assertThat(gradientAt(identity, 3)).containsExactly(1);
  }

  @Test
  void thirdDerivativesExist() {
    Tensor x = Tensor.input("x", Shape.scalar());
    Tensor y = x.square().square();
    for (int order = 0; order < 3; order++) {
      y = Gradients.of(y, List.of(x)).get(0);
    }
    assertThat(ReferenceInterpreter.evaluate(y, Map.of("x", DoubleData.scalar(2))).get(0))
        .isEqualTo(48);
  }

  @Test
  void aChainOfFiftyThousandOperationsCanBeDifferentiated() {
    Tensor x = Tensor.input("x", Shape.scalar());
    Tensor y = x;
    for (int i = 0; i < 50_000; i++) {
      y = y.plus(x);
    }
    Tensor gradient = Gradients.of(y, List.of(x)).get(0);
    assertThat(ReferenceInterpreter.evaluate(gradient, Map.of()).get(0)).isEqualTo(50_001);
  }
}
