package dev.ae4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.MatMul;
import dev.ae4j.graph.op.Random;
import dev.ae4j.graph.op.Random.Distribution;
import dev.ae4j.graph.op.Reduce;
import dev.ae4j.graph.op.ReduceKind;
import dev.ae4j.graph.op.Unary;
import dev.ae4j.graph.op.UnaryKind;
import dev.ae4j.spi.backend.Feed;
import dev.ae4j.spi.backend.RunRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each primitive on odd sizes, small and large enough to be shared out, against plain loops. */
class PrimitivesTest {
  private static final Tensor X = Tensor.input("x", Shape.batchOf(207));
  private static final Tensor Y = Tensor.input("y", Shape.batchOf(207));
  private static final Tensor Z = Tensor.input("z", Shape.batchOf(13, 7, 5));
  private static final Tensor M = Tensor.input("m", Shape.of(207, 53));

  private static JvmBackend backend;

  @BeforeAll
  static void open() {
    backend = Engines.backend(3);
  }

  @AfterAll
  static void close() {
    backend.close();
  }

  static Stream<Arguments> primitives() {
    Tensor row = X.sum(1).reshape(Shape.batchOf(1));
    return Stream.of(
        named("unary", Tensor.of(new Unary(UnaryKind.TANH, X))),
        named("binary", X.dividedBy(Y)),
        named("binary with a number", X.times(3)),
        named("binary with a number first", Tensor.scalar(3).dividedBy(X)),
        named("binary with a computed number", X.minus(Y.sum())),
        named("binary with a row", X.plus(M.sum(1))),
        named("binary with a column", X.minus(row)),
        named("binary with a middle axis", Z.times(Z.sum(List.of(1, 3)).reshape(middle()))),
        named("compare", X.lessThan(Y)),
        named("compare with a number", X.atMost(Tensor.scalar(0.5f))),
        named("compare with a number first", Tensor.scalar(0.5f).atMost(X)),
        named("compare for equality", X.equalTo(X.abs())),
        named("select", X.lessThan(Y).select(X, Y)),
        named("select a number", X.lessThan(Y).select(Tensor.scalar(1), Y)),
        named("select another number", X.lessThan(Y).select(X, Tensor.scalar(1))),
        named("select numbers", X.lessThan(Y).select(Tensor.scalar(2), Tensor.scalar(1))),
        named("select by a number", Y.sum().select(X, Y)),
        named("uniform", random(Distribution.UNIFORM)),
        named("normal", random(Distribution.NORMAL)),
        named("batch size", X.times(Tensor.batchSize())),
        named("matMul", X.matMul(M)),
        named("matMul, left transposed", Tensor.of(new MatMul(X, Y, true, false))),
        named("matMul, right transposed", Tensor.of(new MatMul(X.matMul(M), M, false, true))),
        named("matMul, both transposed", Tensor.of(new MatMul(M, fixed(31, 207), true, true))),
        named(
            "matMul of a transposed matrix",
            fixed(53, 207).transpose(List.of(1, 0)).matMul(fixed(53, 11))),
        named("sum of all", X.sum()),
        named("sum of what was computed", X.times(Y).sum()),
        named("sum of rows", X.sum(1)),
        named("sum of computed rows", X.times(Y).sum(1)),
        named("sum of all and of rows", X.times(Y).sum().plus(X.times(Y).sum(1))),
        named("sum of rows and of all", X.times(Y).sum(1).plus(X.times(Y).sum())),
        named("sum over the batch", X.sum(0)),
        named("sum along a middle axis", Z.sum(2)),
        named("sum along the axes around", Z.sum(List.of(0, 2, 3))),
        named("sum along every other axis", Z.sum(List.of(1, 3))),
        named("maximum of all", max(X, List.of(0, 1))),
        named("maximum of what was computed", max(X.times(Y), List.of(0, 1))),
        named("maximum of rows", max(X, List.of(1))),
        named("maximum over the batch", max(X, List.of(0))),
        named("maximum along a middle axis", max(Z, List.of(2))),
        named("broadcast of a number", X.sum().broadcastTo(X.shape())),
        named("broadcast of a row", X.sum(0).broadcastTo(X.shape())),
        named("broadcast of a column", row.broadcastTo(X.shape())),
        named("reshape", X.reshape(Shape.batchOf(9, 23)).sum(1)),
        named("transpose", M.transpose(List.of(1, 0))),
        named("transpose of inner axes", Z.transpose(List.of(0, 3, 1, 2))),
        named("transpose of neighbours", Z.transpose(List.of(0, 2, 1, 3))),
        named("slice of rows", M.slice(0, 3, 111)),
        named("slice of columns", X.slice(1, 100, 53)),
        named("slice of a middle axis", Z.slice(2, 2, 4)),
        named("pad of columns", X.pad(1, 2, 3)),
        named("pad of a middle axis", Z.pad(2, 0, 2)),
        named("concat of columns", Tensor.concat(1, List.of(X, Y.slice(1, 0, 3), X))),
        named("concat of rows", Tensor.concat(0, List.of(M, M.slice(0, 1, 2)))),
        named("softmax", X.softmax()),
        named("nothing", X));
  }

  private static Arguments named(String name, Tensor tensor) {
    return Arguments.of(name, tensor);
  }

  private static Shape middle() {
    return Shape.batchOf(1, 7, 1);
  }

  private static Tensor random(Distribution distribution) {
    return X.plus(Tensor.of(new Random(distribution, X.shape(), 5)));
  }

  private static Tensor fixed(int rows, int columns) {
    return Tensor.constant(Engines.numbers(9, rows, columns));
  }

  private static Tensor max(Tensor x, List<Integer> axes) {
    return Tensor.of(new Reduce(ReduceKind.MAXIMUM, x, axes));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("primitives")
  void computesWhatPlainLoopsCompute(String name, Tensor tensor) {
    Program program =
        Program.builder()
            .output("result", tensor)
            .output("all", X.sum().plus(Y.sum()).plus(Z.sum()).plus(M.sum()))
            .build();
    Reference reference = new Reference(program);
    try (JvmExecutable executable = backend.compile(program, true)) {
      for (int batchSize : new int[] {0, 1, 13, 521}) {
        Map<String, TensorData> values =
            Map.of(
                "x", Engines.numbers(1, batchSize, 207),
                "y", Engines.numbers(2, batchSize, 207),
                "z", Engines.numbers(3, batchSize, 13, 7, 5),
                "m", Engines.numbers(4, 207, 53));
        List<Feed> feeds =
            program.inputs().stream().map(input -> Feed.of(values.get(input.name()))).toList();
        List<TensorData> expected = reference.run(values, batchSize, 17, 3);
        List<TensorData> actual = executable.run(new RunRequest(feeds, 17, 3));
        assertThat(Engines.bits(actual.get(0)))
            .as("batch of %s", batchSize)
            .isEqualTo(Engines.bits(expected.get(0)));
      }
    }
  }
}
