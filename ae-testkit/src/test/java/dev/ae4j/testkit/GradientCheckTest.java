package dev.ae4j.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.graph.Tensor;
import org.junit.jupiter.api.Test;

/** The check finds wrong derivatives; what it says about right ones is in {@link GradientsTest}. */
class GradientCheckTest {
  /** A square whose gradient lacks one of its two terms. */
  private static Tensor halfDifferentiated(Tensor x) {
    return x.times(x.stopGradient());
  }

  @Test
  void aWrongGradientIsReportedAtItsWorstElement() {
    DoubleData at = DoubleData.of(new double[] {0.25, 8, 0.5, 1}, 2, 2);
    assertThatThrownBy(
            () -> GradientCheck.of(x -> halfDifferentiated(x.get(0))).argument(at).check())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("first derivative by element [0, 1] of argument 0 [2, 2] at 8.0")
        .hasMessageContaining("relative error");
  }

  @Test
  void aWrongSecondDerivativeIsReported() {
    // The first derivative is right: a constant takes the place of its own value
    DoubleData at = DoubleData.of(new double[] {2, 3}, 2);
    GradientCheck check =
        GradientCheck.of(
                x -> {
                  Tensor y = x.get(0);
                  Tensor z = y.stopGradient();
                  return z.square().times(z).plus(z.square().times(3).times(y.minus(z)));
                })
            .batch(at);
    assertThatCode(check::checkFirst).doesNotThrowAnyException();
    assertThatThrownBy(check::check)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("second derivative");
  }

  @Test
  void notANumberIsAnError() {
    assertThatThrownBy(
            () -> GradientCheck.of(x -> x.get(0).log()).argument(DoubleData.scalar(-1)).check())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("NaN");
  }

  @Test
  void theToleranceCanBeWidened() {
    DoubleData at = DoubleData.of(new double[] {0.25, 0.5}, 2);
    assertThatCode(
            () ->
                GradientCheck.of(x -> halfDifferentiated(x.get(0)))
                    .argument(at)
                    .within(1)
                    .checkFirst())
        .doesNotThrowAnyException();
  }
}
