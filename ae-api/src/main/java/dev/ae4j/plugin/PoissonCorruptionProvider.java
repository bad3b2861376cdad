package dev.ae4j.plugin;

import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Random;
import dev.ae4j.model.Corruption;
import dev.ae4j.spi.CorruptionProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;

/**
 * Makes shot noise: {@code min(k / peak, 1)} with a count {@code k} from the Poisson distribution
 * whose mean is {@code peak x}.
 *
 * <p>Counts come from one uniform number {@code u} for each element: {@code k} is how many of the
 * cumulative probabilities {@code P(0), P(1) ...} are at most {@code u}. Counts beyond the peak
 * give 1, so that {@code ceil(peak)} of them are enough; beyond the largest peak {@code e^-peak}
 * would come near the smallest float.
 */
public final class PoissonCorruptionProvider implements CorruptionProvider {
  @Override
  public String id() {
    return "poisson";
  }

  @Override
  public String description() {
    return "shot noise on samples in [0, 1]: counts of events, divided by the peak";
  }

  @Override
  public OptionSchema options() {
    return OptionSchema.builder()
        .number("peak", 10, 0.1, 64, "the mean count where samples are 1")
        .build();
  }

  @Override
  public Corruption create(Options options) {
    float peak = (float) options.number("peak");
    return (samples, context) -> {
      Tensor draw = context.random("draw", Random.Distribution.UNIFORM, samples.shape());
      Tensor mean = samples.clip(0, 1).times(peak);
      Tensor probability = mean.negate().exp();
      Tensor cumulative = probability;
      Tensor count = cumulative.atMost(draw);
      for (int k = 1; k < peak; k++) {
        probability = probability.times(mean).dividedBy(k);
        cumulative = cumulative.plus(probability);
        count = count.plus(cumulative.atMost(draw));
      }
      return count.dividedBy(peak).minimum(Tensor.scalar(1));
    };
  }
}
