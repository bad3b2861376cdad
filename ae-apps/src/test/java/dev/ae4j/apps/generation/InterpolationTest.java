package dev.ae4j.apps.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import org.junit.jupiter.api.Test;

class InterpolationTest {
  private static TensorData codes(float... values) {
    return TensorData.of(values, values.length / 2, 2);
  }

  @Test
  void aStraightWayHasEqualSteps() {
    TensorData way = Interpolation.STRAIGHT.between(codes(0, 1, 5, 5), codes(4, 3, 5, 7), 5);
    assertThat(way.shape().sampleSizes()).containsExactly(10, 2);
    assertThat(way.values())
        .containsExactly(0, 1, 1, 1.5f, 2, 2, 3, 2.5f, 4, 3, 5, 5, 5, 5.5f, 5, 6, 5, 6.5f, 5, 7);
  }

  @Test
  void aSphericalWayTurnsByEqualAngles() {
    TensorData way = Interpolation.SPHERICAL.between(codes(2, 0), codes(0, 2), 4);
    for (int step = 0; step < 4; step++) {
      double angle = Math.toRadians(30 * step);
      assertThat(way.values()[2 * step]).isCloseTo((float) (2 * Math.cos(angle)), within(1e-6f));
      assertThat(way.values()[2 * step + 1])
          .isCloseTo((float) (2 * Math.sin(angle)), within(1e-6f));
    }
  }

  @Test
  void sphericalWaysEndWhereTheyShould() {
    TensorData way = Interpolation.SPHERICAL.between(codes(3, 0.5f), codes(-1, 2), 3);
    assertThat(way.values()[0]).isCloseTo(3, within(1e-6f));
    assertThat(way.values()[5]).isCloseTo(2, within(1e-6f));
  }

  @Test
  void codesOfOneDirectionAreJoinedByALine() {
    assertThat(Interpolation.SPHERICAL.between(codes(1, 1), codes(3, 3), 3).values())
        .containsExactly(1, 1, 2, 2, 3, 3);
    assertThat(Interpolation.SPHERICAL.between(codes(0, 0), codes(2, 4), 3).values())
        .containsExactly(0, 0, 1, 2, 2, 4);
  }

  @Test
  void bothEndsAreNeeded() {
    assertThatThrownBy(() -> Interpolation.STRAIGHT.between(codes(1, 1), codes(1, 1), 1))
        .isInstanceOf(DataException.class);
    assertThatThrownBy(() -> Interpolation.STRAIGHT.between(codes(1, 1), codes(1, 1, 1, 1), 2))
        .isInstanceOf(DataException.class);
  }
}
