package dev.ae4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.spi.backend.Backend;
import dev.ae4j.spi.backend.Executable;
import dev.ae4j.spi.backend.Feed;
import dev.ae4j.spi.backend.RunRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Opening, closing, and use by several threads. */
final class LifecycleCases {
  private static final int THREADS = 4;

  /** How often a program is compiled and closed; the system property makes a long test of it. */
  private static final int CYCLES = Integer.getInteger("ae.testkit.cycles", 500);

  private static final long TIME_LIMIT_SECONDS = 60;

  private LifecycleCases() {}

  static List<ConformanceCase> all() {
    return List.of(
        new ConformanceCase(
            "the description is one line",
            backend -> assertThat(backend.description()).isNotBlank().doesNotContain("\n")),
        new ConformanceCase("an executable tells its program", LifecycleCases::program),
        new ConformanceCase("a closed executable refuses to work", LifecycleCases::closed),
        new ConformanceCase(
            "threads share an executable without updates", LifecycleCases::sharedExecutable),
        new ConformanceCase(
            "threads share a backend, each with executables of its own",
            LifecycleCases::sharedBackend),
        new ConformanceCase("closing releases what compiling took", LifecycleCases::release),
        new ConformanceCase("programs come and go", LifecycleCases::comeAndGo));
  }

  private static void program(Backend backend) {
    Program program = Runs.program(Tensor.input("x", Shape.batchOf(3)).softmax());
    try (Executable executable = backend.compile(program)) {
      assertThat(executable.program()).isSameAs(program);
    }
  }

  private static void closed(Backend backend) {
    Parameter parameter = new Parameter("p", Shape.scalar());
    Executable executable = backend.compile(Runs.program(Tensor.of(parameter)));
    executable.run(RunRequest.of());
    executable.close();
    executable.close();
    assertThatThrownBy(() -> executable.run(RunRequest.of()))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> executable.read("p")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> executable.write("p", TensorData.scalar(1)))
        .isInstanceOf(IllegalStateException.class);
  }

  private static void sharedExecutable(Backend backend) throws Exception {
    Tensor x = Tensor.input("x", Shape.batchOf(13));
    Tensor w = Tensor.of(new Parameter("w", Shape.of(13, 33)));
    Tensor y = x.matMul(w).tanh().softmax();
    try (Executable executable = backend.compile(Runs.program(y, y.sum()))) {
      DoubleData weights = DoubleData.uniform("w", -1, 1, 13, 33);
      executable.write("w", weights.toTensorData());
      List<RunRequest> requests = new ArrayList<>();
      List<List<TensorData>> expected = new ArrayList<>();
      for (int rows : new int[] {1, 13, 64, 5}) {
        DoubleData data = DoubleData.uniform("x" + rows, -1, 1, rows, 13);
        requests.add(RunRequest.of(Feed.of(data.toTensorData())));
        expected.add(executable.run(requests.get(requests.size() - 1)));
      }
      inThreads(
          thread -> {
            for (int i = 0; i < 50; i++) {
              int which = (thread + i) % requests.size();
              List<TensorData> results = executable.run(requests.get(which));
              for (int j = 0; j < results.size(); j++) {
                assertClose(results.get(j), expected.get(which).get(j));
              }
            }
          });
    }
  }

  private static void sharedBackend(Backend backend) throws Exception {
    Parameter parameter = new Parameter("p", Shape.of(13));
    Tensor x = Tensor.input("x", Shape.batchOf(13));
    inThreads(
        thread -> {
          for (int i = 0; i < 5; i++) {
            Tensor next = Tensor.of(parameter).plus(x.sum(0)).plus(thread);
            try (Executable executable =
                backend.compile(Program.builder().update(parameter, next).build())) {
              TensorData zeros = TensorData.zeros(Shape.of(7, 13));
              for (int step = 0; step < 10; step++) {
                executable.run(RunRequest.of(Feed.of(zeros)));
              }
              assertThat(executable.read("p").values()).containsOnly(10f * thread);
            }
          }
        });
  }

  private interface Work {
    void run(int thread) throws Exception;
  }

  private static void inThreads(Work work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int number = thread;
        tasks.add(
            () -> {
              work.run(number);
              return true;
            });
      }
      for (Future<Boolean> done : threads.invokeAll(tasks, TIME_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        assertThat(done.isCancelled()).as("took too long").isFalse();
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void assertClose(TensorData actual, TensorData expected) {
    DoubleData numbers = DoubleData.from(expected);
    DoubleData tolerances = DoubleData.zeros(numbers.shape());
    Arrays.setAll(tolerances.values(), i -> 1e-5 * Math.abs(numbers.get(i)) + 1e-6);
    Closeness.assertClose("beside other threads", numbers, tolerances, actual);
  }

  /** Would keep 200 MB if parameters stayed, or 200 threads. */
  private static void release(Backend backend) {
    Parameter parameter = new Parameter("p", Shape.of(512, 512));
    Tensor value = Tensor.of(parameter);
    Program program =
        Program.builder()
            .output("first", value.slice(0, 0, 1))
            .update(parameter, value.negate())
            .build();
    cycle(backend, program);
    int threads = Thread.getAllStackTraces().size();
    long heap = usedHeap();
    for (int i = 0; i < 200; i++) {
      cycle(backend, program);
    }
    assertThat(Thread.getAllStackTraces().size()).as("threads").isLessThan(threads + 20);
    assertThat(usedHeap() - heap).as("growth of the heap in bytes").isLessThan(100_000_000L);
  }

  /** Would keep a plan, its threads or its listeners for every program. */
  private static void comeAndGo(Backend backend) {
    Tensor x = Tensor.input("x", Shape.batchOf(3));
    Program program = Runs.program(x.matMul(Tensor.of(new Parameter("w", Shape.of(3, 2)))).tanh());
    RunRequest request = RunRequest.of(Feed.of(TensorData.zeros(Shape.of(5, 3))));
    long heap = 0;
    int threads = 0;
    for (int i = 0; i < 2 * CYCLES; i++) {
      if (i == CYCLES) {
        heap = usedHeap();
        threads = Thread.getAllStackTraces().size();
      }
      try (Executable executable = backend.compile(program)) {
        executable.run(request);
      }
    }
    assertThat(Thread.getAllStackTraces().size()).as("threads").isLessThan(threads + 20);
    assertThat(usedHeap() - heap)
        .as("growth of the heap in bytes")
        .isLessThan(5_000_000L + 1_000L * CYCLES);
  }

  private static void cycle(Backend backend, Program program) {
    try (Executable executable = backend.compile(program)) {
      executable.run(RunRequest.of());
    }
  }

  private static long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
