package dev.ae4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Binary;
import dev.ae4j.graph.op.BinaryKind;
import dev.ae4j.graph.op.Broadcast;
import dev.ae4j.graph.op.Compare;
import dev.ae4j.graph.op.CompareKind;
import dev.ae4j.graph.op.MatMul;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.graph.op.Reduce;
import dev.ae4j.graph.op.ReduceKind;
import dev.ae4j.graph.op.Select;
import dev.ae4j.model.BuildContext;
import dev.ae4j.model.Initializers;
import java.util.List;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Graphs that do not fit are refused when they are built, by operation and shapes. */
class ShapeErrorsTest {
  private static final Tensor X = Tensor.input("x", Shape.batchOf(3, 5));
  private static final Tensor ROW = Tensor.input("row", Shape.of(7));
  private static final Tensor A = Tensor.input("a", Shape.of(2, 3));

  private static void refused(ThrowingCallable building, String... parts) {
    assertThatThrownBy(building).isInstanceOf(ShapeException.class).hasMessageContainingAll(parts);
  }

  @Test
  void elementwise() {
    refused(() -> X.plus(ROW), "add of [N, 3, 5] and [7]");
    refused(() -> X.minus(ROW), "subtract of [N, 3, 5] and [7]");
    refused(() -> X.times(ROW), "multiply of [N, 3, 5] and [7]");
    refused(() -> X.dividedBy(ROW), "divide of [N, 3, 5] and [7]");
    refused(() -> X.maximum(ROW), "maximum of [N, 3, 5] and [7]");
    refused(() -> ROW.minimum(X), "minimum of [7] and [N, 3, 5]");
    refused(() -> X.lessThan(ROW), "less of [N, 3, 5] and [7]");
    refused(() -> X.atMost(ROW), "less_or_equal of [N, 3, 5] and [7]");
    refused(() -> X.equalTo(ROW), "equal of [N, 3, 5] and [7]");
    refused(() -> A.select(X, ROW), "select of", "[2, 3]", "[N, 3, 5]");
    refused(() -> Tensor.scalar(1).select(X, ROW), "select of [N, 3, 5] and [7]");
  }

  @Test
  void operationsDoNotBroadcastByThemselves() {
    Tensor one = Tensor.scalar(1);
    refused(() -> Tensor.of(new Binary(BinaryKind.ADD, A, one)), "add of [2, 3] and []");
    refused(() -> Tensor.of(new Compare(CompareKind.LESS, A, one)), "less of [2, 3] and []");
    refused(() -> Tensor.of(new Select(one, A, A)), "select by [] of [2, 3] and [2, 3]");
    refused(() -> Tensor.of(new Select(A, A, one)), "select by [2, 3] of [2, 3] and []");
  }

  @Test
  void broadcastTo() {
    refused(() -> ROW.broadcastTo(Shape.of(7, 3)), "broadcast of [7] to [7, 3]");
    refused(() -> A.broadcastTo(Shape.of(3)), "broadcast of [2, 3] to [3]");
    refused(() -> X.broadcastTo(Shape.of(7, 3, 5)), "broadcast of [N, 3, 5] to [7, 3, 5]");
    refused(() -> X.broadcastTo(Shape.batchOf(2, 3, 5)), "broadcast of [N, 3, 5]");
    refused(() -> new Broadcast(A, Shape.of(2, 1)), "broadcast of [2, 3] to [2, 1]");
  }

  @Test
  void matrixProducts() {
    refused(() -> A.matMul(A), "matMul of [2, 3] and [2, 3]", "inner sizes");
    refused(() -> X.matMul(A), "matMul of [N, 3, 5] and [2, 3]", "two axes");
    refused(() -> A.matMul(ROW), "matMul of [2, 3] and [7]", "two axes");
    Tensor rows = Tensor.input("rows", Shape.batchOf(3));
    Tensor square = Tensor.input("square", Shape.of(3, 3));
    refused(
        () -> Tensor.of(new MatMul(square, rows, false, true)),
        "matMul of [3, 3] and [N, 3] transposed",
        "columns");
    refused(
        () -> Tensor.of(new MatMul(rows, square, true, false)),
        "matMul of [N, 3] transposed and [3, 3]",
        "inner sizes");
  }

  @Test
  void reductions() {
    refused(() -> X.sum(3), "[N, 3, 5]", "3");
    refused(() -> X.max(-1), "[N, 3, 5]", "-1");
    refused(() -> X.mean(List.of(3)), "[N, 3, 5]", "3");
    refused(() -> Tensor.scalar(1).max(0), "[]", "0");
    refused(() -> new Reduce(ReduceKind.SUM, X, List.of()), "reduce of [N, 3, 5]", "no axis");
    refused(() -> new Reduce(ReduceKind.SUM, X, List.of(1, 1)), "reduce of [N, 3, 5]", "[1, 1]");
    refused(() -> new Reduce(ReduceKind.SUM, X, List.of(2, 0)), "reduce of [N, 3, 5]", "[2, 0]");
  }

  @Test
  void moves() {
    refused(() -> A.reshape(Shape.of(4)), "reshape of [2, 3] to [4]");
    refused(() -> X.reshape(Shape.batchOf(14)), "reshape of [N, 3, 5] to [N, 14]");
    refused(() -> X.reshape(Shape.of(15)), "reshape of [N, 3, 5] to [15]");
    refused(() -> A.transpose(List.of(0)), "transpose of [2, 3] to the order [0]");
    refused(() -> A.transpose(List.of(0, 0)), "transpose of [2, 3] to the order [0, 0]");
    refused(() -> X.transpose(List.of(1, 0, 2)), "transpose of [N, 3, 5]", "batch first");
    refused(() -> A.slice(1, 2, 2), "slice of [2, 3] along axis 1 from 2, size 2");
    refused(() -> A.slice(1, -1, 2), "slice of [2, 3] along axis 1 from -1, size 2");
    refused(() -> A.slice(1, 0, -1), "slice of [2, 3]", "size -1");
    refused(() -> A.slice(1, 0, Integer.MAX_VALUE), "slice of [2, 3]");
    refused(() -> X.slice(0, 0, 1), "slice of [N, 3, 5]", "batch");
    refused(() -> A.slice(2, 0, 1), "[2, 3]", "2");
    refused(() -> A.pad(1, -1, 0), "pad of [2, 3] along axis 1 by -1 and 0");
    refused(() -> A.pad(1, Integer.MAX_VALUE, 1), "pad of [2, 3]");
    refused(() -> X.pad(0, 1, 0), "pad of [N, 3, 5]", "batch");
    refused(() -> X.expand(0), "expand of [N, 3, 5]", "0");
    refused(() -> A.expand(3), "expand of [2, 3]", "3");
  }

  @Test
  void concatenations() {
    refused(() -> Tensor.concat(0, List.of(A, ROW)), "concat along axis 0 of", "[2, 3]", "[7]");
    refused(
        () -> Tensor.concat(1, List.of(A, Tensor.input("b", Shape.of(3, 3)))), "[2, 3], [3, 3]");
    refused(() -> Tensor.concat(0, List.of(X, X)), "concat along axis 0 of", "batch");
    refused(() -> Tensor.concat(2, List.of(A)), "[2, 3]", "2");
    refused(() -> Tensor.concat(0, List.of()), "concat");
    refused(() -> Tensor.concat(1, List.of(X, Tensor.input("b", Shape.of(7, 3, 5)))), "[7, 3, 5]");
  }

  @Test
  void softmaxNeedsAnAxisBesideTheBatch() {
    refused(() -> Tensor.scalar(1).softmax(), "[]");
    refused(() -> Tensor.input("x", Shape.batchOf()).softmax(), "[N]");
  }

  @Test
  void parametersAreNotBatched() {
    refused(() -> new Parameter("p", Shape.batchOf(2)), "p", "[N, 2]");
  }

  @Test
  void theMessageCollectsThePathOfLayers() {
    BuildContext root =
        BuildContext.root(Shape.of(7), OptionalInt.empty(), BuildContext.Mode.INFERENCE);
    ShapeException thrown =
        catchThrowableOfType(
            ShapeException.class,
            () ->
                root.plugin(
                    "encoder",
                    "dense",
                    encoder ->
                        encoder.layer(
                            "hidden-1",
                            layer ->
                                Tensor.input("x", Shape.batchOf(7))
                                    .matMul(
                                        layer.parameter(
                                            "kernel", Shape.of(5, 3), Initializers.zeros())))));
    assertThat(thrown)
        .hasMessageStartingWith("encoder dense > hidden-1: matMul of [N, 7] and [5, 3]: ");
    assertThat(thrown.getCause()).hasMessageStartingWith("matMul of");
    assertThat(thrown.getStackTrace()[0].getClassName()).isEqualTo(MatMul.class.getName());
  }
}
