package dev.ae4j.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.OptionException;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ValidationSplitTest {
  /** Ten samples that are told apart by their value, which is also their label. */
  private static Dataset numbers() {
    float[] values = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    return Dataset.of("numbers", TensorData.of(values, 10, 1), IntStream.range(0, 10).toArray());
  }

  private static float[] values(Dataset data) {
    return DataSources.samples(data).values();
  }

  @Test
  void everySampleIsInOnePart() {
    ValidationSplit split = ValidationSplit.of(numbers(), 0.3, 1);
    assertThat(split.training().name()).isEqualTo("numbers");
    assertThat(values(split.training())).hasSize(7).isSorted();
    assertThat(values(split.validation()))
        .hasSize(3)
        .isSorted()
        .doesNotContain(values(split.training()));
    float[] labels = values(split.validation());
    assertThat(split.validation().labels().orElseThrow())
        .containsExactly((int) labels[0], (int) labels[1], (int) labels[2]);
  }

  @Test
  void seedDecides() {
    assertThat(values(ValidationSplit.of(numbers(), 0.5, 1).validation()))
        .isEqualTo(values(ValidationSplit.of(numbers(), 0.5, 1).validation()))
        .isNotEqualTo(values(ValidationSplit.of(numbers(), 0.5, 2).validation()));
  }

  @Test
  void noPartMayBeEmpty() {
    for (double fraction : new double[] {0, 1, -0.5, 0.01, 0.99, Double.NaN}) {
      assertThatThrownBy(() -> ValidationSplit.of(numbers(), fraction, 1))
          .isInstanceOf(OptionException.class)
          .hasMessageContaining("numbers");
    }
  }
}
