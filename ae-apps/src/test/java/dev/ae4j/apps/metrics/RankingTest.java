package dev.ae4j.apps.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.DataException;
import org.junit.jupiter.api.Test;

class RankingTest {
  private static final boolean[] TRUTH = {false, false, true, true};

  /** The example in the documentation of scikit-learn. */
  @Test
  void publishedExample() {
    double[] scores = {0.1, 0.4, 0.35, 0.8};
    assertThat(Ranking.rocAuc(scores, TRUTH)).isEqualTo(0.75);
    assertThat(Ranking.averagePrecision(scores, TRUTH)).isCloseTo(0.8333333333, within(1e-9));
  }

  @Test
  void extremes() {
    double[] perfect = {1, 2, 3, 4};
    double[] reversed = {4, 3, 2, 1};
    assertThat(Ranking.rocAuc(perfect, TRUTH)).isEqualTo(1);
    assertThat(Ranking.averagePrecision(perfect, TRUTH)).isEqualTo(1);
    assertThat(Ranking.rocAuc(reversed, TRUTH)).isZero();
    assertThat(Ranking.averagePrecision(reversed, TRUTH))
        .isCloseTo((1.0 / 3 + 2.0 / 4) / 2, within(1e-12));
  }

  /** Of the four pairs two are ties, one is right and one wrong. */
  @Test
  void tiesCountHalf() {
    double[] scores = {1, 3, 1, 3};
    assertThat(Ranking.rocAuc(scores, TRUTH)).isEqualTo(0.5);
    assertThat(Ranking.averagePrecision(scores, TRUTH)).isEqualTo(0.5);
    assertThat(Ranking.rocAuc(new double[4], TRUTH)).isEqualTo(0.5);
  }

  @Test
  void bothKindsAreNeeded() {
    assertThatThrownBy(() -> Ranking.rocAuc(new double[2], new boolean[2]))
        .isInstanceOf(DataException.class);
    assertThatThrownBy(() -> Ranking.rocAuc(new double[3], TRUTH))
        .isInstanceOf(DataException.class);
    assertThatThrownBy(() -> Ranking.rocAuc(new double[] {0, 0, 0, Double.NaN}, TRUTH))
        .isInstanceOf(DataException.class);
  }
}
