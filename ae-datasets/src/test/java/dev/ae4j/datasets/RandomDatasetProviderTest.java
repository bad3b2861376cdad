package dev.ae4j.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.DataException;
import dev.ae4j.OptionException;
import dev.ae4j.data.Dataset;
import dev.ae4j.graph.Shape;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RandomDatasetProviderTest {
  @Test
  void hasDefaults() {
    Dataset data = open("random");
    assertThat(data.name()).isEqualTo("random:samples=100,features=10,seed=1");
    assertThat(data.size()).isEqualTo(100);
    assertThat(data.sampleShape()).isEqualTo(Shape.of(10));
    assertThat(data.labels()).isEmpty();
    assertThat(open("random:100").name()).isEqualTo(data.name());
  }

  /** The JDK's generator is the same algorithm: an independent oracle. */
  @Test
  void drawsTheNumbersOfSplitMix64() {
    SplittableRandom oracle = new SplittableRandom(1_234_567);
    float[] values = values("random:samples=3,features=7,seed=1234567");
    assertThat(values).hasSize(21);
    for (float value : values) {
      assertThat(value).isEqualTo((oracle.nextLong() >>> 40) / 16_777_216f);
    }
  }

  /** Bits must never change: results of others depend on them. */
  @Test
  void neverChanges() {
    // The first outputs for this seed in the generator's reference implementation
    assertThat(values("random:samples=1,features=3,seed=1234567"))
        .containsExactly(
            (6457827717110365317L >>> 40) * 0x1p-24f,
            (3203168211198807973L >>> 40) * 0x1p-24f,
            (Long.parseUnsignedLong("9817491932198370423") >>> 40) * 0x1p-24f);
    assertThat(open("random:samples=1000,features=20").checksum())
        .isEqualTo("a1f02b1bd8d61366fd69f47edbe8e862a3c99ce97cf72cc33a3ea8fb8cc964b3");
  }

  @Test
  void isUniform() {
    float[] values = values("random:samples=1000,features=100");
    int[] tenths = new int[10];
    for (float value : values) {
      tenths[(int) (value * 10)]++;
    }
    for (int count : tenths) {
      assertThat(count).isBetween(9_600, 10_400);
    }
    assertThat(values("random:seed=2")).isNotEqualTo(values("random:seed=3"));
  }

  @Test
  void refusesImpossibleSizes() {
    assertThatThrownBy(() -> open("random:samples=0"))
        .isInstanceOf(OptionException.class)
        .hasMessage("data set random: samples=0 is not a whole number from 1 on");
    assertThatThrownBy(() -> open("random:samples=65536,features=65536"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "random:samples=65536,features=65536,seed=1 has 4294967296 numbers; at most 2147483639"
                + " are possible");
  }

  private static Dataset open(String source) {
    return DatasetSource.open(source, List.of(new RandomDatasetProvider()));
  }

  private static float[] values(String source) {
    return open(source).inMemory().orElseThrow().values();
  }
}
