package dev.ae4j.apps.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.DataException;
import dev.ae4j.OptionException;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdTest {
  private static final double[] SCORES = {9, 1, 2, 3, 5};

  @Test
  void quantilesAreInterpolated() {
    assertThat(Threshold.parse("quantile=0.5").of(SCORES)).isEqualTo(3);
    assertThat(Threshold.parse("quantile=0.9").of(SCORES)).isCloseTo(7.4, within(1e-12));
    assertThat(SCORES).containsExactly(9, 1, 2, 3, 5);
  }

  /** The median is 3, the deviations 6, 2, 1, 0, 2 have the median 2. */
  @Test
  void medianAbsoluteDeviation() {
    assertThat(Threshold.parse("mad=3.5").of(SCORES))
        .isCloseTo(3 + 3.5 * 1.4826 * 2, within(1e-12));
  }

  @Test
  void falseAlarmsAreCountedExactly() {
    double[] hundredths = IntStream.rangeClosed(1, 99).mapToDouble(i -> i).toArray();
    assertThat(Threshold.parse("false-alarm=0.01").of(hundredths)).isEqualTo(99);
    assertThat(Threshold.parse("false-alarm=0.05").of(hundredths)).isEqualTo(95);
    assertThat(Threshold.parse("false-alarm=0.2").of(SCORES)).isEqualTo(9);
    assertThatThrownBy(() -> Threshold.parse("false-alarm=0.01").of(SCORES))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("99 normal samples or more, not 5");
  }

  /** Over many draws of 19 normal scores and a new one, a rate of 0.1 is met: 2/20. */
  @Test
  void theRateOfFalseAlarmsHolds() {
    Random random = new Random(1);
    int alarms = 0;
    for (int trial = 0; trial < 20_000; trial++) {
      double[] normal = random.doubles(19).toArray();
      alarms += random.nextDouble() > Threshold.parse("false-alarm=0.1").of(normal) ? 1 : 0;
    }
    assertThat(alarms / 20_000.0).isCloseTo(0.1, within(0.008));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "quantile",
        "quantile=",
        "quantile=1",
        "mad=0",
        "mad=x",
        "false-alarm=2",
        "a=1"
      })
  void wrongTextsAreRefused(String text) {
    assertThatThrownBy(() -> Threshold.parse(text)).isInstanceOf(OptionException.class);
  }
}
