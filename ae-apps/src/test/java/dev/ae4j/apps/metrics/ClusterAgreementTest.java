package dev.ae4j.apps.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.DataException;
import org.junit.jupiter.api.Test;

class ClusterAgreementTest {
  private static final int[] HALVES = {0, 0, 1, 1};

  @Test
  void equalUpToNamesIsOne() {
    int[] renamed = {7, 7, 2, 2};
    assertThat(ClusterAgreement.nmi(HALVES, renamed)).isCloseTo(1, within(1e-12));
    assertThat(ClusterAgreement.ari(HALVES, renamed)).isEqualTo(1);
    assertThat(ClusterAgreement.nmi(new int[2], new int[2])).isEqualTo(1);
    assertThat(ClusterAgreement.ari(new int[2], new int[2])).isEqualTo(1);
  }

  /** Entropies ln 2 and 1.5 ln 2, of both together 1.5 ln 2; 1 of 6 pairs, 1/3 by chance. */
  @Test
  void aSplitClusterCostsSomething() {
    int[] split = {0, 0, 1, 2};
    assertThat(ClusterAgreement.nmi(HALVES, split)).isCloseTo(0.8, within(1e-12));
    assertThat(ClusterAgreement.ari(HALVES, split)).isCloseTo(4.0 / 7, within(1e-12));
  }

  @Test
  void independentPartsShareNothing() {
    int[] crossing = {0, 1, 0, 1};
    assertThat(ClusterAgreement.nmi(HALVES, crossing)).isCloseTo(0, within(1e-12));
    assertThat(ClusterAgreement.ari(HALVES, crossing)).isCloseTo(-0.5, within(1e-12));
    assertThatThrownBy(() -> ClusterAgreement.nmi(HALVES, new int[3]))
        .isInstanceOf(DataException.class);
  }
}
