package dev.ae4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DoubleDataTest {
  @Test
  void wrapsAndConverts() {
    TensorData floats = TensorData.of(new float[] {1, 0.1f, Float.NaN}, 3, 1);
    DoubleData doubles = DoubleData.from(floats);
    assertThat(doubles.shape()).isEqualTo(Shape.of(3, 1));
    assertThat(doubles.get(1)).isEqualTo(0.1f);
    assertThat(doubles.toTensorData()).isEqualTo(floats);
    assertThat(DoubleData.scalar(0.1).toTensorData()).isEqualTo(TensorData.scalar(0.1f));
    assertThat(DoubleData.zeros(Shape.of(2)).values()).containsExactly(0, 0);
    assertThat(DoubleData.of(new double[] {1, 2}, 2)).hasToString("[2][1.0, 2.0]");
    assertThat(DoubleData.zeros(Shape.of(9)).toString()).endsWith("0.0, ...]");
  }

  @Test
  void refusesOtherNumbersOfValues() {
    assertThatThrownBy(() -> DoubleData.of(new double[3], 2, 2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DoubleData.of(new double[3], Shape.batchOf(3)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void uniformNumbersAreThoseOfTheNameAndFitFloat32() {
    DoubleData data = DoubleData.uniform("a", -2, 3, 207);
    assertThat(Arrays.stream(data.values())).allMatch(x -> x >= -2 && x < 3);
    assertThat(DoubleData.from(data.toTensorData()).values()).isEqualTo(data.values());
    assertThat(DoubleData.uniform("a", -2, 3, 207).values()).isEqualTo(data.values());
    assertThat(DoubleData.uniform("b", -2, 3, 207).values()).isNotEqualTo(data.values());
  }
}
