package dev.ae4j.testkit;

import dev.ae4j.graph.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Gradients and gradients of gradients, which are graphs that engines meet nowhere else. */
final class GradientCases {
  private GradientCases() {}

  static List<ConformanceCase> all() {
    List<ConformanceCase> cases = new ArrayList<>();
    for (DerivativeExamples.Example example : DerivativeExamples.all()) {
      cases.add(
          Scenario.conformanceCase(
              "derivatives of " + example.name(), s -> derivatives(s, example)));
    }
    return cases;
  }

  private static void derivatives(Scenario s, DerivativeExamples.Example example) {
    List<Tensor> x = new ArrayList<>();
    for (DerivativeExamples.Argument argument : example.arguments()) {
      x.add(s.input(argument.shape(), argument.low(), argument.high()));
    }
    Tensor y = example.function().apply(x);
    s.measured(y);
    List<Tensor> gradients = s.gradients(y, x);
    for (Tensor gradient : gradients) {
      s.gradients(gradient, x);
    }
    s.atBatchSizes(13, 0, 1, 7);
  }
}
