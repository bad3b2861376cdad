package dev.ae4j.plugin;

import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Random;
import dev.ae4j.model.BuildContext;
import dev.ae4j.model.Corruption;
import dev.ae4j.spi.CorruptionProvider;
import dev.ae4j.spi.Options;

/**
 * Makes binary samples, new ones at every step: each element becomes 1 with the probability that it
 * states, else 0. The reconstruction is compared with these.
 *
 * <p>Salakhutdinov and Murray, "On the Quantitative Analysis of Deep Belief Networks", 2008.
 */
public final class BinarizeCorruptionProvider implements CorruptionProvider {
  @Override
  public String id() {
    return "binarize";
  }

  @Override
  public String description() {
    return "samples in [0, 1] to 0 or 1 at random, the target too";
  }

  @Override
  public Corruption create(Options options) {
    return new Corruption() {
      @Override
      public Tensor corrupt(Tensor samples, BuildContext context) {
        return context
            .random("draw", Random.Distribution.UNIFORM, samples.shape())
            .lessThan(samples);
      }

      @Override
      public boolean changesTarget() {
        return true;
      }
    };
  }
}
