package dev.ae4j.apps.cli;

import dev.ae4j.OptionException;
import dev.ae4j.data.Dataset;
import dev.ae4j.model.RandomStream;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Data in two parts, without a sample in both.
 *
 * @param training what to train on
 * @param validation what to compute the validation loss on
 */
record ValidationSplit(Dataset training, Dataset validation) {

  /**
   * Sets a random part of the samples aside: the same for the same seed, number of samples and
   * fraction. Both parts keep the order of the samples.
   *
   * @param fraction how much to set aside, more than 0 and less than 1; rounded to whole samples
   * @throws OptionException if a part would be empty
   */
  static ValidationSplit of(Dataset data, double fraction, long seed) {
    int size = data.size();
    int count = (int) Math.round(size * fraction);
    if (!(fraction > 0 && fraction < 1) || count < 1 || count >= size) {
      throw new OptionException(
          "A fraction of %s of the %d samples of %s leaves a part empty. Maybe 0.1"
              .formatted(fraction, size, data.name()));
    }
    int[] order = IntStream.range(0, size).toArray();
    new RandomStream(seed, "validation-split").shuffle(order);
    return new ValidationSplit(
        part(data, data.name(), order, count, size),
        part(data, data.name() + " (validation)", order, 0, count));
  }

  private static Dataset part(Dataset data, String name, int[] order, int from, int to) {
    int[] rows = Arrays.copyOfRange(order, from, to);
    Arrays.sort(rows);
    return data.select(name, rows);
  }
}
