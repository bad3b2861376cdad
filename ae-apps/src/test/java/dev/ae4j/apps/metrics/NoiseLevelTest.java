package dev.ae4j.apps.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NoiseLevelTest {
  @Test
  void smoothSlopesHaveNoNoise() {
    float[] slope = new float[64];
    for (int i = 0; i < slope.length; i++) {
      slope[i] = (i - i % 8) / 128f + (i % 8) / 32f;
    }
    assertThat(NoiseLevel.estimate(TensorData.of(slope, 1, 64), Shape.of(8, 8))).isZero();
  }

  @Test
  void findsTheDeviationOfNormalNoise() {
    float[] grey = new float[20 * 32 * 32];
    Arrays.fill(grey, 0.5f);
    TensorData noisy = Noise.gaussian(0.1).addTo(TensorData.of(grey, 20, 1024), 1);
    assertThat(NoiseLevel.estimate(noisy, Shape.of(32, 32))).isCloseTo(0.1, within(2e-3));
    assertThatThrownBy(() -> NoiseLevel.estimate(noisy, Shape.of(2, 512)))
        .isInstanceOf(DataException.class);
  }
}
