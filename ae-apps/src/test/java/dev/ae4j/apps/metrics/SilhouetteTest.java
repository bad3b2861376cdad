package dev.ae4j.apps.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import org.junit.jupiter.api.Test;

class SilhouetteTest {
  private static final TensorData POINTS = TensorData.of(new float[] {0, 1, 4, 6}, 4, 1);

  @Test
  void comparesDistancesWithinAndBetween() {
    double expected = (4.0 / 5 + 3.0 / 4 + 1.5 / 3.5 + 3.5 / 5.5) / 4;
    assertThat(Silhouette.mean(POINTS, new int[] {0, 0, 1, 1}, 10))
        .isCloseTo(expected, within(1e-6));
    // A sample that is alone in its cluster counts as 0
    assertThat(Silhouette.mean(TensorData.of(new float[] {1, 3}, 2, 1), new int[] {0, 1}, 2))
        .isZero();
  }

  @Test
  void takesTheSameSamplesEachTime() {
    float[] values = new float[400];
    int[] clusters = new int[400];
    for (int i = 0; i < values.length; i++) {
      clusters[i] = i % 2;
      values[i] = i % 7 + 20 * clusters[i];
    }
    TensorData samples = TensorData.of(values, 400, 1);
    double some = Silhouette.mean(samples, clusters, 100);
    assertThat(some).isEqualTo(Silhouette.mean(samples, clusters, 100));
    assertThat(some).isCloseTo(Silhouette.mean(samples, clusters, 400), within(0.02));
  }

  @Test
  void needsTwoClusters() {
    assertThatThrownBy(() -> Silhouette.mean(POINTS, new int[4], 10))
        .isInstanceOf(DataException.class);
  }
}
