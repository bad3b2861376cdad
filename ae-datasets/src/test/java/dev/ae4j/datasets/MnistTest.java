package dev.ae4j.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.DataException;
import dev.ae4j.data.Dataset;
import dev.ae4j.graph.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MnistTest {
  @Test
  void trainIsTheKnownData() {
    Dataset train = Mnist.train();
    assertThat(train.name()).isEqualTo("mnist:train");
    assertThat(train.size()).isEqualTo(60_000);
    assertThat(train.sampleShape()).isEqualTo(Shape.of(784));
    assertThat(Arrays.copyOf(train.labels().orElseThrow(), 10))
        .containsExactly(5, 0, 4, 1, 9, 2, 1, 3, 1, 4);
    assertThat(countByLabel(train))
        .containsExactly(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);
    assertThat(mean(train)).isCloseTo(0.1306604774, within(1e-10));
    assertThat(train.checksum())
        .isEqualTo("257f039238a0be158bad088c051a53908383fd47df03a7b1c229bb7bc968f160");
  }

  @Test
  void testIsTheKnownData() {
    Dataset test = Mnist.test();
    assertThat(test.name()).isEqualTo("mnist:test");
    assertThat(test.size()).isEqualTo(10_000);
    assertThat(test.sampleShape()).isEqualTo(Shape.of(784));
    assertThat(Arrays.copyOf(test.labels().orElseThrow(), 5)).containsExactly(7, 2, 1, 0, 4);
    assertThat(countByLabel(test))
        .containsExactly(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009);
    assertThat(mean(test)).isCloseTo(0.1325146070, within(1e-10));
    assertThat(test.checksum())
        .isEqualTo("bc9f8f501f39b3ca61f899a2f402edf2024bde012b73223431b6bd735e47a165");
    for (float value : test.inMemory().orElseThrow().values()) {
      if (!(value >= 0 && value <= 1)) {
        throw new AssertionError(value + " is not in [0, 1]");
      }
    }
  }

  @Test
  void samplesArePictures() {
    assertThat(Mnist.IMAGE_SHAPE).isEqualTo(Shape.of(28, 28, 1));
    float[] seven = new float[784];
    Mnist.test().copyRows(new int[] {0}, 0, 1, seven);
    StringBuilder picture = new StringBuilder();
    for (int row = 7; row < 27; row += 3) {
      for (int column = 4; column < 24; column += 2) {
        picture.append(seven[row * 28 + column] > 0.3f ? '#' : '.');
      }
      picture.append('\n');
    }
    assertThat(picture.toString())
        .isEqualTo(
            """
            .##.......
            ........#.
            .......#..
            ......#...
            .....##...
            ....##....
            ...##.....
            """);
  }

  @Test
  void everyCallReturnsItsOwnArrays() {
    Mnist.test().inMemory().orElseThrow().values()[0] = 7;
    assertThat(Mnist.test().inMemory().orElseThrow().values()[0]).isZero();
  }

  @Test
  void damageIsFound() {
    Mnist.Bundled wrongHash = new Mnist.Bundled("t10k-labels-idx1-ubyte.gz", 10_008, "00");
    assertThatThrownBy(() -> wrongHash.read(Idx::labels))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "The bundled MNIST file t10k-labels-idx1-ubyte.gz has the SHA-256"
                + " ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2, expected 00."
                + " Maybe the jar is damaged");
    Mnist.Bundled missing = new Mnist.Bundled("none.gz", 10_008, "00");
    assertThatThrownBy(() -> missing.read(Idx::labels))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "The bundled MNIST file none.gz is missing. Maybe a fat jar was built without it");
    Mnist.Bundled notPacked = new Mnist.Bundled("LICENSE.txt", 10_008, "00");
    assertThatThrownBy(() -> notPacked.read(Idx::labels))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("The bundled MNIST file LICENSE.txt cannot be read: ");
  }

  private static int[] countByLabel(Dataset data) {
    int[] counts = new int[10];
    for (int label : data.labels().orElseThrow()) {
      counts[label]++;
    }
    return counts;
  }

  private static double mean(Dataset data) {
    float[] values = data.inMemory().orElseThrow().values();
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
