package dev.ae4j.apps.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.data.TensorData;
import org.junit.jupiter.api.Test;

class ByteCodesTest {
  private final TensorData training = TensorData.of(new float[] {0, 7, 10, 7, 5, 7}, 3, 2);

  @Test
  void aStreamHoldsLimitsAndOneByteForEachNumber() {
    byte[] stream = ByteCodes.fit(training).encode(training);
    assertThat(stream).hasSize(2 * 4 + 2 * 2 * 4 + 6);
    TensorData decoded = ByteCodes.decode(stream);
    assertThat(decoded.shape()).isEqualTo(training.shape());
    for (int i = 0; i < 6; i++) {
      assertThat(decoded.values()[i]).isCloseTo(training.values()[i], within(0.02f));
    }
  }

  @Test
  void whatLiesOutsideIsLimited() {
    TensorData others = TensorData.of(new float[] {-3, 9, 12, 1}, 2, 2);
    TensorData decoded = ByteCodes.decode(ByteCodes.fit(training).encode(others));
    assertThat(decoded.values()).containsExactly(0, 7, 10, 7);
  }
}
