package dev.ae4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.model.BuildContext;
import dev.ae4j.model.Initializer;
import dev.ae4j.model.Initializers;
import dev.ae4j.model.ParameterDeclaration;
import dev.ae4j.model.RandomStream;
import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class InitializersTest {
  /** Fan-in 3 * 70 = 210, fan-out 3 * 30 = 90. */
  private static final Shape KERNEL = Shape.of(3, 70, 30);

  private static double[] values(Initializer initializer, Shape shape) {
    float[] values = initializer.initialize(shape, new RandomStream(42, "kernel"));
    assertThat(values).hasSize(shape.sampleElements());
    return DoubleData.from(TensorData.of(values, shape)).values();
  }

  private static void assertUniform(Initializer initializer, double variance) {
    double[] values = values(initializer, KERNEL);
    assertMoments(values, variance);
    double limit = Math.sqrt(3 * variance);
    assertThat(Arrays.stream(values).max().orElseThrow()).isBetween(0.995 * limit, limit);
    assertThat(Arrays.stream(values).min().orElseThrow()).isBetween(-limit, -0.995 * limit);
  }

  private static void assertNormal(Initializer initializer, double variance) {
    double[] values = values(initializer, KERNEL);
    assertMoments(values, variance);
    double deviation = Math.sqrt(variance);
    long beyondTwo = Arrays.stream(values).filter(x -> Math.abs(x) > 2 * deviation).count();
    long beyondThree = Arrays.stream(values).filter(x -> Math.abs(x) > 3 * deviation).count();
    // 4.55 % and 0.27 %: not truncated
    assertThat(beyondTwo).isBetween(values.length * 40L / 1000, values.length * 51L / 1000);
    assertThat(beyondThree).isBetween(values.length / 1000L, values.length * 5L / 1000);
  }

  private static void assertMoments(double[] values, double variance) {
    double sigmas = 4 / Math.sqrt(values.length);
    assertThat(Moments.mean(values)).isCloseTo(0, within(sigmas * Math.sqrt(variance)));
    assertThat(Moments.variance(values)).isCloseTo(variance, within(1.5 * sigmas * variance));
  }

  @Test
  void constants() {
    assertThat(values(Initializers.constant(0.5f), Shape.of(2))).containsExactly(0.5, 0.5);
    assertThat(values(Initializers.zeros(), Shape.scalar())).containsExactly(0);
    assertThat(values(Initializers.zeros(), Shape.of(0))).isEmpty();
  }

  @Test
  void glorot() {
    assertUniform(Initializers.glorotUniform(), 2.0 / 300);
    assertNormal(Initializers.glorotNormal(), 2.0 / 300);
  }

  @Test
  void he() {
    assertUniform(Initializers.heUniform(), 2.0 / 210);
    assertNormal(Initializers.heNormal(), 2.0 / 210);
  }

  @Test
  void lecun() {
    assertUniform(Initializers.lecunUniform(), 1.0 / 210);
    assertNormal(Initializers.lecunNormal(), 1.0 / 210);
  }

  @Test
  void orthogonalColumnsOrRows() {
    assertOrthonormal(Shape.of(13, 7));
    assertOrthonormal(Shape.of(7, 13));
    assertOrthonormal(Shape.of(7, 7));
    assertOrthonormal(Shape.of(3, 2, 5));
    assertOrthonormal(Shape.of(1, 1));
    assertThat(values(Initializers.orthogonal(), Shape.of(3, 0))).isEmpty();
    assertThat(values(Initializers.orthogonal(), Shape.of(0, 3))).isEmpty();
  }

  private static void assertOrthonormal(Shape shape) {
    double[] values = values(Initializers.orthogonal(), shape);
    int columns = shape.size(shape.rank() - 1);
    int rows = values.length / columns;
    boolean tall = rows >= columns;
    int count = tall ? columns : rows;
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        double product = 0;
        for (int k = 0; k < (tall ? rows : columns); k++) {
          product +=
              tall
                  ? values[k * columns + i] * values[k * columns + j]
                  : values[i * columns + k] * values[j * columns + k];
        }
        assertThat(product).isCloseTo(i == j ? 1 : 0, within(1e-6));
      }
    }
  }

  @Test
  void orthogonalIsNotAlwaysTheSameMatrix() {
    Initializer orthogonal = Initializers.orthogonal();
    Shape shape = Shape.of(5, 5);
    assertThat(orthogonal.initialize(shape, new RandomStream(1, "a")))
        .isNotEqualTo(orthogonal.initialize(shape, new RandomStream(2, "a")));
  }

  @Test
  void vectorsHaveNoFans() {
    assertThatThrownBy(() -> values(Initializers.glorotUniform(), Shape.of(3)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("[3]");
    assertThatThrownBy(() -> values(Initializers.orthogonal(), Shape.scalar()))
        .isInstanceOf(ShapeException.class);
  }

  private static ParameterDeclaration declaration(String name) {
    return new ParameterDeclaration(
        Tensor.of(new Parameter(name, Shape.of(13, 7))), Initializers.glorotNormal(), null);
  }

  @Test
  void seedAndNameDecideTheValues() {
    TensorData values = declaration("a").initialValue(1);
    assertThat(declaration("a").initialValue(1)).isEqualTo(values);
    assertThat(declaration("a").initialValue(2)).isNotEqualTo(values);
    assertThat(declaration("b").initialValue(1)).isNotEqualTo(values);
  }

  @Test
  void theOrderOfDeclarationsDoesNotMatter() {
    BuildContext first = context();
    BuildContext second = context();
    declare(first, "a");
    declare(first, "b");
    declare(second, "b");
    declare(second, "a");
    assertThat(first.declarations().get(0).initialValue(5))
        .isEqualTo(second.declarations().get(1).initialValue(5));
    assertThat(first.declarations().get(1).initialValue(5))
        .isEqualTo(second.declarations().get(0).initialValue(5));
  }

  private static BuildContext context() {
    return BuildContext.root(Shape.of(1), OptionalInt.empty(), BuildContext.Mode.INFERENCE);
  }

  private static void declare(BuildContext context, String name) {
    context.parameter(name, Shape.of(3, 3), Initializers.heUniform());
  }
}
