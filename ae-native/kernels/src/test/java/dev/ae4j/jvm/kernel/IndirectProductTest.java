package dev.ae4j.jvm.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IndirectProductTest {
  private final Workspace workspace = new Workspace(3);
  private final int[] steps = {0, 9, 3, 50, 51, 52, 7};
  private final float[] a = Samples.wild(200, 1);
  private final float[] b = Samples.wild(200, 2);
  private final float[] bias = Samples.wild(40, 3);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 8, 13})
  void isTheChainOfEachElement(int columns) {
    for (int m : new int[] {0, 1, 3, 4, 5, 23}) {
      int[] places = places(columns);
      IndirectProduct product =
          new IndirectProduct(steps, places, columns, new ScalarIndirectTiles(), workspace);
      for (int k = 0; k <= steps.length; k++) {
        float[] expected = new float[500];
        float[] actual = new float[500];
        naive(columns, m, k, places, bias, 4, 0, expected);
        product.run(2, m, k, a, 5, b, 6, bias, 4, false, actual, 8);
        assertThat(actual).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 6})
  void continuesWhatIsThere(int columns) {
    int[] places = new int[23];
    Arrays.setAll(places, i -> i * columns);
    IndirectProduct product =
        new IndirectProduct(steps, places, columns, new ScalarIndirectTiles(), workspace);
    float[] expected = Samples.tame(500, 4);
    float[] actual = expected.clone();
    naive(columns, 21, 7, places, expected, 8, 1, expected);
    product.run(0, 21, 7, a, 5, b, 6, actual, 8, true, actual, 8);
    assertThat(actual).isEqualTo(expected);
  }

  /** Every fifth row lies where the next one lies. */
  private static int[] places(int columns) {
    int[] places = new int[30];
    Arrays.setAll(places, i -> (i % 5 == 4 ? i + 1 : i) * columns);
    return places;
  }

  private void naive(
      int columns, int m, int k, int[] places, float[] init, int io, int initScale, float[] c) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < columns; j++) {
        float sum = init[io + places[i] * initScale + j];
        for (int p = 0; p < k; p++) {
          sum = Math.fma(a[5 + i + steps[p]], b[6 + p * columns + j], sum);
        }
        c[8 + places[i] + j] = sum;
      }
    }
  }
}
