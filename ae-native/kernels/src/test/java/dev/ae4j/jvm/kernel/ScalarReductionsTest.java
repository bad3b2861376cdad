package dev.ae4j.jvm.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ae4j.graph.op.ReduceKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarReductionsTest {
  private final Kernels kernels = new ScalarKernels();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 13, 16, 17, 207, 1021, 4096, 4097, 20_001})
  void sumFollowsTheStatedOrder(int n) {
    float[] x = Samples.tame(n + 3, n);
    assertThat(kernels.sum(x, 3, n)).isEqualTo(statedSum(x, 3, n));

    double exact = 0;
    for (int i = 0; i < n; i++) {
      exact += x[3 + i];
    }
    assertThat((double) kernels.sum(x, 3, n))
        .isCloseTo(exact, org.assertj.core.data.Offset.offset(1e-6 * (n + 1)));
  }

  private static float statedSum(float[] x, int xo, int n) {
    float total = 0;
    for (int block = 0; block < n; block += Kernels.ELEMENT_BLOCK) {
      int count = Math.min(Kernels.ELEMENT_BLOCK, n - block);
      float[] lanes = new float[16];
      int grouped = count / 16 * 16;
      for (int i = 0; i < grouped; i++) {
        lanes[i % 16] += x[xo + block + i];
      }
      for (int half = 8; half > 0; half /= 2) {
        for (int lane = 0; lane < half; lane++) {
          lanes[lane] += lanes[lane + half];
        }
      }
      float partial = lanes[0];
      for (int i = grouped; i < count; i++) {
        partial += x[xo + block + i];
      }
      total += partial;
    }
    return total;
  }

  @Test
  void partialSumsOfBlocksFoldToTheSameBits() {
    int n = 5 * Kernels.ELEMENT_BLOCK + 77;
    float[] x = Samples.tame(n, 5);
    float[] partials = new float[6];
    for (int block = 0; block < 6; block++) {
      int from = block * Kernels.ELEMENT_BLOCK;
      partials[block] = kernels.sum(x, from, Math.min(Kernels.ELEMENT_BLOCK, n - from));
    }
    assertThat(kernels.foldSums(partials, 0, 6)).isEqualTo(kernels.sum(x, 0, n));
    assertThat(kernels.foldSums(partials, 0, 0)).isZero();
  }

  @Test
  void max() {
    assertThat(kernels.max(new float[0], 0, 0)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(kernels.max(new float[] {9, -3, -2, 8}, 1, 2)).isEqualTo(-2);
    assertThat(kernels.max(new float[] {1, Float.NaN, 2}, 0, 3)).isNaN();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 207})
  void reduceOverRows(int rows) {
    int cols = 13;
    int stride = 17;
    float[] x = Samples.tame(rows * stride + 20, rows);
    float[] sums = new float[cols + 2];
    float[] maxima = new float[cols + 2];
    kernels.reduceOverRows(ReduceKind.SUM, x, 2, stride, rows, cols, sums, 1);
    kernels.reduceOverRows(ReduceKind.MAXIMUM, x, 2, stride, rows, cols, maxima, 1);
    for (int c = 0; c < cols; c++) {
      float total = 0;
      float largest = Float.NEGATIVE_INFINITY;
      for (int block = 0; block < rows; block += Kernels.ROW_BLOCK) {
        float partial = 0;
        for (int r = block; r < Math.min(rows, block + Kernels.ROW_BLOCK); r++) {
          partial += x[2 + r * stride + c];
          largest = Math.max(largest, x[2 + r * stride + c]);
        }
        total += partial;
      }
      assertThat(sums[1 + c]).isEqualTo(total);
      assertThat(maxima[1 + c]).isEqualTo(largest);
    }
    assertThat(sums[0]).isZero();
    assertThat(sums[cols + 1]).isZero();
  }

  @Test
  void partialsOfRowBlocksFoldToTheSameBits() {
    int rows = 300;
    int cols = 21;
    float[] x = Samples.tame(rows * cols, 8);
    float[] whole = new float[cols];
    float[] folded = new float[cols];
    int blocks = 5;
    float[] partials = new float[blocks * cols];
    for (ReduceKind kind : ReduceKind.values()) {
      kernels.reduceOverRows(kind, x, 0, cols, rows, cols, whole, 0);
      for (int b = 0; b < blocks; b++) {
        int from = b * Kernels.ROW_BLOCK;
        int count = Math.min(Kernels.ROW_BLOCK, rows - from);
        kernels.reduceOverRows(kind, x, from * cols, cols, count, cols, partials, b * cols);
      }
      kernels.foldRows(kind, partials, 0, blocks, cols, folded, 0);
      assertThat(folded).isEqualTo(whole);
    }
  }

  @Test
  void reduceOverColumns() {
    float[] x = Samples.tame(5 * 40, 9);
    float[] y = new float[5];
    kernels.reduceOverColumns(ReduceKind.SUM, x, 0, 40, 5, 33, y, 0);
    for (int r = 0; r < 5; r++) {
      assertThat(y[r]).isEqualTo(kernels.sum(x, r * 40, 33));
    }
    kernels.reduceOverColumns(ReduceKind.MAXIMUM, x, 0, 40, 5, 33, y, 0);
    for (int r = 0; r < 5; r++) {
      assertThat(y[r]).isEqualTo(kernels.max(x, r * 40, 33));
    }
  }
}
