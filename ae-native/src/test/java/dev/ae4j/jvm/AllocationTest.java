package dev.ae4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ae4j.data.TensorData;
import dev.ae4j.spi.backend.Feed;
import dev.ae4j.spi.backend.RunRequest;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Once it is warm, a run leaves nothing to the garbage collector. */
class AllocationTest {
  private static final int RUNS = 200;
  private static final MethodHandle ALLOCATED_BYTES = allocatedBytesOfThisThread();

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aTrainingStepAllocatesNothing(int threads) {
    DenseNetwork network = new DenseNetwork(53, 16, 53);
    try (JvmBackend backend = Engines.backend("scalar", threads);
        JvmExecutable executable = backend.compile(network.training(), true)) {
      network.initialize(executable);
      check(executable, Engines.numbers(1, 100, 53), RUNS);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aTrainingStepOnImagesAllocatesNothing(int threads) {
    ConvolutionalNetwork network = new ConvolutionalNetwork();
    try (JvmBackend backend = Engines.backend("scalar", threads);
        JvmExecutable executable = backend.compile(network.training(), true)) {
      network.initialize(executable);
      check(executable, Engines.numbers(1, 100, ConvolutionalNetwork.PIXELS), 5);
    }
  }

  private static void check(JvmExecutable executable, TensorData data, int runs) {
    int[] order = new int[100];
    for (int i = 0; i < order.length; i++) {
      order[i] = (i * 37) % 100;
    }
    RunRequest full = RunRequest.of(Feed.rows(data, order, 0, 64));
    RunRequest rest = RunRequest.of(Feed.range(data, 64, 36));
    List<TensorData> loss = List.of(TensorData.scalar(0));
    // Compiled code may allocate nothing where interpreted code does: the first rounds warm up.
    long allocated = Long.MAX_VALUE;
    for (int round = 0; round < 50 && allocated > 0; round++) {
      long before = allocatedBytes();
      for (int i = 0; i < runs; i++) {
        executable.run(full, loss);
        executable.run(rest, loss);
      }
      allocated = Math.min(allocated, allocatedBytes() - before);
    }
    assertThat(allocated).isZero();
  }

  private static long allocatedBytes() {
    try {
      return (long) ALLOCATED_BYTES.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Finds the counter of this thread by name, since the module under test does not read its module.
   */
  private static MethodHandle allocatedBytesOfThisThread() {
    try {
      Class<?> beans = Class.forName("java.lang.management.ManagementFactory");
      Class<?> bean = Class.forName("com.sun.management.ThreadMXBean");
      Object threads = beans.getMethod("getThreadMXBean").invoke(null);
      MethodType type = MethodType.methodType(long.class);
      return MethodHandles.publicLookup()
          .findVirtual(bean, "getCurrentThreadAllocatedBytes", type)
          .bindTo(threads);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
