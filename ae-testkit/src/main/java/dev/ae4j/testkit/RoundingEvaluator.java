package dev.ae4j.testkit;

/**
 * Rounds every number to float32, sums included: an honest engine without any tricks.
 *
 * <p>Its distance from the oracle tells how sensitive a graph is to rounding.
 */
final class RoundingEvaluator extends PrimitiveEvaluator {
  RoundingEvaluator(Run run) {
    super(run);
  }

  @Override
  double rounded(double value) {
    return (float) value;
  }
}
