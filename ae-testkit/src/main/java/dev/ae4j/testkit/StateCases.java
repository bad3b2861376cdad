package dev.ae4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.spi.backend.Backend;
import dev.ae4j.spi.backend.Executable;
import dev.ae4j.spi.backend.Feed;
import dev.ae4j.spi.backend.RunRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Parameters: what they hold before, between and after runs, and who may change them. */
final class StateCases {
  private static final Parameter P = new Parameter("p", Shape.of(3));
  private static final Parameter Q = new Parameter("q", Shape.of(3));
  private static final TensorData ONE = Runs.data(1, 2, 3);
  private static final TensorData TWO = Runs.data(-4, 0.5f, 1e30f);

  private final List<ConformanceCase> cases = new ArrayList<>();

  private StateCases() {}

  static List<ConformanceCase> all() {
    StateCases cases = new StateCases();
    cases.readAndWrite();
    cases.updates();
    cases.separation();
    return cases.cases;
  }

  private interface Body {
    void run(Executable executable) throws Exception;
  }

  /** Adds a case about one executable of a program. */
  private void add(String name, Program program, Body body) {
    cases.add(
        new ConformanceCase(
            name,
            backend -> {
              try (Executable executable = backend.compile(program)) {
                body.run(executable);
              }
            }));
  }

  private static Tensor tensor(Parameter parameter) {
    return Tensor.of(parameter);
  }

  private void readAndWrite() {
    add(
        "parameters begin with zeros",
        Runs.program(tensor(P)),
        executable -> {
          assertThat(executable.read("p")).isEqualTo(TensorData.zeros(P.shape()));
          assertThat(Runs.run(executable)).containsExactly(0, 0, 0);
        });
    add(
        "a parameter reads as it was written, bit by bit",
        Runs.program(
            tensor(new Parameter("scalar", Shape.scalar())),
            tensor(new Parameter("empty", Shape.of(0, 3))),
            tensor(new Parameter("cube", Shape.of(2, 3, 2)))),
        executable -> {
          TensorData cube =
              Runs.data(
                      Float.NaN,
                      Float.POSITIVE_INFINITY,
                      Float.NEGATIVE_INFINITY,
                      0.0f,
                      -0.0f,
                      Float.MIN_VALUE,
                      Float.MAX_VALUE,
                      0.1f,
                      1,
                      2,
                      3,
                      4)
                  .reshape(2, 3, 2);
          executable.write("cube", cube);
          executable.write("scalar", TensorData.scalar(0.1f));
          executable.write("empty", TensorData.zeros(Shape.of(0, 3)));
          assertThat(executable.read("cube")).isEqualTo(cube);
          assertThat(executable.read("scalar")).isEqualTo(TensorData.scalar(0.1f));
          assertThat(executable.read("empty")).isEqualTo(TensorData.zeros(Shape.of(0, 3)));
          executable.run(RunRequest.of());
          assertThat(executable.read("cube")).as("after a run").isEqualTo(cube);
        });
    add(
        "writing copies the values",
        Runs.program(tensor(P)),
        executable -> {
          float[] mine = {1, 2, 3};
          executable.write("p", Runs.data(mine));
          mine[0] = 99;
          assertThat(executable.read("p")).isEqualTo(ONE);
          assertThat(Runs.run(executable)).containsExactly(1, 2, 3);
        });
    add(
        "reading copies the values",
        Runs.program(tensor(P)),
        executable -> {
          executable.write("p", ONE);
          executable.read("p").values()[0] = 99;
          Runs.run(executable)[1] = 99;
          assertThat(executable.read("p")).isEqualTo(ONE);
          assertThat(Runs.run(executable)).containsExactly(1, 2, 3);
        });
    Tensor x = Tensor.input("x", Shape.batchOf(3));
    Tensor w = tensor(new Parameter("w", Shape.of(3, 2)));
    add(
        "a write between runs counts from the next run on",
        Runs.program(x.matMul(w).plus(1)),
        executable -> {
          Feed feed = Feed.of(TensorData.of(new float[] {1, 2, 3}, 1, 3));
          executable.write("w", TensorData.of(new float[] {1, 0, 0, 1, 0, 0}, 3, 2));
          assertThat(Runs.run(executable, feed)).containsExactly(2, 3);
          executable.write("w", TensorData.of(new float[] {0, 0, 0, 0, 1, 2}, 3, 2));
          assertThat(Runs.run(executable, feed)).containsExactly(4, 7);
        });
    add(
        "unknown parameters and wrong shapes are refused",
        Runs.program(tensor(P)),
        executable -> {
          executable.write("p", ONE);
          assertThatThrownBy(() -> executable.read("other"))
              .isInstanceOf(IllegalArgumentException.class);
          assertThatThrownBy(() -> executable.write("other", ONE))
              .isInstanceOf(IllegalArgumentException.class);
          assertThatThrownBy(() -> executable.write("p", Runs.data(1, 2)))
              .isInstanceOf(ShapeException.class);
          assertThatThrownBy(() -> executable.write("p", ONE.reshape(1, 3)))
              .isInstanceOf(ShapeException.class);
          assertThat(executable.read("p")).isEqualTo(ONE);
        });
  }

  private void updates() {
    add(
        "updates are simultaneous: two parameters swap",
        Program.builder().update(P, tensor(Q)).update(Q, tensor(P)).build(),
        executable -> {
          executable.write("p", ONE);
          executable.write("q", TWO);
          assertThat(executable.run(RunRequest.of())).isEmpty();
          assertThat(executable.read("p")).isEqualTo(TWO);
          assertThat(executable.read("q")).isEqualTo(ONE);
          executable.run(RunRequest.of());
          assertThat(executable.read("p")).isEqualTo(ONE);
        });
    Parameter r = new Parameter("r", Shape.of(3));
    Tensor given = Tensor.input("x", Shape.of(3));
    add(
        "updates are simultaneous: values move on one parameter a step",
        Program.builder().update(P, given).update(Q, tensor(P)).update(r, tensor(Q)).build(),
        executable -> {
          for (float step = 1; step <= 4; step++) {
            executable.run(RunRequest.of(Feed.of(Runs.data(step, step, step))));
          }
          assertThat(executable.read("p").values()).containsExactly(4, 4, 4);
          assertThat(executable.read("q").values()).containsExactly(3, 3, 3);
          assertThat(executable.read("r").values()).containsExactly(2, 2, 2);
        });
    add(
        "results see parameters as they were before the run",
        Program.builder()
            .output("before", tensor(P))
            .output("after", tensor(P).plus(1))
            .update(P, tensor(P).plus(1))
            .build(),
        executable -> {
          for (float step = 0; step < 10; step++) {
            List<TensorData> results = executable.run(RunRequest.of());
            assertThat(results.get(0).values()).containsExactly(step, step, step);
            assertThat(results.get(1).values()).containsExactly(step + 1, step + 1, step + 1);
          }
          assertThat(executable.read("p").values()).containsExactly(10, 10, 10);
        });
    Tensor constant = Tensor.constant(Runs.data(1, 2, 3));
    add(
        "a parameter that takes over a constant does not change it",
        Program.builder()
            .output("constant", constant)
            .update(P, tensor(Q))
            .update(Q, constant)
            .update(r, tensor(Q).plus(tensor(P)))
            .build(),
        executable -> {
          for (int step = 0; step < 4; step++) {
            assertThat(Runs.run(executable)).containsExactly(1, 2, 3);
          }
          executable.write("q", TWO);
          assertThat(executable.read("p")).isEqualTo(ONE);
          assertThat(Runs.run(executable)).containsExactly(1, 2, 3);
          assertThat(executable.read("q")).isEqualTo(ONE);
          assertThat(executable.read("p")).isEqualTo(TWO);
        });
    Tensor sum = tensor(P).plus(tensor(Q));
    add(
        "one value for two parameters leaves them apart",
        Program.builder().output("sum", sum).update(P, sum).update(Q, sum).build(),
        executable -> {
          executable.write("p", Runs.data(1, 1, 1));
          assertThat(Runs.run(executable)).containsExactly(1, 1, 1);
          executable.write("p", Runs.data(5, 5, 5));
          assertThat(executable.read("q").values()).containsExactly(1, 1, 1);
          assertThat(Runs.run(executable)).containsExactly(6, 6, 6);
        });
    Parameter matrix = new Parameter("matrix", Shape.of(2, 2));
    add(
        "a parameter becomes itself in another order",
        Program.builder().update(matrix, tensor(matrix).transpose(List.of(1, 0))).build(),
        executable -> {
          executable.write("matrix", Runs.data(1, 2, 3, 4).reshape(2, 2));
          executable.run(RunRequest.of());
          assertThat(executable.read("matrix").values()).containsExactly(1, 3, 2, 4);
        });
    Tensor gradient = tensor(P).times(2);
    Tensor momentum = tensor(Q).times(0.5f).plus(gradient);
    add(
        "updates may use the new values of others",
        Program.builder()
            .update(Q, momentum)
            .update(P, tensor(P).minus(momentum.times(0.25f)))
            .build(),
        executable -> {
          executable.write("p", Runs.data(8, 8, 8));
          executable.run(RunRequest.of());
          executable.run(RunRequest.of());
          assertThat(executable.read("q").values()).containsExactly(16, 16, 16);
          assertThat(executable.read("p").values()).containsExactly(0, 0, 0);
        });
    add(
        "a parameter that is only written",
        Program.builder().update(P, given).build(),
        executable -> {
          assertThat(executable.read("p").values()).containsExactly(0, 0, 0);
          executable.run(RunRequest.of(Feed.of(ONE)));
          assertThat(executable.read("p")).isEqualTo(ONE);
        });
    Tensor samples = Tensor.input("samples", Shape.batchOf(3));
    add(
        "the state goes on through batches of different sizes",
        Program.builder()
            .output("mean", samples.mean(List.of(0)))
            .update(P, tensor(P).plus(samples.sum(0)))
            .build(),
        executable -> {
          for (int rows : new int[] {13, 13, 5, 0, 1}) {
            TensorData ones = TensorData.zeros(Shape.of(rows, 3));
            Arrays.fill(ones.values(), 1);
            executable.run(RunRequest.of(Feed.of(ones)));
          }
          assertThat(executable.read("p").values()).containsExactly(32, 32, 32);
        });
    add(
        "a refused run changes nothing",
        Program.builder().update(P, tensor(P).plus(given)).build(),
        executable -> {
          executable.run(RunRequest.of(Feed.of(ONE)));
          assertThatThrownBy(() -> executable.run(RunRequest.of(Feed.of(Runs.data(1, 2)))))
              .isInstanceOf(ShapeException.class);
          assertThat(executable.read("p")).isEqualTo(ONE);
          executable.run(RunRequest.of(Feed.of(ONE)));
          assertThat(executable.read("p").values()).containsExactly(2, 4, 6);
        });
  }

  private void separation() {
    Program counter = Program.builder().update(P, tensor(P).plus(1)).build();
    cases.add(
        new ConformanceCase(
            "executables of one program have parameters of their own",
            backend -> separate(backend, counter, counter)));
    cases.add(
        new ConformanceCase(
            "parameters of one name in two programs are apart",
            backend -> separate(backend, counter, Runs.program(tensor(P)))));
  }

  private static void separate(Backend backend, Program counter, Program other) {
    try (Executable first = backend.compile(counter);
        Executable second = backend.compile(other)) {
      first.run(RunRequest.of());
      first.run(RunRequest.of());
      assertThat(first.read("p").values()).containsExactly(2, 2, 2);
      assertThat(second.read("p").values()).containsExactly(0, 0, 0);
    }
  }
}
