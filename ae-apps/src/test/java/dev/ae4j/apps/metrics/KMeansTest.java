package dev.ae4j.apps.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KMeansTest {
  @Test
  void findsWhatLiesTogether() {
    TensorData points = TensorData.of(new float[] {0, 10, 1, 11}, 4, 1);
    KMeans.Result result = KMeans.fit(points, 2, 3, 1);
    assertThat(result.inertia()).isCloseTo(4 * 0.25, within(1e-9));
    assertThat(ClusterAgreement.ari(result.clusters(), new int[] {0, 1, 0, 1})).isEqualTo(1);
    assertThat(KMeans.fit(points, 4, 1, 1).inertia()).isZero();
    assertThat(KMeans.fit(points, 1, 1, 1).inertia())
        .isCloseTo(2 * (5.5 * 5.5 + 4.5 * 4.5), within(1e-9));
  }

  @Test
  void isRepeatableAndBetterWithMoreStarts() {
    Random random = new Random(3);
    float[] values = new float[3 * 700];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    TensorData points = TensorData.of(values, 700, 3);
    KMeans.Result one = KMeans.fit(points, 12, 1, 5);
    assertThat(KMeans.fit(points, 12, 1, 5).clusters()).isEqualTo(one.clusters());
    assertThat(KMeans.fit(points, 12, 10, 5).inertia()).isLessThan(one.inertia());
  }

  @Test
  void equalSamplesDoNoHarm() {
    TensorData equal = TensorData.of(new float[] {2, 2, 2}, 3, 1);
    assertThat(KMeans.fit(equal, 2, 2, 1).inertia()).isZero();
    assertThatThrownBy(() -> KMeans.fit(equal, 4, 1, 1)).isInstanceOf(DataException.class);
  }
}
