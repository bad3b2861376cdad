package dev.ae4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.BackendException;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.graph.op.UnaryKind;
import dev.ae4j.jvm.kernel.Kernels;
import dev.ae4j.jvm.kernel.ScalarKernels;
import dev.ae4j.spi.backend.Executable;
import dev.ae4j.spi.backend.Feed;
import dev.ae4j.spi.backend.RunRequest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExecutableTest {
  private static final Tensor X = Tensor.input("x", Shape.batchOf(3));
  private static final Parameter W = new Parameter("w", Shape.of(3));
  private static final Program PROGRAM =
      Program.builder().output("y", X.times(Tensor.of(W))).build();

  // ---- Feeds ------------------------------------------------------------------------------------

  @Test
  void takesAnyRowsOfTheData() {
    TensorData data = Engines.numbers(1, 11, 3);
    int[] order = {4, 2, 5, 6, 7, 0};
    Program program = Program.builder().output("y", X.negate().negate()).build();
    try (JvmBackend backend = Engines.backend(2);
        JvmExecutable executable = backend.compile(program, true)) {
      assertThat(executable.run(RunRequest.of(Feed.of(data))).get(0)).isEqualTo(data);
      assertThat(executable.run(RunRequest.of(Feed.range(data, 5, 4))).get(0))
          .isEqualTo(data.copyRows(5, 9));
      assertThat(executable.run(RunRequest.of(Feed.rows(data, order, 2, 3))).get(0))
          .isEqualTo(data.copyRows(5, 8));
      float[] gathered =
          executable.run(RunRequest.of(Feed.rows(data, order, 1, 2))).get(0).values();
      assertThat(gathered).startsWith(data.copyRows(2, 3).values());
      assertThat(gathered).endsWith(data.copyRows(5, 6).values());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 11})
  void refusesRowsThatTheDataLacks(int row) {
    TensorData data = Engines.numbers(1, 11, 3);
    try (JvmBackend backend = Engines.backend(1);
        JvmExecutable executable = backend.compile(PROGRAM, true)) {
      RunRequest request = RunRequest.of(Feed.rows(data, new int[] {0, row}, 0, 2));
      assertThatThrownBy(() -> executable.run(request))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessageContaining("Row " + row)
          .hasMessageContaining("11 rows");
    }
  }

  @Test
  void keepsPlansOfSeveralBatchSizesApart() {
    DenseNetwork network = new DenseNetwork(7, 5, 7);
    TensorData data = Engines.numbers(1, 256, 7);
    try (JvmBackend backend = Engines.backend(1);
        JvmExecutable executable = backend.compile(network.inference(), true)) {
      network.initialize(executable);
      TensorData whole = executable.run(RunRequest.of(Feed.of(data))).get(0);
      for (int size : new int[] {13, 0, 1, 256, 13, 7, 8, 9, 10, 11, 256}) {
        TensorData part = executable.run(RunRequest.of(Feed.range(data, 0, size))).get(0);
        assertThat(part).isEqualTo(whole.copyRows(0, size));
      }
    }
  }

  @Test
  void passesOnNaN() {
    TensorData data = TensorData.of(new float[] {Float.NaN, 1, 2}, 1, 3);
    try (JvmBackend backend = Engines.backend(1);
        JvmExecutable executable = backend.compile(PROGRAM, true)) {
      assertThat(executable.run(RunRequest.of(Feed.of(data))).get(0).values())
          .containsExactly(Float.NaN, 0, 0);
    }
  }

  // ---- Threads ----------------------------------------------------------------------------------

  @Test
  void runsOnSeveralThreadsAtOnce() throws Exception {
    DenseNetwork network = new DenseNetwork(101, 64, 101);
    TensorData data = Engines.numbers(1, 300, 101);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (JvmBackend backend = Engines.backend(2);
        JvmExecutable executable = backend.compile(network.inference(), true)) {
      network.initialize(executable);
      TensorData expected = executable.run(RunRequest.of(Feed.of(data))).get(0);
      List<Future<Boolean>> answers = new ArrayList<>();
      for (int task = 0; task < 40; task++) {
        int size = 300 - task % 7;
        answers.add(
            threads.submit(
                () -> {
                  RunRequest request = RunRequest.of(Feed.range(data, 0, size));
                  return executable.run(request).get(0).equals(expected.copyRows(0, size));
                }));
      }
      for (Future<Boolean> answer : answers) {
        assertThat(answer.get()).isTrue();
      }
    } finally {
      threads.shutdown();
    }
  }

  // ---- Failures ---------------------------------------------------------------------------------

  @Test
  void refusesFeedsAndResultsOfOtherShapes() {
    try (JvmBackend backend = Engines.backend(1);
        JvmExecutable executable = backend.compile(PROGRAM, true)) {
      TensorData x = Engines.numbers(1, 2, 3);
      RunRequest right = RunRequest.of(Feed.of(x));
      for (RunRequest wrong :
          List.of(
              RunRequest.of(),
              RunRequest.of(Feed.of(x), Feed.of(x)),
              RunRequest.of(Feed.of(Engines.numbers(1, 2, 4))),
              RunRequest.of(Feed.of(Engines.numbers(1, 6))))) {
        assertThatThrownBy(() -> executable.run(wrong)).isInstanceOf(ShapeException.class);
      }
      for (List<TensorData> wrong :
          List.of(
              List.<TensorData>of(),
              List.of(x, x),
              List.of(Engines.numbers(1, 3, 3)),
              List.of(Engines.numbers(1, 2, 4)))) {
        assertThatThrownBy(() -> executable.run(right, wrong))
            .isInstanceOf(ShapeException.class)
            .hasMessageContaining("a batch of 2");
      }
    }
  }

  @Test
  void knowsItsParameters() {
    try (JvmBackend backend = Engines.backend(1);
        JvmExecutable executable = backend.compile(PROGRAM, true)) {
      TensorData value = TensorData.of(new float[] {1, 2, 3}, 3);
      executable.write("w", value);
      value.values()[0] = 9;
      executable.read("w").values()[1] = 9;
      assertThat(executable.read("w").values()).containsExactly(1, 2, 3);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> executable.read("v"))
          .withMessageContaining("no parameter v");
      assertThatIllegalArgumentException().isThrownBy(() -> executable.write("v", value));
      TensorData longer = Engines.numbers(1, 4);
      assertThatThrownBy(() -> executable.write("w", longer)).isInstanceOf(ShapeException.class);
    }
  }

  @Test
  void doesNothingAfterItIsClosed() {
    JvmBackend backend = Engines.backend(2);
    JvmExecutable executable = backend.compile(PROGRAM, true);
    RunRequest request = RunRequest.of(Feed.of(Engines.numbers(1, 2, 3)));
    executable.close();
    executable.close();
    assertThatIllegalStateException().isThrownBy(() -> executable.run(request));
    assertThatIllegalStateException().isThrownBy(() -> executable.read("w"));
    Executable other = backend.compile(PROGRAM);
    backend.close();
    assertThatIllegalStateException().isThrownBy(() -> other.run(request));
    assertThatIllegalStateException().isThrownBy(() -> backend.compile(PROGRAM));
  }

  static List<Arguments> failures() {
    List<Arguments> failures = new ArrayList<>();
    for (int threads : new int[] {1, 3}) {
      failures.add(Arguments.of(threads, new ArithmeticException("out of order")));
      failures.add(Arguments.of(threads, new OutOfMemoryError("out of memory")));
      failures.add(Arguments.of(threads, new StackOverflowError("out of stack")));
    }
    return failures;
  }

  @ParameterizedTest
  @MethodSource("failures")
  void reportsTheFailureOfAWorkerAndSurvives(int threads, Throwable failure) {
    Program program = Program.builder().output("y", X.tanh().plus(1)).build();
    TensorData good = Engines.numbers(1, 50_000, 3);
    TensorData bad = TensorData.of(good.values().clone(), good.shape());
    bad.values()[140_000] = FailingKernels.TRIGGER;
    try (JvmBackend backend = Engines.backend(FailingKernels.create(failure), threads);
        JvmExecutable executable = backend.compile(program, true)) {
      List<TensorData> expected = executable.run(RunRequest.of(Feed.of(good)));
      assertThatThrownBy(() -> executable.run(RunRequest.of(Feed.of(bad))))
          .isInstanceOf(BackendException.class)
          .hasCause(failure)
          .hasMessageContaining(failure.getMessage());
      assertThat(executable.run(RunRequest.of(Feed.of(good)))).isEqualTo(expected);
    }
  }

  /** Kernels whose hyperbolic tangent fails when it meets a certain number. */
  private static final class FailingKernels {
    static final float TRIGGER = 12345;

    static Kernels create(Throwable failure) {
      Kernels kernels = new ScalarKernels();
      return (Kernels)
          Proxy.newProxyInstance(
              Kernels.class.getClassLoader(),
              new Class<?>[] {Kernels.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("unary") && arguments[0] == UnaryKind.TANH) {
                  float[] x = (float[]) arguments[1];
                  int from = (Integer) arguments[2];
                  for (int i = from; i < from + (Integer) arguments[5]; i++) {
                    if (x[i] == TRIGGER) {
                      throw failure;
                    }
                  }
                }
                try {
                  return method.invoke(kernels, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }
  }
}
