package dev.ae4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.spi.backend.Feed;
import dev.ae4j.spi.backend.RunRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the sums of a matrix product begin. */
class BiasTest {
  private static final TensorData A = Engines.numbers(1, 5, 3);
  private static final TensorData B = Engines.numbers(2, 3, 5);
  private static final TensorData ROW = Engines.numbers(3, 5);

  private static final Tensor PRODUCT =
      Tensor.input("a", Shape.batchOf(3)).matMul(Tensor.constant(B));

  private static TensorData run(Tensor output, Tensor... others) {
    Program.Builder builder = Program.builder().output("output", output);
    for (Tensor other : others) {
      builder.output("other", other);
    }
    try (JvmBackend backend = Engines.backend(1);
        JvmExecutable executable = backend.compile(builder.build(), true)) {
      return executable.run(RunRequest.of(Feed.of(A))).get(0);
    }
  }

  private static float chain(float start, int row, int column) {
    float sum = start;
    for (int k = 0; k < 3; k++) {
      sum = Math.fma(A.values()[3 * row + k], B.values()[5 * k + column], sum);
    }
    return sum;
  }

  @Test
  void aProductBeginsAtTheRowThatIsAddedToIt() {
    Tensor row = Tensor.constant(ROW);
    for (Tensor sum : List.of(PRODUCT.plus(row), row.plus(PRODUCT))) {
      float[] actual = run(sum).values();
      for (int i = 0; i < actual.length; i++) {
        assertThat(actual[i]).isEqualTo(chain(ROW.values()[i % 5], i / 5, i % 5));
      }
    }
  }

  @Test
  void aProductThatIsReadElsewhereBeginsAtZero() {
    float[] actual = run(PRODUCT.plus(Tensor.constant(ROW)), PRODUCT).values();
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).isEqualTo(chain(0, i / 5, i % 5) + ROW.values()[i % 5]);
    }
  }

  @Test
  void aColumnIsNoRowThoughItHasAsManyElements() {
    Tensor product = Tensor.constant(A).matMul(Tensor.input("b", Shape.of(3, 5)));
    Tensor column = Tensor.constant(ROW.reshape(5, 1));
    Program program = Program.builder().output("output", product.plus(column)).build();
    try (JvmBackend backend = Engines.backend(1);
        JvmExecutable executable = backend.compile(program, true)) {
      float[] actual = executable.run(RunRequest.of(Feed.of(B))).get(0).values();
      for (int i = 0; i < actual.length; i++) {
        assertThat(actual[i]).isEqualTo(chain(0, i / 5, i % 5) + ROW.values()[i / 5]);
      }
    }
  }
}
