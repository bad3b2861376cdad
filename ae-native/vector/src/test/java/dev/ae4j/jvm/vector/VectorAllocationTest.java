package dev.ae4j.jvm.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ae4j.graph.op.BinaryKind;
import dev.ae4j.graph.op.CompareKind;
import dev.ae4j.graph.op.ReduceKind;
import dev.ae4j.graph.op.UnaryKind;
import dev.ae4j.jvm.kernel.IndirectProduct;
import dev.ae4j.jvm.kernel.Kernels;
import dev.ae4j.jvm.kernel.MatrixProduct;
import dev.ae4j.jvm.kernel.MatrixProduct.Shape;
import dev.ae4j.jvm.kernel.Pooled;
import dev.ae4j.jvm.kernel.ThreadTeam;
import dev.ae4j.jvm.kernel.Workspace;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No kernel allocates once C2 has compiled it. Where it does, vectors are objects, and the kernel
 * is ten to a hundred times too slow.
 */
class VectorAllocationTest {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int CALLS = 200;
  private static final int N = 528;

  private final Kernels kernels = new VectorKernels();
  private final float[] a = new float[20_000];
  private final float[] b = new float[20_000];
  private final float[] y = new float[20_000];

  @ParameterizedTest
  @EnumSource
  void unary(UnaryKind kind) {
    assertNoAllocation(() -> kernels.unary(kind, a, 1, y, 3, N));
  }

  @ParameterizedTest
  @EnumSource
  void binary(BinaryKind kind) {
    assertNoAllocation(() -> kernels.binary(kind, a, 1, b, 2, y, 3, N));
    assertNoAllocation(() -> kernels.binary(kind, a, 1, 0.5f, y, 3, N));
    assertNoAllocation(() -> kernels.binary(kind, 0.5f, b, 2, y, 3, N));
  }

  @ParameterizedTest
  @EnumSource
  void compare(CompareKind kind) {
    assertNoAllocation(() -> kernels.compare(kind, a, 1, b, 2, y, 3, N));
    assertNoAllocation(() -> kernels.compare(kind, a, 1, 0.5f, y, 3, N));
    assertNoAllocation(() -> kernels.compare(kind, 0.5f, b, 2, y, 3, N));
    assertNoAllocation(() -> kernels.choose(kind, 0.5f, b, 2, a, 1, 0, y, 3, N));
  }

  @Test
  void chains() {
    float[] m = new float[N];
    float[] v = new float[N];
    assertNoAllocation(() -> kernels.sigmoidGradient(a, 1, b, 2, y, 3, N));
    assertNoAllocation(
        () -> kernels.adam(0.9f, 0.1f, 0.9f, 0.1f, 1, 1e-8f, a, 1, m, 0, v, 0, b, 2, y, 3, N));
  }

  @Test
  void select() {
    assertNoAllocation(() -> kernels.select(a, 4, a, 1, b, 2, y, 3, N));
    assertNoAllocation(() -> kernels.select(a, 4, a, 1, 0.5f, y, 3, N));
    assertNoAllocation(() -> kernels.select(a, 4, 0.5f, b, 2, y, 3, N));
    assertNoAllocation(() -> kernels.select(a, 4, 0.5f, 1f, y, 3, N));
  }

  @Test
  void reductions() {
    assertNoAllocation(() -> y[0] = kernels.sum(a, 1, N));
    assertNoAllocation(() -> y[0] = kernels.max(a, 1, N));
    assertNoAllocation(() -> kernels.reduceOverRows(ReduceKind.SUM, a, 1, 90, 90, 87, y, 0));
    assertNoAllocation(() -> kernels.reduceOverRows(ReduceKind.MAXIMUM, a, 1, 90, 90, 87, y, 0));
    assertNoAllocation(() -> kernels.reduceOverColumns(ReduceKind.SUM, a, 1, 90, 90, 87, y, 0));
  }

  @Test
  void dots() {
    int[] steps = {0, 16, 32, 100};
    assertNoAllocation(() -> kernels.dots(30, a, 1, 32, steps, b, 2, y, 0));
  }

  @Test
  void indirectProducts() {
    Workspace workspace = new Workspace(1);
    int[] steps = {0, 1, 2, 30, 31, 32};
    int[] places = new int[40];
    for (int columns : new int[] {3, 16, 20, 32}) {
      Arrays.setAll(places, i -> i * columns);
      IndirectProduct product = kernels.indirectProduct(steps, places, columns, workspace);
      assertNoAllocation(() -> product.run(0, 39, 6, a, 0, b, 0, a, 0, false, y, 0));
    }
  }

  @Test
  void pooling() {
    Pooled windows = new Pooled(10, 80, new int[] {0, 37, 1000, 1037}, 37);
    assertNoAllocation(() -> kernels.maxPool(windows, a, 1, a, 1, y, 0));
    assertNoAllocation(() -> kernels.maxPool(windows, a, 1, b, 1, y, 0));
    assertNoAllocation(() -> kernels.maxUnpool(windows, a, 1, b, 1, y, 0, true));
    assertNoAllocation(() -> kernels.maxUnpool(windows, a, 1, b, 1, y, 0, false));
  }

  @Test
  void random() {
    assertNoAllocation(() -> kernels.uniform(1, 2, 3, 0, y, 0, N));
    assertNoAllocation(() -> kernels.normal(1, 2, 3, 0, y, 0, N));
  }

  @Test
  void products() {
    try (ThreadTeam team = new ThreadTeam(1)) {
      Workspace workspace = new Workspace(1);
      for (int transposes = 0; transposes < 4; transposes++) {
        for (int[] size :
            new int[][] {{1, 200, 40}, {8, 48, 40}, {72, 240, 24}, {64, 3, 1}, {1, 3, 64}}) {
          Shape shape = Shape.of(size[0], size[1], size[2], (transposes & 1) != 0, transposes > 1);
          MatrixProduct product =
              kernels.matrixProduct(shape, MatrixProduct.NO_EPILOGUE, team, workspace);
          assertNoAllocation(() -> product.run(a, 0, b, 0, y, 0));
        }
      }
    }
  }

  /** C2 needs its time, more where the machine is busy. */
  private static void assertNoAllocation(Runnable work) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    long allocated = Long.MAX_VALUE;
    while (allocated > 2000 && System.nanoTime() < deadline) {
      long before = allocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        work.run();
      }
      allocated = allocatedBytes() - before;
    }
    // One vector per call would be more than 30 bytes; reading the counter allocates a little.
    assertThat(allocated).as("bytes in %s calls", CALLS).isLessThanOrEqualTo(2000);
  }

  // By reflection, because the module under test does not read jdk.management.
  private static long allocatedBytes() {
    try {
      return (long) ALLOCATED.invoke(THREADS, Thread.currentThread().getId());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final Object THREADS;
  private static final Method ALLOCATED;

  static {
    try {
      THREADS =
          Class.forName("java.lang.management.ManagementFactory")
              .getMethod("getThreadMXBean")
              .invoke(null);
      ALLOCATED =
          Class.forName("com.sun.management.ThreadMXBean")
              .getMethod("getThreadAllocatedBytes", long.class);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
