package dev.ae4j.apps.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import org.junit.jupiter.api.Test;

class MedianFilterTest {
  @Test
  void takesTheMedianOfNinePixelsAndRepeatsTheBorder() {
    float[] image = {
      1, 2, 3, //
      4, 5, 6, //
      7, 8, 9
    };
    TensorData filtered = MedianFilter.apply(TensorData.of(image, 1, 9), Shape.of(3, 3, 1));
    assertThat(filtered.values())
        .containsExactly(
            2, 3, 3, //
            4, 5, 6, //
            7, 7, 8);
  }

  @Test
  void removesASingleWrongPixel() {
    float[] image = new float[2 * 25];
    image[25 + 12] = 1;
    TensorData filtered = MedianFilter.apply(TensorData.of(image, 2, 25), Shape.of(5, 5));
    assertThat(filtered.values()).containsOnly(0);
  }

  @Test
  void coloursAreRefused() {
    assertThatThrownBy(
            () -> MedianFilter.apply(TensorData.zeros(Shape.of(1, 27)), Shape.of(3, 3, 3)))
        .isInstanceOf(DataException.class);
  }
}
