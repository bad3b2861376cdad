package dev.ae4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ae4j.Autoencoder;
import dev.ae4j.TrainedModel;
import dev.ae4j.TrainingOptions;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import dev.ae4j.spi.backend.Executable;
import dev.ae4j.spi.backend.Feed;
import dev.ae4j.spi.backend.RunRequest;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Once it is warm, a run leaves nothing to the garbage collector, on any of its threads. */
class AllocationTest {
  private static final Object COUNTERS = counters();
  private static final MethodHandle OF_THIS_THREAD =
      counter("getCurrentThreadAllocatedBytes", MethodType.methodType(long.class));
  private static final MethodHandle OF_THREADS =
      counter("getThreadAllocatedBytes", MethodType.methodType(long[].class, long[].class));

  // ---- Training ---------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aStepAllocatesNothing(int threads) {
    DenseNetwork network = new DenseNetwork(53, 16, 53);
    check(threads, network.training(), network::initialize, Engines.numbers(1, 100, 53), 64, 200);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aStepOnOneSampleAllocatesNothing(int threads) {
    DenseNetwork network = new DenseNetwork(10, 64, 5, 64, 10);
    check(threads, network.training(), network::initialize, Engines.numbers(1, 100, 10), 1, 200);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aStepOnImagesAllocatesNothing(int threads) {
    ConvolutionalNetwork network = new ConvolutionalNetwork();
    TensorData images = Engines.numbers(1, 100, ConvolutionalNetwork.PIXELS);
    check(threads, network.training(), network::initialize, images, 64, 5);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aStepWithNoiseAllocatesNothing(int threads) {
    VariationalNetwork network =
        new VariationalNetwork(53, 7, (parameter, gradient, context) -> parameter.minus(gradient));
    Consumer<Executable> start = executable -> network.initialize(executable, 1);
    check(threads, network.training(), start, Engines.numbers(1, 100, 53), 64, 200);
  }

  // ---- Use --------------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 2", "256, 1", "256, 2"})
  void inferenceAllocatesNothing(int batchSize, int threads) {
    DenseNetwork network = new DenseNetwork(53, 16, 53);
    TensorData rows = Engines.numbers(1, 500, 53);
    check(threads, network.inference(), network::initialize, rows, batchSize, 100);
  }

  @Test
  void encodingAllocatesTheCodesAndAFewSmallObjects() {
    Dataset data = Dataset.of("numbers", Engines.numbers(1, 100, 53));
    TensorData rows = Engines.numbers(2, 256, 53);
    TrainingOptions options = TrainingOptions.of(TrainingOptions.epochs(1));
    try (TrainedModel model =
        Autoencoder.builder()
            .input(53)
            .codeSize(16)
            .backend("jvm:threads=1,kernel=scalar")
            .build()
            .fit(data, options)) {
      long least = leastAllocated(() -> model.encode(rows), 100) / 100;
      assertThat(least).isBetween(256L * 16 * Float.BYTES, 256L * 16 * Float.BYTES + 1000);
    }
  }

  // ---- Measuring --------------------------------------------------------------------------------

  /** Runs a program on full batches in mixed order and on the rest of the rows in turn. */
  private static void check(
      int threads,
      Program program,
      Consumer<Executable> initialize,
      TensorData rows,
      int batchSize,
      int runs) {
    int[] order = new int[rows.rows()];
    for (int i = 0; i < order.length; i++) {
      order[i] = (i * 37) % order.length;
    }
    RunRequest full = RunRequest.of(Feed.rows(rows, order, 0, batchSize));
    RunRequest rest = RunRequest.of(Feed.range(rows, batchSize, rows.rows() - batchSize));
    try (JvmBackend backend = Engines.backend("scalar", threads);
        JvmExecutable executable = backend.compile(program, true)) {
      initialize.accept(executable);
      List<TensorData> ofFull = executable.run(full);
      List<TensorData> ofRest = executable.run(rest);
      Runnable both =
          () -> {
            executable.run(full, ofFull);
            executable.run(rest, ofRest);
          };
      assertThat(leastAllocated(both, runs)).isZero();
    }
  }

  /**
   * Returns the fewest bytes that some runs allocated on all threads of this engine. Compiled code
   * may allocate nothing where interpreted code does: the first rounds warm up.
   */
  private static long leastAllocated(Runnable task, int runs) {
    long[] members =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("ae4j-kernel-"))
            .mapToLong(Thread::getId)
            .toArray();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 50 && least > 0; round++) {
      long[] before = allocatedBytes(members);
      long allocated = -allocatedBytes();
      for (int i = 0; i < runs; i++) {
        task.run();
      }
      allocated += allocatedBytes();
      long[] after = allocatedBytes(members);
      for (int i = 0; i < members.length; i++) {
        // Those of other tests may end in between.
        allocated += Math.max(0, after[i] - before[i]);
      }
      least = Math.min(least, allocated);
    }
    return least;
  }

  private static long allocatedBytes() {
    try {
      return (long) OF_THIS_THREAD.invoke();
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns what each of some threads allocated; -1 for those that have ended. */
  private static long[] allocatedBytes(long[] threads) {
    try {
      return (long[]) OF_THREADS.invoke(threads);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Finds the counters by name, since the module under test does not read their module. */
  private static Object counters() {
    try {
      Class<?> beans = Class.forName("java.lang.management.ManagementFactory");
      return beans.getMethod("getThreadMXBean").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static MethodHandle counter(String name, MethodType type) {
    try {
      Class<?> bean = Class.forName("com.sun.management.ThreadMXBean");
      return MethodHandles.publicLookup().findVirtual(bean, name, type).bindTo(COUNTERS);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
