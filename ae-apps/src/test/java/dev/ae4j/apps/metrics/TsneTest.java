package dev.ae4j.apps.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TsneTest {
  private static final int COUNT = 90;
  private static final int WIDTH = 6;

  /** Returns samples of three groups, one after the other in turn. */
  private static TensorData groups() {
    Random random = new Random(1);
    float[] values = new float[COUNT * WIDTH];
    for (int i = 0; i < COUNT; i++) {
      for (int j = 0; j < WIDTH; j++) {
        values[i * WIDTH + j] = (float) (random.nextGaussian() + (j == i % 3 ? 6 : 0));
      }
    }
    return TensorData.of(values, COUNT, WIDTH);
  }

  private static double squared(TensorData rows, int i, int j) {
    int width = rows.rowShape().sampleElements();
    double sum = 0;
    for (int k = 0; k < width; k++) {
      double difference = rows.values()[i * width + k] - rows.values()[j * width + k];
      sum += difference * difference;
    }
    return sum;
  }

  /** Returns p(j|i) by trying all precisions of a fine grid. */
  private static double[] conditional(TensorData samples, int i, double perplexity) {
    double[] best = {};
    double bestError = Double.POSITIVE_INFINITY;
    for (double precision = 1e-3; precision < 10; precision *= 1.01) {
      double[] shares = new double[COUNT];
      double sum = 0;
      for (int j = 0; j < COUNT; j++) {
        shares[j] = i == j ? 0 : Math.exp(-precision * squared(samples, i, j));
        sum += shares[j];
      }
      double entropy = 0;
      for (int j = 0; j < COUNT; j++) {
        shares[j] /= sum;
        entropy -= shares[j] > 0 ? shares[j] * Math.log(shares[j]) : 0;
      }
      if (Math.abs(Math.exp(entropy) - perplexity) < bestError) {
        bestError = Math.abs(Math.exp(entropy) - perplexity);
        best = shares;
      }
    }
    return best;
  }

  /** Returns what nearness in the plane should be. */
  private static double[][] affinities(TensorData samples, double perplexity) {
    double[][] conditional = new double[COUNT][];
    for (int i = 0; i < COUNT; i++) {
      conditional[i] = conditional(samples, i, perplexity);
    }
    double[][] joint = new double[COUNT][COUNT];
    for (int i = 0; i < COUNT; i++) {
      for (int j = 0; j < COUNT; j++) {
        joint[i][j] = (conditional[i][j] + conditional[j][i]) / (2.0 * COUNT);
      }
    }
    return joint;
  }

  /** Returns the divergence that t-SNE minimizes. */
  private static double divergence(double[][] affinities, TensorData plane) {
    double sum = 0;
    for (int i = 0; i < COUNT; i++) {
      for (int j = 0; j < COUNT; j++) {
        sum += i == j ? 0 : 1 / (1 + squared(plane, i, j));
      }
    }
    double divergence = 0;
    for (int i = 0; i < COUNT; i++) {
      for (int j = 0; j < COUNT; j++) {
        double p = affinities[i][j];
        if (p > 0) {
          divergence += p * Math.log(p * sum * (1 + squared(plane, i, j)));
        }
      }
    }
    return divergence;
  }

  private static TensorData moved(TensorData plane, double scale, double noise) {
    Random random = new Random(2);
    float[] values = plane.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (scale * values[i] + noise * random.nextGaussian());
    }
    return TensorData.of(values, COUNT, 2);
  }

  @Test
  void fitsBetterThanOtherPlanes() {
    TensorData samples = groups();
    double[][] affinities = affinities(samples, 10);
    TensorData plane = Tsne.embed(samples, 10);
    double reached = divergence(affinities, plane);
    for (double scale : new double[] {0.5, 3}) {
      assertThat(reached).isLessThan(divergence(affinities, moved(plane, scale, 0)));
    }
    assertThat(reached).isLessThan(divergence(affinities, moved(plane, 1, 0.3)));
    TensorData components = Pca.fit(samples, 2).encode(samples);
    for (double scale : new double[] {0.1, 1, 10}) {
      assertThat(reached).isLessThan(divergence(affinities, moved(components, scale, 0)));
    }
  }

  @Test
  void groupsStayApart() {
    TensorData plane = Tsne.embed(groups(), 10);
    for (int i = 0; i < COUNT; i++) {
      int nearest = i == 0 ? 1 : 0;
      for (int j = 0; j < COUNT; j++) {
        nearest = j != i && squared(plane, i, j) < squared(plane, i, nearest) ? j : nearest;
      }
      assertThat(nearest % 3).as("neighbour of %s", i).isEqualTo(i % 3);
    }
  }

  @Test
  void isAlwaysTheSame() {
    assertThat(Tsne.embed(groups(), 10)).isEqualTo(Tsne.embed(groups(), 10));
  }

  @Test
  void equalSamplesAndSingleNumbersHavePlaces() {
    assertThat(Tsne.embed(TensorData.of(new float[40], 20, 2), 3).values())
        .doesNotContain(Float.NaN);
    float[] numbers = new float[20];
    for (int i = 0; i < 20; i++) {
      numbers[i] = i;
    }
    assertThat(Tsne.embed(TensorData.of(numbers, 20, 1), 3).values()).doesNotContain(Float.NaN);
  }

  @Test
  void tooFewSamplesAreRefused() {
    assertThatThrownBy(() -> Tsne.embed(TensorData.of(new float[6], 3, 2), 1))
        .isInstanceOf(DataException.class);
    assertThatThrownBy(() -> Tsne.embed(TensorData.of(new float[20], 10, 2), 4))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("perplexity 4");
  }
}
