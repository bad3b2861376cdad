package dev.ae4j.apps.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CodeDistributionTest {
  private static final int COUNT = 40_000;

  private static double mean(TensorData codes, int i) {
    int width = codes.rowShape().sampleElements();
    double sum = 0;
    for (int row = 0; row < codes.rows(); row++) {
      sum += codes.values()[row * width + i];
    }
    return sum / codes.rows();
  }

  private static double covariance(TensorData codes, int i, int j) {
    int width = codes.rowShape().sampleElements();
    double meanI = mean(codes, i);
    double meanJ = mean(codes, j);
    double sum = 0;
    for (int row = 0; row < codes.rows(); row++) {
      sum += (codes.values()[row * width + i] - meanI) * (codes.values()[row * width + j] - meanJ);
    }
    return sum / codes.rows();
  }

  /** Returns codes of four numbers: the last is always 7, the second depends on the first. */
  private static TensorData codes() {
    Random random = new Random(1);
    float[] values = new float[4 * 300];
    for (int at = 0; at < values.length; at += 4) {
      double first = random.nextGaussian();
      values[at] = (float) (2 * first + 5);
      values[at + 1] = (float) (-first + 0.5 * random.nextGaussian());
      values[at + 2] = (float) (0.1 * random.nextGaussian() - 3);
      values[at + 3] = 7;
    }
    return TensorData.of(values, 300, 2, 2);
  }

  @Test
  void drawnCodesHaveMeanAndCovarianceOfThoseItWasFittedTo() {
    TensorData drawn = CodeDistribution.fit(codes()).sample(COUNT, 1);
    assertThat(drawn.rowShape()).isEqualTo(Shape.of(2, 2));
    TensorData flat = drawn.reshape(COUNT, 4);
    TensorData given = codes().reshape(300, 4);
    for (int i = 0; i < 3; i++) {
      double deviation = Math.sqrt(covariance(given, i, i));
      assertThat(mean(flat, i)).isCloseTo(mean(given, i), within(5 * deviation / 200));
      for (int j = 0; j <= i; j++) {
        double scale = deviation * Math.sqrt(covariance(given, j, j));
        assertThat(covariance(flat, i, j))
            .as("%s and %s", i, j)
            .isCloseTo(covariance(given, i, j), within(7 * scale / 200));
      }
    }
    for (int row = 0; row < COUNT; row++) {
      assertThat(flat.values()[4 * row + 3]).isEqualTo(7);
    }
  }

  @Test
  void thePriorIsStandardNormal() {
    TensorData drawn = CodeDistribution.standardNormal(Shape.of(2)).sample(COUNT, 1);
    for (int i = 0; i < 2; i++) {
      assertThat(mean(drawn, i)).isCloseTo(0, within(0.025));
      assertThat(covariance(drawn, i, i)).isCloseTo(1, within(0.035));
    }
    assertThat(covariance(drawn, 0, 1)).isCloseTo(0, within(0.025));
  }

  @Test
  void theSeedDecidesWhatIsDrawn() {
    CodeDistribution codes = CodeDistribution.fit(codes());
    float[] ten = codes.sample(10, 1).values();
    assertThat(codes.sample(10, 1).values()).containsExactly(ten);
    assertThat(Arrays.copyOf(codes.sample(30, 1).values(), 40)).containsExactly(ten);
    assertThat(codes.sample(10, 2).values()[0]).isNotEqualTo(ten[0]);
  }

  @Test
  void whatCannotBeFittedIsRefused() {
    assertThatThrownBy(() -> CodeDistribution.fit(TensorData.of(new float[3], 1, 3)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("1 codes of 3 numbers");
    assertThatThrownBy(() -> CodeDistribution.fit(TensorData.of(new float[2050], 2, 1025)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("1024 numbers or fewer");
    assertThatThrownBy(() -> CodeDistribution.fit(TensorData.of(new float[] {1, Float.NaN}, 2, 1)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no finite numbers");
  }
}
