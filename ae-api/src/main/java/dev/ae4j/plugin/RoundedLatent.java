package dev.ae4j.plugin;

import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Random.Distribution;
import dev.ae4j.model.BuildContext;
import dev.ae4j.model.BuildContext.Mode;
import dev.ae4j.model.Latent;

/**
 * Codes of whole numbers. In training they are numbers with noise from -1/2 to 1/2 instead, which
 * does to a decoder what rounding does, and has a gradient: Ballé, Laparra and Simoncelli,
 * "End-to-end optimized image compression", 2017.
 *
 * @param code {@code [N, code...]}
 */
record RoundedLatent(Tensor code) implements Latent {
  /**
   * Returns numbers with noise, or rounded.
   *
   * @param numbers {@code [N, code...]}
   * @param context the layer, where the noise comes from
   */
  static RoundedLatent of(Tensor numbers, BuildContext context) {
    if (context.mode() != Mode.TRAINING) {
      return new RoundedLatent(numbers.round());
    }
    Tensor noise = context.random("noise", Distribution.UNIFORM, numbers.shape());
    return new RoundedLatent(numbers.plus(noise).minus(0.5f));
  }
}
