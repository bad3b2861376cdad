package dev.ae4j.apps.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import org.junit.jupiter.api.Test;

class GaussianFilterTest {
  @Test
  void aPointBecomesTheWindow() {
    float[] point = new float[49];
    point[3 * 7 + 3] = 1;
    TensorData filtered = GaussianFilter.apply(TensorData.of(point, 1, 49), Shape.of(7, 7), 0.5);
    // Weights up to 2 pixels away: 1, e^-2, e^-8
    double sum = 1 + 2 * Math.exp(-2) + 2 * Math.exp(-8);
    assertThat((double) filtered.values()[3 * 7 + 3]).isCloseTo(1 / sum / sum, within(1e-6));
    assertThat((double) filtered.values()[3 * 7 + 4])
        .isCloseTo(Math.exp(-2) / sum / sum, within(1e-6));
    assertThat((double) filtered.values()[2 * 7 + 4])
        .isCloseTo(Math.exp(-4) / sum / sum, within(1e-6));
  }

  @Test
  void channelsStayApartAndTheBorderIsRepeated() {
    float[] values = new float[2 * 3 * 2];
    for (int i = 0; i < values.length; i += 2) {
      values[i] = 0.25f;
      values[i + 1] = 0.75f;
    }
    TensorData filtered =
        GaussianFilter.apply(TensorData.of(values, 1, 2, 3, 2), Shape.of(2, 3, 2), 2);
    for (int i = 0; i < values.length; i++) {
      assertThat(filtered.values()[i]).isCloseTo(values[i], within(1e-6f));
    }
    assertThatThrownBy(() -> GaussianFilter.apply(filtered, Shape.of(5, 5), 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no images");
  }
}
