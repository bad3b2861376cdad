package dev.ae4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.graph.Philox;
import dev.ae4j.model.RandomStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
  private static final int COUNT = 100_000;

  private static RandomStream stream() {
    return new RandomStream(42, "test");
  }

  @Test
  void seedAndNameDecideTheNumbers() {
    double first = stream().nextUniform();
    assertThat(stream().nextUniform()).isEqualTo(first);
    assertThat(new RandomStream(43, "test").nextUniform()).isNotEqualTo(first);
    assertThat(new RandomStream(42, "other").nextUniform()).isNotEqualTo(first);
  }

  @Test
  void numbersComeFromPhilox() {
    // FNV-1a of no bytes is its offset basis; the last word of the counter keeps these blocks apart
    int[] block = new int[4];
    Philox.block(7, 0, 0x811C9DC5, 0, -1, block);
    RandomStream random = new RandomStream(7, "");
    long first = ((long) (block[0] >>> 5) << 26) + (block[1] >>> 6);
    long second = ((long) (block[2] >>> 5) << 26) + (block[3] >>> 6);
    assertThat(random.nextUniform()).isEqualTo(first * 0x1p-53);
    assertThat(random.nextUniform()).isEqualTo(second * 0x1p-53);
  }

  @Test
  void uniformNumbers() {
    RandomStream random = stream();
    double[] numbers = new double[COUNT];
    Arrays.setAll(numbers, i -> random.nextUniform());
    assertThat(Arrays.stream(numbers)).allMatch(x -> x >= 0 && x < 1);
    assertThat(Moments.mean(numbers)).isCloseTo(0.5, within(0.004));
    assertThat(Moments.variance(numbers)).isCloseTo(1 / 12.0, within(0.001));
  }

  @Test
  void normalNumbers() {
    RandomStream random = stream();
    double[] numbers = new double[COUNT];
    Arrays.setAll(numbers, i -> random.nextNormal());
    assertThat(Arrays.stream(numbers)).allMatch(x -> Double.isFinite(x));
    assertThat(Moments.mean(numbers)).isCloseTo(0, within(0.013));
    assertThat(Moments.variance(numbers)).isCloseTo(1, within(0.018));
    long within1 = Arrays.stream(numbers).filter(x -> Math.abs(x) < 1).count();
    assertThat(within1 / (double) COUNT).isCloseTo(0.6827, within(0.006));
  }

  @Test
  void wholeNumbersHaveTheSameProbability() {
    for (int bound : new int[] {1, 2, 3, 7, 13, 1000}) {
      RandomStream random = stream();
      int[] counts = new int[bound];
      for (int i = 0; i < COUNT; i++) {
        counts[random.nextInt(bound)]++;
      }
      double expected = COUNT / (double) bound;
      double chiSquared =
          Arrays.stream(counts).mapToDouble(c -> (c - expected) * (c - expected) / expected).sum();
      // Mean bound - 1, variance 2 (bound - 1)
      assertThat(chiSquared).as("bound %d", bound).isLessThan(bound + 5 * Math.sqrt(2.0 * bound));
    }
  }

  @Test
  void largeBoundsAreNotBiased() {
    // Taking the remainder of 32 bits would give the lower half two thirds of the numbers
    int bound = 0x60000000;
    RandomStream random = stream();
    int low = 0;
    for (int i = 0; i < COUNT; i++) {
      int number = random.nextInt(bound);
      assertThat(number).isBetween(0, bound - 1);
      low += number < bound / 2 ? 1 : 0;
    }
    assertThat(low / (double) COUNT).isCloseTo(0.5, within(0.008));
    assertThat(random.nextInt(Integer.MAX_VALUE)).isNotNegative();
  }

  @Test
  void shufflesArePermutations() {
    for (int length : new int[] {0, 1, 2, 207}) {
      int[] values = IntStream.range(0, length).toArray();
      stream().shuffle(values);
      assertThat(values)
          .containsExactlyInAnyOrder(IntStream.range(0, length).boxed().toArray(Integer[]::new));
    }
  }

  @Test
  void everyOrderHasTheSameProbability() {
    RandomStream random = stream();
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < 24_000; i++) {
      int[] values = {1, 2, 3, 4};
      random.shuffle(values);
      counts.merge(Arrays.toString(values), 1, Integer::sum);
    }
    assertThat(counts).hasSize(24);
    assertThat(counts.values()).allMatch(count -> count > 840 && count < 1160);
  }
}
