package dev.ae4j.plugin;

import dev.ae4j.graph.Tensor;

/** The logarithm of the gamma function, made of other functions. */
final class LogGamma {
  /** What an argument is moved by: with it the series is exact to 2e-9. */
  private static final int SHIFT = 6;

  private LogGamma() {}

  /**
   * Returns {@code log(gamma(x))} by Stirling's series for {@code y = x + 6}, {@code (y - 1/2)
   * log(y) - y + log(2 pi) / 2 + 1 / (12 y) - 1 / (360 y^3) + 1 / (1260 y^5)}, less the logarithm
   * of {@code x (x + 1) ... (x + 5)}. Abramowitz and Stegun, 6.1.15 and 6.1.41.
   *
   * @param x elements above 0, up to a million
   */
  static Tensor of(Tensor x) {
    Tensor product = x;
    for (int i = 1; i < SHIFT; i++) {
      product = product.times(x.plus(i));
    }
    Tensor y = x.plus(SHIFT);
    Tensor inverse = Tensor.scalar(1).dividedBy(y);
    Tensor square = inverse.square();
    Tensor series =
        square.times(1 / 1260f).minus(1 / 360f).times(square).plus(1 / 12f).times(inverse);
    return y.minus(0.5f)
        .times(y.log())
        .minus(y)
        .plus(series)
        .plus((float) (0.5 * Math.log(2 * Math.PI)))
        .minus(product.log());
  }
}
