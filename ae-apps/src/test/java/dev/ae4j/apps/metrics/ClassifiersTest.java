package dev.ae4j.apps.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassifiersTest {
  /** Three clouds of points in five dimensions, every third point one of the same cloud. */
  private static LabelledData clouds(int samples, double spread, long seed) {
    Random random = new Random(seed);
    float[] features = new float[samples * 5];
    int[] labels = new int[samples];
    for (int i = 0; i < samples; i++) {
      labels[i] = i % 3;
      for (int j = 0; j < 5; j++) {
        double middle = j == labels[i] ? 1 : 0;
        features[5 * i + j] = (float) (10 * j + middle + spread * random.nextGaussian());
      }
    }
    return new LabelledData(TensorData.of(features, samples, 5), labels);
  }

  @Test
  void probeSeparatesWhatIsSeparable() {
    LinearProbe probe = LinearProbe.fit(clouds(600, 0.1, 1));
    assertThat(probe.accuracy(clouds(300, 0.1, 2))).isEqualTo(1);
  }

  @Test
  void probeIsNearTheOptimumWhereCloudsOverlap() {
    LabelledData test = clouds(6000, 1, 2);
    int right = 0;
    for (int i = 0; i < test.size(); i++) {
      float[] f = Arrays.copyOfRange(test.features().values(), 5 * i, 5 * i + 3);
      double[] score = {f[0], f[1] - 10, f[2] - 20};
      int best = score[0] > score[1] ? (score[0] > score[2] ? 0 : 2) : score[1] > score[2] ? 1 : 2;
      right += best == test.labels()[i] ? 1 : 0;
    }
    double optimum = right / 6000.0;
    assertThat(LinearProbe.fit(clouds(6000, 1, 1)).accuracy(test)).isCloseTo(optimum, within(0.01));
  }

  @Test
  void gradientOfTheLossIsItsSlope() {
    LogisticLoss loss = new LogisticLoss(clouds(300, 1, 4), 3);
    Random random = new Random(1);
    double[] point = random.doubles(loss.parameters(), -0.5, 0.5).toArray();
    double[] gradient = new double[point.length];
    loss.at(point, 0.1, gradient);
    double[] ignored = new double[point.length];
    for (int i = 0; i < point.length; i++) {
      double[] above = point.clone();
      double[] below = point.clone();
      above[i] += 1e-2;
      below[i] -= 1e-2;
      double slope = (loss.at(above, 0.1, ignored) - loss.at(below, 0.1, ignored)) / 2e-2;
      assertThat(gradient[i]).isCloseTo(slope, within(2e-4));
    }
  }

  @Test
  void minimizerFindsTheBottomOfACurvedValley() {
    double[] point = {-1.2, 1};
    Lbfgs.minimize(
        (at, gradient) -> {
          double a = 1 - at[0];
          double b = at[1] - at[0] * at[0];
          gradient[0] = -2 * a - 400 * at[0] * b;
          gradient[1] = 200 * b;
          return a * a + 100 * b * b;
        },
        point,
        0,
        200);
    assertThat(point[0]).isCloseTo(1, within(1e-6));
    assertThat(point[1]).isCloseTo(1, within(1e-6));
  }

  @Test
  void nearestNeighboursEqualTheDefinition() {
    LabelledData training = clouds(613, 0.8, 1);
    LabelledData test = clouds(101, 0.8, 2);
    int right = 0;
    for (int i = 0; i < test.size(); i++) {
      double[] distances = new double[training.size()];
      for (int n = 0; n < training.size(); n++) {
        for (int j = 0; j < 5; j++) {
          double d = training.features().values()[5 * n + j] - test.features().values()[5 * i + j];
          distances[n] += d * d;
        }
      }
      int[] votes = new int[3];
      IntStream.range(0, training.size())
          .boxed()
          .sorted(Comparator.comparingDouble(n -> distances[n]))
          .limit(5)
          .forEach(n -> votes[training.labels()[n]]++);
      int best = votes[1] > votes[0] ? 1 : 0;
      best = votes[2] > votes[best] ? 2 : best;
      right += best == test.labels()[i] ? 1 : 0;
    }
    assertThat(NearestNeighbours.accuracy(training, test, 5)).isEqualTo(right / 101.0);
  }

  @Test
  void amongEquallyNearTheFirstWinsAndAmongEqualVotesTheSmallestClass() {
    LabelledData training =
        new LabelledData(TensorData.of(new float[] {1, 1, 3, 3}, 4, 1), new int[] {2, 1, 0, 0});
    LabelledData test = new LabelledData(TensorData.of(new float[] {1}, 1, 1), new int[] {2});
    assertThat(NearestNeighbours.accuracy(training, test, 1)).isEqualTo(1);
    assertThat(NearestNeighbours.accuracy(training, test, 2)).isEqualTo(0);
  }

  @Test
  void impossibleDataIsRefused() {
    LabelledData data = clouds(12, 1, 1);
    TensorData features = data.features();
    assertThatThrownBy(() -> new LabelledData(features, new int[3]))
        .isInstanceOf(DataException.class);
    assertThatThrownBy(() -> new LabelledData(features.copyRows(0, 1), new int[] {-1}))
        .isInstanceOf(DataException.class);
    assertThatThrownBy(() -> LinearProbe.fit(clouds(5, 1, 1))).isInstanceOf(DataException.class);
    assertThatThrownBy(() -> NearestNeighbours.accuracy(data, data, 13))
        .isInstanceOf(DataException.class);
  }

  @Test
  void neighboursAreInOrder() {
    TensorData samples = TensorData.of(new float[] {0, 10, 4, 4, 7}, 5, 1);
    TensorData queries = TensorData.of(new float[] {5, 9}, 2, 1);
    assertThat(NearestNeighbours.find(samples, queries, 3))
        .isDeepEqualTo(new int[][] {{2, 3, 4}, {1, 4, 2}});
  }
}
