package dev.ae4j.apps.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ae4j.data.TensorData;
import org.junit.jupiter.api.Test;

class LatentTraversalTest {
  /** The numbers have the means 2, 1 and 5 and the standard deviations 2, 1 and 0. */
  private final LatentTraversal traversal =
      new LatentTraversal(TensorData.of(new float[] {0, 0, 5, 4, 2, 5, 4, 0, 5, 0, 2, 5}, 4, 3));

  @Test
  void numbersThatVaryMostComeFirst() {
    assertThat(traversal.numbers()).containsExactly(0, 1);
  }

  @Test
  void oneNumberGoesAsFarAsItDoesInSamples() {
    TensorData path = traversal.along(0, 7);
    assertThat(path.values())
        .containsExactly(0, 1, 5, 0, 1, 5, 0, 1, 5, 2, 1, 5, 4, 1, 5, 4, 1, 5, 4, 1, 5);
  }

  @Test
  void threeStandardDeviationsAreTheLimit() {
    float[] values = new float[200];
    values[0] = 100;
    values[1] = -100;
    TensorData path = new LatentTraversal(TensorData.of(values, 200, 1)).along(0, 3);
    assertThat(path.values()).containsExactly(-30, 0, 30);
  }
}
