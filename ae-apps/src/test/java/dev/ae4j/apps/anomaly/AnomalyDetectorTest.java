package dev.ae4j.apps.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.DataException;
import dev.ae4j.apps.anomaly.AnomalyDetector.Scoring;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import org.junit.jupiter.api.Test;

class AnomalyDetectorTest {
  private static final TensorData NORMAL = TensorData.of(new float[] {1, 0, -1, 0.5f}, 2, 2);

  private static TensorData zero(TensorData samples) {
    return TensorData.zeros(samples.shape());
  }

  @Test
  void theScoreIsTheMeanSquaredError() {
    AnomalyDetector detector =
        AnomalyDetector.fit(AnomalyDetectorTest::zero, NORMAL, Scoring.MEAN_SQUARED_ERROR);
    TensorData samples = TensorData.of(new float[] {3, 4, 0, 0}, 2, 2);
    assertThat(detector.scores(samples)).containsExactly(12.5, 0);
    assertThat(detector.contributions(samples).values()).containsExactly(4.5f, 8, 0, 0);
    assertThat(detector.contributions(samples).shape()).isEqualTo(Shape.of(2, 2));
    assertThatThrownBy(() -> detector.scores(TensorData.zeros(Shape.of(1, 3))))
        .isInstanceOf(DataException.class);
  }

  /** Mean squared errors 1 and 1/8, each plus a tenth of their mean, 9/160. */
  @Test
  void elementsCanBeScaledByTheirUsualError() {
    AnomalyDetector detector =
        AnomalyDetector.fit(AnomalyDetectorTest::zero, NORMAL, Scoring.SCALED_ERROR);
    double score = detector.scores(TensorData.of(new float[] {3, 4}, 1, 2))[0];
    assertThat(score).isCloseTo((9 / (1 + 9 / 160.0) + 16 / (0.125 + 9 / 160.0)) / 2, within(1e-4));
  }

  @Test
  void principalComponentsMissWhatIsOffTheirLine() {
    float[] line = new float[40];
    for (int i = 0; i < 20; i++) {
      line[2 * i] = i;
      line[2 * i + 1] = i;
    }
    AnomalyDetector detector =
        AnomalyDetector.ofPca(TensorData.of(line, 20, 2), 1, Scoring.MEAN_SQUARED_ERROR);
    double[] scores = detector.scores(TensorData.of(new float[] {50, 50, 4, 6}, 2, 2));
    assertThat(scores[0]).isCloseTo(0, within(1e-6));
    assertThat(scores[1]).isCloseTo(1, within(1e-6));
  }
}
