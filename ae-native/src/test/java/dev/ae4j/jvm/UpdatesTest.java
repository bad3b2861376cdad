package dev.ae4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.MatMul;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.spi.backend.Feed;
import dev.ae4j.spi.backend.RunRequest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** All new values are computed from the old ones, whoever shares memory with whom. */
class UpdatesTest {
  private static final Parameter P = new Parameter("p", Shape.of(2));
  private static final Parameter Q = new Parameter("q", Shape.of(2));
  private static final Tensor OLD_P = Tensor.of(P);
  private static final Tensor OLD_Q = Tensor.of(Q);

  private final JvmBackend backend = Engines.backend(1);

  @AfterEach
  void close() {
    backend.close();
  }

  private JvmExecutable compile(Program.Builder builder) {
    JvmExecutable executable = backend.compile(builder.build(), true);
    executable.write("p", TensorData.of(new float[] {1, 2}, 2));
    executable.write("q", TensorData.of(new float[] {3, 4}, 2));
    return executable;
  }

  private static void check(JvmExecutable executable, float[] p, float[] q) {
    assertThat(executable.read("p").values()).isEqualTo(p);
    assertThat(executable.read("q").values()).isEqualTo(q);
  }

  @Test
  void swapsParameters() {
    try (JvmExecutable e = compile(Program.builder().update(P, OLD_Q).update(Q, OLD_P))) {
      e.run(RunRequest.of());
      check(e, new float[] {3, 4}, new float[] {1, 2});
      e.run(RunRequest.of());
      check(e, new float[] {1, 2}, new float[] {3, 4});
    }
  }

  @Test
  void swapsParametersThatChange() {
    try (JvmExecutable e =
        compile(Program.builder().update(P, OLD_Q.times(2)).update(Q, OLD_P.plus(OLD_Q)))) {
      e.run(RunRequest.of());
      check(e, new float[] {6, 8}, new float[] {4, 6});
    }
  }

  @Test
  void leavesAParameterThatIsItsOwnUpdate() {
    try (JvmExecutable e = compile(Program.builder().update(P, OLD_P).update(Q, OLD_P))) {
      e.run(RunRequest.of());
      check(e, new float[] {1, 2}, new float[] {1, 2});
    }
  }

  @Test
  void storesOneValueInTwoParameters() {
    Tensor sum = OLD_P.plus(OLD_Q);
    try (JvmExecutable e = compile(Program.builder().update(P, sum).update(Q, sum))) {
      e.run(RunRequest.of());
      check(e, new float[] {4, 6}, new float[] {4, 6});
    }
  }

  @Test
  void readsAnOldValueAfterTheNewOneIsKnown() {
    Tensor later = OLD_P.times(OLD_P.plus(1).sum());
    try (JvmExecutable e = compile(Program.builder().update(P, OLD_P.plus(1)).update(Q, later))) {
      e.run(RunRequest.of());
      check(e, new float[] {2, 3}, new float[] {5, 10});
    }
  }

  @Test
  void updatesAnOperandOfAMatrixProduct() {
    Parameter matrix = new Parameter("m", Shape.of(2, 2));
    Tensor m = Tensor.of(matrix);
    Program program =
        Program.builder().update(matrix, Tensor.of(new MatMul(m, m, false, false))).build();
    try (JvmExecutable e = backend.compile(program, true)) {
      e.write("m", TensorData.of(new float[] {1, 2, 3, 4}, 2, 2));
      e.run(RunRequest.of());
      assertThat(e.read("m").values()).containsExactly(7, 10, 15, 22);
    }
  }

  @Test
  void updatesByInputsConstantsAndRepetitions() {
    Tensor x = Tensor.input("x", Shape.of(2));
    Program.Builder builder =
        Program.builder().update(P, x).update(Q, Tensor.scalar(7).broadcastTo(Q.shape()));
    try (JvmExecutable e = compile(builder)) {
      e.run(RunRequest.of(Feed.of(TensorData.of(new float[] {5, 6}, 2))));
      check(e, new float[] {5, 6}, new float[] {7, 7});
    }
  }

  @Test
  void outputsTheOldAndTheNewValue() {
    Tensor next = OLD_P.plus(1);
    Program.Builder builder =
        Program.builder()
            .update(P, next)
            .output("old", OLD_P)
            .output("new", next)
            .output("new again", next.reshape(Shape.of(2, 1)))
            .output("other", OLD_Q.times(2));
    try (JvmExecutable e = compile(builder)) {
      List<TensorData> results = e.run(RunRequest.of());
      assertThat(results.get(0).values()).containsExactly(1, 2);
      assertThat(results.get(1).values()).containsExactly(2, 3);
      assertThat(results.get(2).values()).containsExactly(2, 3);
      assertThat(results.get(3).values()).containsExactly(6, 8);
      check(e, new float[] {2, 3}, new float[] {3, 4});
    }
  }

  @Test
  void outputsInputsAndConstants() {
    Tensor x = Tensor.input("x", Shape.batchOf(2));
    Tensor constant = Tensor.constant(TensorData.of(new float[] {8, 9}, 2));
    Program program =
        Program.builder().output("x", x).output("constant", constant).output("again", x).build();
    try (JvmExecutable e = backend.compile(program, true)) {
      TensorData fed = Engines.numbers(1, 3, 2);
      List<TensorData> results = e.run(RunRequest.of(Feed.of(fed)));
      assertThat(results.get(0)).isEqualTo(fed);
      assertThat(results.get(1).values()).containsExactly(8, 9);
      assertThat(results.get(2)).isEqualTo(fed);
    }
  }

  @Test
  void writesResultsOverWhatWasFed() {
    Tensor x = Tensor.input("x", Shape.batchOf(2));
    Tensor swapped = Tensor.concat(1, List.of(x.slice(1, 1, 1), x.slice(1, 0, 1)));
    Program program =
        Program.builder().output("swapped", swapped).output("twice", swapped.plus(x)).build();
    try (JvmExecutable e = backend.compile(program, true)) {
      TensorData fed = TensorData.of(new float[] {1, 2}, 1, 2);
      TensorData other = TensorData.of(new float[2], 1, 2);
      e.run(RunRequest.of(Feed.of(fed)), List.of(fed, other));
      assertThat(fed.values()).containsExactly(2, 1);
      assertThat(other.values()).containsExactly(3, 3);
      e.run(RunRequest.of(Feed.of(other)), List.of(fed, fed));
      assertThat(fed.values()).containsExactly(6, 6);
    }
  }
}
