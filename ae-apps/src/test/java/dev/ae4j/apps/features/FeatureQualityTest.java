package dev.ae4j.apps.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.apps.metrics.LabelledData;
import dev.ae4j.apps.metrics.Pca;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.Mnist;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FeatureQualityTest {
  /**
   * With all 60,000 training images, PCA-32 gives 0.8997, 0.9756, 0.504 and 0.378 here, and 0.9003,
   * 0.9756, 0.501 and 0.382 with scikit-learn; classifiers that learn from a sixth of them are a
   * little worse.
   */
  @Test
  void principalComponentsOfDigits() {
    LabelledData training = first(Mnist.train(), 10_000);
    LabelledData test = first(Mnist.test(), 10_000);
    Pca pca = Pca.fit(training.features(), 32);
    FeatureQuality quality =
        FeatureQuality.of(
            new LabelledData(pca.encode(training.features()), training.labels()),
            new LabelledData(pca.encode(test.features()), test.labels()));
    assertThat(quality.size()).isEqualTo(32);
    assertThat(quality.linearProbeAccuracy().orElseThrow()).isCloseTo(0.89, within(0.005));
    assertThat(quality.knnAccuracy().orElseThrow()).isCloseTo(0.957, within(0.005));
    assertThat(quality.kmeansNmi().orElseThrow()).isCloseTo(0.501, within(0.015));
    assertThat(quality.kmeansAri().orElseThrow()).isCloseTo(0.382, within(0.015));
    assertThat(quality.silhouette()).isCloseTo(0.1, within(0.01));
  }

  private static LabelledData first(Dataset data, int count) {
    return new LabelledData(
        data.inMemory().orElseThrow().copyRows(0, count),
        Arrays.copyOf(data.labels().orElseThrow(), count));
  }

  @Test
  void withoutClassesThereIsTheSilhouette() {
    TensorData points = TensorData.of(new float[] {0, 1, 10, 11}, 4, 1);
    FeatureQuality quality = FeatureQuality.of(points, 2);
    assertThat(quality.linearProbeAccuracy()).isEmpty();
    assertThat(quality.kmeansNmi()).isEmpty();
    assertThat(quality.silhouette()).isBetween(0.85, 0.95);
  }
}
