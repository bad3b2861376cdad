package dev.ae4j.jvm.vector;

import dev.ae4j.graph.op.BinaryKind;
import dev.ae4j.graph.op.CompareKind;
import dev.ae4j.graph.op.ReduceKind;
import dev.ae4j.graph.op.UnaryKind;
import dev.ae4j.jvm.kernel.IndirectProduct;
import dev.ae4j.jvm.kernel.Kernels;
import dev.ae4j.jvm.kernel.MatrixProduct;
import dev.ae4j.jvm.kernel.MatrixProduct.Shape;
import dev.ae4j.jvm.kernel.PlainProduct;
import dev.ae4j.jvm.kernel.Pooled;
import dev.ae4j.jvm.kernel.ScalarKernels;
import dev.ae4j.jvm.kernel.ThreadTeam;
import dev.ae4j.jvm.kernel.Workspace;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Compares the vector kernels with the scalar ones, bit by bit.
 *
 * <p>Without a test framework, so that it also runs as a program in a JVM of its own: the width of
 * vectors is fixed when a JVM starts.
 */
final class Comparison {
  private static final int[] SIZES = {0, 1, 3, 4, 5, 13, 16, 17, 31, 33, 64, 100, 207, 1021};
  private static final float[] SPECIAL = {
    0f,
    -0f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    88.72f,
    88.73f,
    -87.4f,
    -103.5f,
    -104.5f,
    1f,
    -1f
  };

  private final Kernels scalar = new ScalarKernels();
  private final Kernels vector;

  Comparison(Kernels vector) {
    this.vector = vector;
  }

  /** Compares everything, prints the name of the vector set, and fails with an exception. */
  public static void main(String[] arguments) {
    Comparison comparison = new Comparison(new VectorKernels());
    for (UnaryKind kind : UnaryKind.values()) {
      comparison.unary(kind);
    }
    for (BinaryKind kind : BinaryKind.values()) {
      comparison.binary(kind);
    }
    for (CompareKind kind : CompareKind.values()) {
      comparison.compare(kind);
      comparison.choose(kind);
    }
    comparison.select();
    comparison.chains();
    comparison.reductions();
    comparison.dots();
    comparison.indirectProducts();
    comparison.pooling();
    comparison.random();
    for (int threads : new int[] {1, 2, 5}) {
      comparison.products(threads);
    }
    System.out.println(comparison.vector.name());
  }

  /** Runs the same on both sets, with different results to start from, and compares. */
  private void same(String what, int size, Consumer<float[]> onScalar, Consumer<float[]> onVector) {
    float[] expected = new float[size];
    float[] actual = new float[size];
    onScalar.accept(expected);
    onVector.accept(actual);
    for (int i = 0; i < size; i++) {
      if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(actual[i])) {
        throw new AssertionError(
            what + ", element " + i + ": " + actual[i] + " instead of " + expected[i]);
      }
    }
  }

  void unary(UnaryKind kind) {
    for (int n : SIZES) {
      float[] x = wild(n + 8, n);
      String what = kind + " of " + n;
      same(
          what,
          n + 8,
          y -> scalar.unary(kind, x, 3, y, 5, n),
          y -> vector.unary(kind, x, 3, y, 5, n));
      same(
          what + " in place",
          n + 8,
          y -> {
            System.arraycopy(x, 0, y, 0, y.length);
            scalar.unary(kind, y, 3, y, 3, n);
          },
          y -> {
            System.arraycopy(x, 0, y, 0, y.length);
            vector.unary(kind, y, 3, y, 3, n);
          });
    }
    // All exponents, and so often that C2 takes over on the way.
    float[] x = new float[4096];
    for (int i = 0; i < 1 << 20; i += x.length) {
      for (int j = 0; j < x.length; j++) {
        x[j] = Float.intBitsToFloat((i + j) * 4099);
      }
      same(
          kind + " of bits from " + i,
          x.length,
          y -> scalar.unary(kind, x, 0, y, 0, x.length),
          y -> vector.unary(kind, x, 0, y, 0, x.length));
    }
  }

  void binary(BinaryKind kind) {
    for (int n : SIZES) {
      float[] a = wild(n + 8, n);
      float[] b = wild(n + 8, n + 1);
      String what = kind + " of " + n;
      same(
          what,
          n + 8,
          y -> scalar.binary(kind, a, 3, b, 1, y, 5, n),
          y -> vector.binary(kind, a, 3, b, 1, y, 5, n));
      for (float s : SPECIAL) {
        same(
            what + " and " + s,
            n + 8,
            y -> scalar.binary(kind, a, 3, s, y, 5, n),
            y -> vector.binary(kind, a, 3, s, y, 5, n));
        same(
            s + " and " + what,
            n + 8,
            y -> scalar.binary(kind, s, b, 3, y, 5, n),
            y -> vector.binary(kind, s, b, 3, y, 5, n));
      }
    }
  }

  void compare(CompareKind kind) {
    for (int n : SIZES) {
      float[] a = wild(n + 8, n);
      float[] b = wild(n + 8, n + 1);
      System.arraycopy(a, 3, b, 1, n / 2);
      String what = kind + " of " + n;
      same(
          what,
          n + 8,
          y -> scalar.compare(kind, a, 3, b, 1, y, 5, n),
          y -> vector.compare(kind, a, 3, b, 1, y, 5, n));
      for (float s : SPECIAL) {
        same(
            what + " and " + s,
            n + 8,
            y -> scalar.compare(kind, a, 3, s, y, 5, n),
            y -> vector.compare(kind, a, 3, s, y, 5, n));
        same(
            s + " and " + what,
            n + 8,
            y -> scalar.compare(kind, s, b, 3, y, 5, n),
            y -> vector.compare(kind, s, b, 3, y, 5, n));
      }
    }
  }

  void select() {
    for (int n : SIZES) {
      float[] mask = wild(n + 8, n + 2);
      float[] a = wild(n + 8, n);
      float[] b = wild(n + 8, n + 1);
      same(
          "select of " + n,
          n + 8,
          y -> scalar.select(mask, 2, a, 3, b, 1, y, 5, n),
          y -> vector.select(mask, 2, a, 3, b, 1, y, 5, n));
      same(
          "select array and number of " + n,
          n + 8,
          y -> scalar.select(mask, 2, a, 3, 5f, y, 5, n),
          y -> vector.select(mask, 2, a, 3, 5f, y, 5, n));
      same(
          "select number and array of " + n,
          n + 8,
          y -> scalar.select(mask, 2, 5f, b, 3, y, 5, n),
          y -> vector.select(mask, 2, 5f, b, 3, y, 5, n));
      same(
          "select numbers of " + n,
          n + 8,
          y -> scalar.select(mask, 2, 5f, -5f, y, 5, n),
          y -> vector.select(mask, 2, 5f, -5f, y, 5, n));
    }
  }

  void choose(CompareKind kind) {
    for (int n : SIZES) {
      float[] b = wild(n + 8, n);
      float[] x = wild(n + 8, n + 1);
      for (float a : SPECIAL) {
        same(
            "choice by " + a + " " + kind + " of " + n,
            n + 8,
            y -> scalar.choose(kind, a, b, 3, x, 1, 5f, y, 5, n),
            y -> vector.choose(kind, a, b, 3, x, 1, 5f, y, 5, n));
      }
    }
  }

  void chains() {
    for (int n : SIZES) {
      float[] x = wild(n + 8, n);
      float[] s = wild(n + 8, n + 1);
      same(
          "sigmoid gradient of " + n,
          n + 8,
          y -> scalar.sigmoidGradient(x, 3, s, 1, y, 5, n),
          y -> vector.sigmoidGradient(x, 3, s, 1, y, 5, n));
      same("Adam of " + n, 3 * (n + 8), y -> adam(scalar, n, y), y -> adam(vector, n, y));
    }
  }

  /** Writes the new moments and the result one after the other. */
  private static void adam(Kernels kernels, int n, float[] y) {
    int m = n + 8;
    int v = 2 * (n + 8);
    float[] x = wild(n + 8, n);
    float[] g = wild(n + 8, n + 1);
    System.arraycopy(wild(n + 8, n + 2), 0, y, m, n + 8);
    System.arraycopy(tame(n + 8, n + 3), 0, y, v, n + 8);
    kernels.adam(0.9f, 0.1f, 0.999f, 0.001f, 0.3f, 1e-8f, g, 1, y, m + 2, y, v + 3, x, 4, y, 5, n);
  }

  void reductions() {
    int[] sizes = {0, 1, 15, 16, 17, 63, 64, 65, 207, 1021, 4096, 4097, 4111, 12_345};
    for (int n : sizes) {
      for (int attempt = 0; attempt < 3; attempt++) {
        float[] x = attempt == 0 ? wild(n + 3, n) : tame(n + 3, n + attempt);
        same("sum of " + n, 1, y -> y[0] = scalar.sum(x, 3, n), y -> y[0] = vector.sum(x, 3, n));
        same("max of " + n, 1, y -> y[0] = scalar.max(x, 3, n), y -> y[0] = vector.max(x, 3, n));
      }
    }
    for (ReduceKind kind : ReduceKind.values()) {
      for (int rows : new int[] {0, 1, 2, 63, 64, 65, 200}) {
        for (int cols : new int[] {0, 1, 3, 15, 16, 17, 32, 50, 64, 100, 207}) {
          int stride = cols + 3;
          float[] x = tame(rows * stride + 9, rows * 1000L + cols);
          String what = kind + " of " + rows + " x " + cols;
          same(
              what + " over rows",
              cols + 4,
              y -> scalar.reduceOverRows(kind, x, 5, stride, rows, cols, y, 2),
              y -> vector.reduceOverRows(kind, x, 5, stride, rows, cols, y, 2));
          same(
              what + " over columns",
              rows + 4,
              y -> scalar.reduceOverColumns(kind, x, 5, stride, rows, cols, y, 2),
              y -> vector.reduceOverColumns(kind, x, 5, stride, rows, cols, y, 2));
        }
      }
    }
  }

  void dots() {
    float[] a = wild(1000, 1);
    float[] b = wild(200, 2);
    int[][] groups = {{}, {16}, {0, 16, 40}, {100, 3, 50, 16, 32, 0}};
    for (int rows = 0; rows < 19; rows++) {
      for (int[] steps : groups) {
        int m = rows;
        same(
            rows + " dots of " + steps.length,
            400,
            y -> scalar.dots(m, a, 3, 32, steps, b, 5, y, 7),
            y -> vector.dots(m, a, 3, 32, steps, b, 5, y, 7));
      }
    }
  }

  void indirectProducts() {
    float[] a = wild(400, 1);
    float[] b = wild(7000, 2);
    float[] bias = wild(200, 3);
    int[] steps = new int[30];
    Arrays.setAll(steps, i -> i * 37 % 100);
    for (int columns : new int[] {1, 4, 5, 15, 16, 17, 31, 32, 33, 70}) {
      int[] places = new int[100];
      // Every seventh row lies where the next one lies.
      Arrays.setAll(places, i -> (i + (i % 7 == 6 ? 1 : 0)) * columns);
      Workspace workspace = new Workspace(1);
      IndirectProduct first = scalar.indirectProduct(steps, places, columns, workspace);
      IndirectProduct second = vector.indirectProduct(steps, places, columns, workspace);
      for (int m : new int[] {1, 7, 8, 33, 99}) {
        for (int k : new int[] {0, 1, 30}) {
          String what = m + "x" + k + " by " + columns + " indirectly";
          same(
              what,
              8000,
              y -> first.run(0, m, k, a, 2, b, 1, bias, 3, false, y, 5),
              y -> second.run(0, m, k, a, 2, b, 1, bias, 3, false, y, 5));
        }
      }
    }
  }

  void pooling() {
    float[] keys = wild(9000, 1);
    float[] other = wild(9000, 2);
    for (int i = 0; i < keys.length; i++) {
      // Equal keys are to be found.
      keys[i] = Float.isNaN(keys[i]) ? keys[i] : Math.round(keys[i]);
    }
    for (int channels : new int[] {1, 3, 16, 21, 67}) {
      for (int size = 1; size < 6; size++) {
        int[] offsets = new int[size];
        for (int i = 0; i < size; i++) {
          offsets[i] = (i / 2 * 12 + i % 2) * channels;
        }
        Pooled windows = new Pooled(5, 2 * channels, offsets, channels);
        String what = "pooling " + size + " elements of " + channels + " channels";
        same(
            what,
            500,
            y -> scalar.maxPool(windows, keys, 3, keys, 3, y, 1),
            y -> vector.maxPool(windows, keys, 3, keys, 3, y, 1));
        same(
            what + " by keys",
            500,
            y -> scalar.maxPool(windows, keys, 3, other, 1, y, 1),
            y -> vector.maxPool(windows, keys, 3, other, 1, y, 1));
        same(
            what + " back",
            9000,
            x -> scalar.maxUnpool(windows, keys, 3, other, 1, x, 2, true),
            x -> vector.maxUnpool(windows, keys, 3, other, 1, x, 2, true));
        same(
            what + " back to zeros",
            9000,
            x -> scalar.maxUnpool(windows, keys, 3, other, 1, x, 2, false),
            x -> vector.maxUnpool(windows, keys, 3, other, 1, x, 2, false));
      }
    }
  }

  void random() {
    // The first of the longs is in the middle of the sequence, the last one at its end.
    long[] firsts = {0, 1, 2, 3, 4, 1001, 3L << 32, (4L << 32) - 40};
    for (int n : new int[] {0, 1, 7, 31, 32, 33, 64, 100, 1021, 4096, 5000}) {
      for (long first : firsts) {
        long seed = 0x123456789ABCDEFL * (n + 1);
        long step = 0xFEDCBA987654321L - first;
        same(
            n + " uniform numbers from " + first,
            n + 8,
            y -> scalar.uniform(seed, -7, step, first, y, 3, n),
            y -> vector.uniform(seed, -7, step, first, y, 3, n));
        same(
            n + " normal numbers from " + first,
            n + 8,
            y -> scalar.normal(seed, -7, step, first, y, 3, n),
            y -> vector.normal(seed, -7, step, first, y, 3, n));
      }
    }
  }

  void products(int threads) {
    int[][] sizes = {
      {0, 3, 3},
      {3, 0, 3},
      {3, 3, 0},
      {1, 1, 1},
      {1, 13, 1021},
      {13, 1, 1021},
      {1, 207, 33},
      {1, 300, 700},
      {2, 64, 33},
      {3, 129, 40},
      {4, 32, 40},
      {5, 16, 60},
      {8, 33, 17},
      {17, 10, 64},
      {64, 32, 48},
      {33, 207, 19},
      {207, 33, 70},
      {70, 200, 600},
      {130, 48, 31},
      {90, 240, 513},
      {40, 4, 1030},
      {300, 10, 600},
      {520, 100, 16},
      {64, 10, 1},
      {64, 3, 1},
      {5, 2, 1},
      {1, 1, 50},
      {1, 5, 64},
      {3, 15, 9},
      {20, 3, 3},
    };
    try (ThreadTeam team = new ThreadTeam(threads)) {
      Workspace workspace = new Workspace(threads);
      for (int[] size : sizes) {
        for (int transposes = 0; transposes < 4; transposes++) {
          boolean transposeA = (transposes & 1) != 0;
          boolean transposeB = transposes > 1;
          product(size[0], size[1], size[2], transposeA, transposeB, 0, team, workspace);
          product(size[0], size[1], size[2], transposeA, transposeB, 1, team, workspace);
        }
      }
    }
  }

  private void product(
      int m,
      int n,
      int k,
      boolean transposeA,
      boolean transposeB,
      int gap,
      ThreadTeam team,
      Workspace workspace) {
    int lda = (transposeA ? m : k) + 3 * gap;
    int ldb = (transposeB ? k : n) + 2 * gap;
    int ldc = n + gap;
    Shape shape = new Shape(m, n, k, transposeA, transposeB, lda, ldb, ldc);
    float[] a = tame(5 + lda * (transposeA ? k : m), 1);
    float[] b = tame(4 + ldb * (transposeB ? n : k), 2);
    float[] bias = tame(6 + n, 3);
    MatrixProduct expected = new PlainProduct(shape, MatrixProduct.NO_EPILOGUE, new Workspace(1));
    MatrixProduct actual = vector.matrixProduct(shape, MatrixProduct.NO_EPILOGUE, team, workspace);
    String what = shape + " on " + team.threads();
    int worker = team.threads() - 1;
    same(
        what,
        7 + ldc * m,
        c -> {
          expected.run(a, 5, b, 4, c, 7);
          expected.runOnto(a, 5, b, 4, c, 7);
        },
        c -> {
          actual.run(a, 5, b, 4, c, 7);
          actual.runOnto(a, 5, b, 4, c, 7);
        });
    same(
        what + " with bias",
        7 + ldc * m,
        c -> expected.runWithBias(a, 5, b, 4, bias, 6, c, 7),
        c -> actual.runWithBias(a, 5, b, 4, bias, 6, c, 7));
    same(
        what + " alone",
        7 + ldc * m,
        c -> expected.runWithBias(a, 5, b, 4, bias, 6, c, 7),
        c -> actual.runAlone(worker, a, 5, b, 4, bias, 6, 0, c, 7));
  }

  private static float[] wild(int n, long seed) {
    Random random = new Random(seed);
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] =
          random.nextInt(4) == 0
              ? SPECIAL[random.nextInt(SPECIAL.length)]
              : (float) random.nextGaussian() * 4;
    }
    return x;
  }

  private static float[] tame(int n, long seed) {
    Random random = new Random(seed);
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = random.nextFloat() - 0.5f;
    }
    return x;
  }
}
