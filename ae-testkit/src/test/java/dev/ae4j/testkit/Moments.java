package dev.ae4j.testkit;

import java.util.Arrays;

/** Mean and variance of samples. */
final class Moments {
  private Moments() {}

  static double mean(double[] numbers) {
    return Arrays.stream(numbers).average().orElseThrow();
  }

  static double variance(double[] numbers) {
    double mean = mean(numbers);
    return Arrays.stream(numbers).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
  }
}
