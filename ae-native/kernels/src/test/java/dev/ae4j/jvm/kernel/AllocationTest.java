package dev.ae4j.jvm.kernel;

import dev.ae4j.graph.op.ReduceKind;
import dev.ae4j.graph.op.UnaryKind;
import org.junit.jupiter.api.Test;

/** Running allocates nothing once everything is prepared. */
class AllocationTest {
  private static final UnaryKind[] KINDS = UnaryKind.values();

  @Test
  void kernels() {
    Kernels kernels = new ScalarKernels();
    float[] x = Samples.tame(4096, 1);
    float[] y = new float[4096];
    Allocations.assertNone(
        () -> {
          for (UnaryKind kind : KINDS) {
            kernels.unary(kind, x, 0, y, 0, 200);
          }
          kernels.reduceOverRows(ReduceKind.SUM, x, 0, 64, 64, 64, y, 0);
          y[0] = kernels.sum(x, 0, 4096);
          kernels.normal(1, 2, 3, 4, y, 0, 200);
        });
  }

  @Test
  void products() {
    try (ThreadTeam team = new ThreadTeam(2)) {
      Workspace workspace = new Workspace(2);
      MatrixProduct.Shape shape = MatrixProduct.Shape.of(40, 70, 90, false, true);
      float[] a = Samples.tame(40 * 90, 1);
      float[] b = Samples.tame(70 * 90, 2);
      float[] c = new float[40 * 70];
      for (MatrixProductTest.Way way : MatrixProductTest.Way.values()) {
        MatrixProduct product = way.prepare(shape, MatrixProduct.NO_EPILOGUE, team, workspace);
        Allocations.assertNone(() -> product.run(a, 0, b, 0, c, 0));
      }
    }
  }
}
