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
  void coloursAreFilteredEachForItself() {
    float[] image = new float[27];
    for (int i = 0; i < 27; i += 3) {
      image[i] = i == 12 ? 1 : 0;
      image[i + 1] = 0.5f;
      image[i + 2] = i;
    }
    TensorData filtered = MedianFilter.apply(TensorData.of(image, 1, 3, 3, 3), Shape.of(3, 3, 3));
    assertThat(filtered.values()[12]).isZero();
    assertThat(filtered.values()[13]).isEqualTo(0.5f);
    assertThat(filtered.values()[14]).isEqualTo(12);
    assertThatThrownBy(() -> MedianFilter.apply(filtered, Shape.of(3, 3)))
        .isInstanceOf(DataException.class);
  }
}
