package dev.ae4j.jvm.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.jvm.kernel.MatrixProduct.Epilogue;
import dev.ae4j.jvm.kernel.MatrixProduct.Shape;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way to multiply against one chain of fused multiply-adds per element, bit by bit. */
class MatrixProductTest {
  /** The ways, each with the smallest sizes it takes. */
  enum Way {
    PLAIN(0, 0) {
      @Override
      MatrixProduct prepare(Shape shape, Epilogue epilogue, ThreadTeam team, Workspace workspace) {
        return new PlainProduct(shape, epilogue, workspace);
      }
    },
    ROWWISE(1, 0) {
      @Override
      MatrixProduct prepare(Shape shape, Epilogue epilogue, ThreadTeam team, Workspace workspace) {
        return new RowwiseProduct(
            shape,
            (n, k, a, ao, stepA, b, bo, ldb, init, io, c, co) ->
                PlainRow.multiply(n, k, a, ao, stepA, b, bo, ldb, 1, init, io, c, co),
            epilogue,
            team,
            workspace);
      }
    },
    PANEL(1, 1) {
      @Override
      MatrixProduct prepare(Shape shape, Epilogue epilogue, ThreadTeam team, Workspace workspace) {
        return new PanelProduct(shape, epilogue, team, workspace);
      }
    },
    PACKED(1, 1) {
      @Override
      MatrixProduct prepare(Shape shape, Epilogue epilogue, ThreadTeam team, Workspace workspace) {
        return new PackedProduct(shape, new NaiveTiles(), epilogue, team, workspace);
      }
    },
    CHOSEN(0, 0) {
      @Override
      MatrixProduct prepare(Shape shape, Epilogue epilogue, ThreadTeam team, Workspace workspace) {
        return new ScalarKernels().matrixProduct(shape, epilogue, team, workspace);
      }
    };

    final int smallestSide;
    final int smallestK;

    Way(int smallestSide, int smallestK) {
      this.smallestSide = smallestSide;
      this.smallestK = smallestK;
    }

    abstract MatrixProduct prepare(
        Shape shape, Epilogue epilogue, ThreadTeam team, Workspace workspace);

    boolean takes(int m, int n, int k) {
      return Math.min(m, n) >= smallestSide && k >= smallestK;
    }
  }

  private static final int[][] SIZES = {
    {0, 3, 3},
    {3, 0, 3},
    {3, 3, 0},
    {1, 1, 1},
    {1, 13, 17},
    {13, 1, 17},
    {2, 64, 33},
    {5, 5, 5},
    {3, 8, 4},
    {17, 13, 1},
    {13, 17, 31},
    {64, 32, 48},
    {33, 207, 19},
    {207, 33, 70},
    {3, 4, 1021},
    {70, 200, 600},
    {1, 300, 700},
    {90, 40, 260},
    {13, 4, 1030},
    {300, 3, 1100},
  };

  @ParameterizedTest
  @EnumSource
  void equalsTheChainInAllShapes(Way way) {
    for (int threads : new int[] {1, 2, 5}) {
      try (ThreadTeam team = new ThreadTeam(threads)) {
        Workspace workspace = new Workspace(threads);
        for (int[] size : SIZES) {
          if (way.takes(size[0], size[1], size[2])) {
            for (int transposes = 0; transposes < 4; transposes++) {
              check(
                  way,
                  size[0],
                  size[1],
                  size[2],
                  (transposes & 1) != 0,
                  transposes > 1,
                  team,
                  workspace);
            }
          }
        }
      }
    }
  }

  private static void check(
      Way way,
      int m,
      int n,
      int k,
      boolean transposeA,
      boolean transposeB,
      ThreadTeam team,
      Workspace workspace) {
    // Gaps between rows, and offsets, on every side.
    int lda = (transposeA ? m : k) + 3;
    int ldb = (transposeB ? n == 0 ? 0 : k : n) + 2;
    int ldc = n + 1;
    Shape shape = new Shape(m, n, k, transposeA, transposeB, lda, ldb, ldc);
    float[] a = Samples.tame(5 + lda * (transposeA ? k : m), 1);
    float[] b = Samples.tame(4 + ldb * (transposeB ? n : k), 2);
    float[] bias = Samples.tame(6 + n, 3);
    float[] start = Samples.tame(7 + ldc * m, 4);
    AtomicIntegerArray seen = new AtomicIntegerArray(Math.max(1, m * n));
    Epilogue epilogue =
        (row, rows, column, columns, worker) -> {
          for (int i = row; i < row + rows; i++) {
            for (int j = column; j < column + columns; j++) {
              seen.incrementAndGet(i * n + j);
            }
          }
        };
    MatrixProduct product = way.prepare(shape, epilogue, team, workspace);
    String what = way + " " + shape + " on " + team.threads() + " threads";

    float[] c = start.clone();
    product.run(a, 5, b, 4, c, 7);
    assertThat(Samples.bits(c)).as(what).isEqualTo(chains(shape, a, b, new float[n], 0, 0, start));
    for (int i = 0; i < m * n; i++) {
      assertThat(seen.get(i)).as("epilogue of %s", what).isEqualTo(1);
    }

    c = start.clone();
    product.runWithBias(a, 5, b, 4, bias, 6, c, 7);
    assertThat(Samples.bits(c)).as(what).isEqualTo(chains(shape, a, b, bias, 6, 0, start));

    c = start.clone();
    product.runOnto(a, 5, b, 4, c, 7);
    assertThat(Samples.bits(c)).as(what).isEqualTo(chains(shape, a, b, start, 7, ldc, start));

    c = start.clone();
    int worker = team.threads() - 1;
    product.runAlone(worker, a, 5, b, 4, bias, 6, 0, c, 7);
    assertThat(Samples.bits(c)).as(what).isEqualTo(chains(shape, a, b, bias, 6, 0, start));
  }

  private static int[] chains(
      Shape shape, float[] a, float[] b, float[] init, int io, int ldi, float[] start) {
    float[] c = start.clone();
    for (int i = 0; i < shape.m(); i++) {
      for (int j = 0; j < shape.n(); j++) {
        float sum = init[io + i * ldi + j];
        for (int p = 0; p < shape.k(); p++) {
          float av = a[5 + (shape.transposeA() ? p * shape.lda() + i : i * shape.lda() + p)];
          float bv = b[4 + (shape.transposeB() ? j * shape.ldb() + p : p * shape.ldb() + j)];
          sum = Math.fma(av, bv, sum);
        }
        c[7 + i * shape.ldc() + j] = sum;
      }
    }
    return Samples.bits(c);
  }

  /** Three overlapping windows of a row, as a convolution reads them: lda less than k. */
  @ParameterizedTest
  @EnumSource
  void rowsOfAMayOverlap(Way way) {
    Shape shape = new Shape(40, 40, 30, false, false, 10, 40, 40);
    float[] a = Samples.tame(10 * 40 + 30 + 5, 1);
    float[] b = Samples.tame(4 + 30 * 40, 2);
    float[] start = new float[7 + 40 * 40];
    try (ThreadTeam team = new ThreadTeam(2)) {
      MatrixProduct product = way.prepare(shape, MatrixProduct.NO_EPILOGUE, team, new Workspace(2));
      float[] c = start.clone();
      product.run(a, 5, b, 4, c, 7);
      assertThat(Samples.bits(c)).isEqualTo(chains(shape, a, b, new float[40], 0, 0, start));
    }
  }

  /** More packed memory than allowed at once: several groups of k. */
  @Test
  void packsInGroups() {
    Shape shape = Shape.of(2, 8300, 520, false, true);
    float[] a = Samples.tame(5 + 2 * 520, 1);
    float[] b = Samples.tame(4 + 520 * 8300, 2);
    float[] expected = new float[2 * 8300];
    float[] actual = new float[2 * 8300];
    try (ThreadTeam team = new ThreadTeam(2)) {
      Workspace workspace = new Workspace(2);
      new PanelProduct(shape, MatrixProduct.NO_EPILOGUE, team, workspace)
          .run(a, 5, b, 4, expected, 0);
      new PackedProduct(shape, new NaiveTiles(), MatrixProduct.NO_EPILOGUE, team, workspace)
          .run(a, 5, b, 4, actual, 0);
      // All steps at once would take more.
      assertThat(workspace.shared().length).isBetween(8300 * 512, 8300 * 512 + 8 * 512 + 3 * 512);
    }
    assertThat(actual).isEqualTo(expected);
  }

  /** Zero times anything that is not finite must stay visible: nothing may be padded with zeros. */
  @ParameterizedTest
  @EnumSource
  void infinitiesAndSignedZerosComeThrough(Way way) {
    Shape shape = Shape.of(33, 35, 7, false, true);
    float[] a = Samples.wild(5 + 33 * 7, 1);
    float[] b = Samples.wild(4 + 35 * 7, 2);
    float[] start = new float[7 + 33 * 35];
    java.util.Arrays.fill(start, -0f);
    try (ThreadTeam team = new ThreadTeam(1)) {
      MatrixProduct product = way.prepare(shape, MatrixProduct.NO_EPILOGUE, team, new Workspace(1));
      float[] c = start.clone();
      product.runOnto(a, 5, b, 4, c, 7);
      assertThat(Samples.bits(c)).isEqualTo(chains(shape, a, b, start, 7, 35, start));
    }
  }

  @Test
  void impossibleShapesAreRejected() {
    assertThatThrownBy(() -> Shape.of(-1, 2, 3, false, false)).hasMessageContaining("m=-1");
    assertThatThrownBy(() -> new Shape(1, 2, 3, false, false, 3, 2, 1))
        .hasMessageContaining("ldc=1");
  }
}
