package dev.ae4j.jvm.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ae4j.graph.op.BinaryKind;
import dev.ae4j.graph.op.CompareKind;
import dev.ae4j.graph.op.ReduceKind;
import dev.ae4j.graph.op.UnaryKind;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AdaptiveKernelsTest {
  private final ThreadTeam team = new ThreadTeam(1);
  private final Workspace workspace = new Workspace(1);

  @Test
  void aSwitchTurnsOnAfterEnoughWorkOnceItsSampleIsFast() {
    AtomicInteger calls = new AtomicInteger();
    WarmUp.Switch warm = new WarmUp().new Switch(100, 1_000_000_000, calls::incrementAndGet);
    assertThat(warm.isOn(99)).isFalse();
    assertThat(calls).hasValue(0);
    while (!warm.isOn(1)) {
      Thread.onSpinWait();
    }
    assertThat(calls.get()).isPositive();
  }

  @Test
  void aSwitchWhoseSampleStaysSlowStaysOff() throws InterruptedException {
    AtomicInteger calls = new AtomicInteger();
    WarmUp.Switch warm = new WarmUp().new Switch(1, 0, calls::incrementAndGet);
    while (calls.get() < 200) {
      assertThat(warm.isOn(1)).isFalse();
      Thread.sleep(1);
    }
  }

  /** Every function starts on the cold set, and everything it is given reaches the set. */
  @Test
  void delegatesEveryFunction() {
    Set<String> called = ConcurrentHashMap.newKeySet();
    Kernels cold = recording(called);
    Kernels kernels = new AdaptiveKernels(cold, new ScalarKernels());
    float[] x = Samples.tame(40, 1);
    float[] y = new float[40];
    kernels.unary(UnaryKind.EXP, x, 0, y, 0, 40);
    kernels.binary(BinaryKind.ADD, x, 0, x, 0, y, 0, 40);
    kernels.binary(BinaryKind.ADD, x, 0, 1f, y, 0, 40);
    kernels.binary(BinaryKind.ADD, 1f, x, 0, y, 0, 40);
    kernels.compare(CompareKind.LESS, x, 0, x, 0, y, 0, 40);
    kernels.compare(CompareKind.LESS, x, 0, 1f, y, 0, 40);
    kernels.compare(CompareKind.LESS, 1f, x, 0, y, 0, 40);
    kernels.select(x, 0, x, 0, x, 0, y, 0, 40);
    kernels.select(x, 0, x, 0, 1f, y, 0, 40);
    kernels.select(x, 0, 1f, x, 0, y, 0, 40);
    kernels.select(x, 0, 1f, 1f, y, 0, 40);
    kernels.choose(CompareKind.LESS, 0, x, 0, x, 0, 0, y, 0, 40);
    kernels.sigmoidGradient(x, 0, x, 0, y, 0, 40);
    kernels.adam(1, 1, 1, 1, 1, 1, x, 0, y, 0, y, 0, x, 0, y, 0, 40);
    assertThat(kernels.sum(x, 0, 40)).isEqualTo(cold.sum(x, 0, 40));
    assertThat(kernels.max(x, 0, 40)).isEqualTo(cold.max(x, 0, 40));
    kernels.reduceOverRows(ReduceKind.SUM, x, 0, 4, 10, 4, y, 0);
    kernels.dots(1, x, 0, 0, new int[] {0, 16}, x, 0, y, 0);
    Pooled windows = new Pooled(2, 10, new int[] {0, 5, 20}, 5);
    kernels.maxPool(windows, x, 0, x, 0, y, 0);
    kernels.maxUnpool(windows, x, 0, x, 0, y, 0, true);
    kernels.uniform(1, 2, 3, 4, y, 0, 40);
    kernels.normal(1, 2, 3, 4, y, 0, 40);
    kernels.matrixProduct(
        MatrixProduct.Shape.of(50, 50, 50, false, false),
        MatrixProduct.NO_EPILOGUE,
        team,
        workspace);
    for (Method method : Kernels.class.getMethods()) {
      // Indirect products are large: they are warmed up at once and never by the first set.
      if (!method.isDefault() && !Set.of("name", "indirectProduct").contains(method.getName())) {
        assertThat(called).contains(method.toGenericString());
      }
    }
  }

  private static Kernels recording(Set<String> called) {
    Kernels scalar = new ScalarKernels();
    return (Kernels)
        Proxy.newProxyInstance(
            Kernels.class.getClassLoader(),
            new Class<?>[] {Kernels.class},
            (proxy, method, arguments) -> {
              called.add(method.toGenericString());
              return method.invoke(scalar, arguments);
            });
  }

  @Test
  void takesOverWithTheSameBits() {
    Set<String> called = ConcurrentHashMap.newKeySet();
    Kernels kernels = new AdaptiveKernels(new ScalarKernels(), recording(called));
    for (int n : new int[] {60, 300}) {
      MatrixProduct.Shape shape = MatrixProduct.Shape.of(70, n, 100, false, false);
      MatrixProduct product =
          kernels.matrixProduct(shape, MatrixProduct.NO_EPILOGUE, team, workspace);
      float[] a = Samples.tame(70 * 100, 1);
      float[] b = Samples.tame(100 * n, 2);
      float[] first = new float[70 * n];
      float[] later = new float[70 * n];
      product.run(a, 0, b, 0, first, 0);
      for (int i = 0; i < 100; i++) {
        product.run(a, 0, b, 0, later, 0);
        assertThat(later).isEqualTo(first);
      }
    }

    float[] x = Samples.wild(20_000, 3);
    float[] y = new float[20_000];
    long before = called.size();
    for (int i = 0; called.size() == before || i < 10; i++) {
      kernels.unary(UnaryKind.TANH, x, 0, y, 0, x.length);
    }
    assertThat(called).anyMatch(method -> method.contains("unary"));
  }
}
