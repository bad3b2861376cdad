package dev.ae4j.datasets;

import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.spi.DatasetProvider;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;

/**
 * Makes independent numbers, uniform in {@code [0, 1)}, to try things out: {@code
 * random:samples=100,features=10,seed=1}.
 *
 * <p>The numbers are the same on every machine and in every release: element {@code i} of the data,
 * counted from 0, is the upper 24 bits of output {@code i} of the SplitMix64 generator (Steele, Lea
 * and Flood, <i>Fast Splittable Pseudorandom Number Generators</i>, 2014) started with the seed,
 * divided by 2<sup>24</sup>.
 */
public final class RandomDatasetProvider implements DatasetProvider {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  /** Creates the provider; numbers are drawn when a data set is opened. */
  public RandomDatasetProvider() {}

  @Override
  public String id() {
    return "random";
  }

  @Override
  public String description() {
    return "independent numbers, uniform in [0, 1), the same for the same seed";
  }

  @Override
  public OptionSchema options() {
    return OptionSchema.builder()
        .integer("samples", 100, 1, Integer.MAX_VALUE, "number of samples")
        .integer("features", 10, 1, Integer.MAX_VALUE, "numbers per sample")
        .integer("seed", 1, 0, Integer.MAX_VALUE, "where the random numbers start")
        .build();
  }

  @Override
  public Dataset open(Options options) {
    int samples = options.integer("samples");
    int features = options.integer("features");
    int seed = options.integer("seed");
    String name = "random:samples=" + samples + ",features=" + features + ",seed=" + seed;
    float[] values = ContentReader.allocate(name, (long) samples * features);
    for (int i = 0; i < values.length; i++) {
      values[i] = (splitMix64(seed, i) >>> 40) * 0x1p-24f;
    }
    return Dataset.of(name, TensorData.of(values, samples, features));
  }

  private static long splitMix64(long seed, long index) {
    long z = seed + (index + 1) * GOLDEN_GAMMA;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
