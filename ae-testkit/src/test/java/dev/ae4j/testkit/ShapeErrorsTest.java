package dev.ae4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ae4j.graph.ElementType;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Resampling;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.Window;
import dev.ae4j.graph.op.Binary;
import dev.ae4j.graph.op.BinaryKind;
import dev.ae4j.graph.op.Broadcast;
import dev.ae4j.graph.op.Compare;
import dev.ae4j.graph.op.CompareKind;
import dev.ae4j.graph.op.Conv2dFilterGradient;
import dev.ae4j.graph.op.Convert;
import dev.ae4j.graph.op.MatMul;
import dev.ae4j.graph.op.MaxPool2d;
import dev.ae4j.graph.op.MaxUnpool2d;
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
    refused(() -> X.matMul(A), "matMul of [N, 3, 5] and [2, 3]", "inner sizes");
    refused(() -> A.matMul(X), "matMul of [2, 3] and [N, 3, 5]", "two axes");
    refused(() -> X.matMul(X), "matMul of [N, 3, 5] and [N, 3, 5]", "inner sizes");
    Tensor many = Tensor.input("many", Shape.of(7, 5, 3));
    refused(() -> X.matMul(many), "matMul of [N, 3, 5] and [7, 5, 3]", "before the last two");
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
        () -> Tensor.concat(1, List.of(A, Tensor.input("b", Shape.of(3, 3)))), "a[2, 3], b[3, 3]");
    refused(() -> Tensor.concat(0, List.of(X, X)), "concat along axis 0 of", "batch");
    refused(() -> Tensor.concat(2, List.of(A)), "[2, 3]", "2");
    refused(() -> Tensor.concat(0, List.of()), "concat");
    refused(() -> Tensor.concat(1, List.of(X, Tensor.input("b", Shape.of(7, 3, 5)))), "[7, 3, 5]");
  }

  private static final Tensor IMAGES = Tensor.input("images", Shape.batchOf(5, 4, 3));

  private static Tensor filter(int... sizes) {
    return Tensor.input("filter", Shape.of(sizes));
  }

  @Test
  void windows() {
    refused(() -> Window.of(0, 1), "height 0");
    refused(() -> Window.of(1, 1).stride(1, 0), "stride 0");
    refused(() -> Window.of(1, 1).dilation(-1, 1), "dilation -1");
    refused(() -> Window.of(1, 1).padding(0, 0, -1, 0), "padding -1");
    refused(() -> Window.of(1, Integer.MAX_VALUE), "width 2147483647");
    refused(() -> Window.of(6, 1).outputHeight(5), "6 rows", "5 and 0 of padding");
    refused(() -> Window.of(1, 2).dilation(1, 5).padding(0, 0, 0, 1).outputWidth(4), "6 columns");
  }

  @Test
  void convolutions() {
    Window window = Window.of(3, 2);
    refused(() -> X.conv2d(filter(3, 2, 5, 1), window), "conv2d of [N, 3, 5]", "[N, height");
    refused(() -> IMAGES.conv2d(filter(2, 3, 3, 1), window), "[2, 3, 3, 1]", "[3, 2, in, out]");
    refused(() -> IMAGES.conv2d(filter(3, 2, 3), window), "[3, 2, 3]", "[3, 2, in, out]");
    refused(() -> IMAGES.conv2d(filter(3, 2, 4, 1), window), "[N, 5, 4, 3]", "4 input channels");
    refused(() -> IMAGES.conv2d(filter(6, 1, 3, 1), Window.of(6, 1)), "6 rows");
    Tensor y = Tensor.input("y", Shape.batchOf(3, 3, 1));
    refused(
        () -> y.transposedConv2d(filter(3, 2, 3, 2), window, 5, 4),
        "transposedConv2d of [N, 3, 3, 1]",
        "2 output channels");
    refused(
        () -> y.transposedConv2d(filter(3, 2, 3, 1), window, 6, 4),
        "[N, 3, 3, 1] to [N, 6, 4, 3]",
        "makes [N, 4, 3, 1]");
    refused(
        () -> Tensor.of(new Conv2dFilterGradient(IMAGES, y, Window.of(2, 2))),
        "conv2dFilterGradient of [N, 5, 4, 3] and [N, 3, 3, 1]",
        "makes [N, 4, 3, 1]");
    refused(() -> X.conv1d(filter(2, 4, 1), Window.of(1, 2)), "4 input channels");
    refused(() -> X.conv1d(filter(1, 2, 5, 1), Window.of(1, 2)), "conv1d of [N, 3, 5]");
  }

  @Test
  void pooling() {
    refused(() -> X.maxPool2d(Window.of(1, 1)), "maxPool2d of [N, 3, 5]");
    refused(() -> IMAGES.maxPool2d(Window.of(2, 2).dilation(2, 1)), "dilated");
    refused(() -> IMAGES.maxPool2d(Window.of(2, 2).padding(2, 0, 0, 0)), "nothing but padding");
    refused(
        () -> Tensor.of(new MaxPool2d(IMAGES, X, Window.of(1, 1))),
        "maxPool2d of [N, 3, 5] by [N, 5, 4, 3]");
    refused(
        () -> Tensor.of(new MaxUnpool2d(IMAGES, IMAGES, Window.of(2, 1))),
        "maxUnpool2d of [N, 5, 4, 3]",
        "[N, 4, 4, 3]");
    refused(() -> Resampling.averagePool2d(IMAGES, Window.of(6, 1)), "6 rows");
    refused(() -> Resampling.averagePool2d(IMAGES, Window.of(1, 1).padding(1, 0, 0, 0)), "padding");
    refused(() -> Resampling.upsampleNearest(IMAGES, 0, 1), "0 and 1");
    refused(() -> Resampling.upsampleNearest(X, 1, 1), "[N, 3, 5]");
    refused(() -> Resampling.resizeBilinear(IMAGES, 0, 1), "0 x 1");
  }

  @Test
  void wholeNumbers() {
    Tensor whole = A.convert(ElementType.INT32);
    refused(() -> whole.plus(whole), "add of convert[2, 3] of int32", "float32");
    refused(() -> whole.exp(), "exp of convert[2, 3] of int32");
    refused(() -> whole.matMul(whole), "matMul of convert[2, 3] of int32");
    refused(() -> whole.sum(), "sum of convert[2, 3] of int32");
    refused(() -> whole.equalTo(A), "equal of", "the types differ");
    refused(() -> A.select(A, whole), "select of", "the types differ");
    refused(() -> whole.select(A, A), "select of", "float32");
    refused(() -> Tensor.concat(0, List.of(A, whole)), "concat", "types");
    refused(() -> A.oneHot(3), "oneHot of a[2, 3]", "int32");
    refused(() -> A.gather(A), "gather by a[2, 3]", "int32");
    refused(() -> X.gather(whole), "gather from [N, 3, 5]");
    refused(() -> Tensor.scalar(1).gather(whole), "gather from []");
    refused(() -> whole.gather(whole), "gather of");
    refused(() -> A.scatterAdd(A, 2), "scatterAdd by a[2, 3]", "int32");
    refused(() -> X.scatterAdd(whole, 2), "scatterAdd of [N, 3, 5] by [2, 3] into 2 rows");
    refused(() -> A.scatterAdd(whole, -1), "into -1 rows");
    refused(() -> new Convert(A, ElementType.FLOAT32), "convert of a[2, 3]");
    refused(() -> Program.builder().output("out", whole), "output out", "Maybe convert it");
    refused(() -> X.argMax(0), "argMax of [N, 3, 5] along axis 0");
    refused(() -> A.argMax(2), "2");
    refused(() -> Tensor.input("none", Shape.of(2, 0)).argMax(1), "argMax of [2, 0]");
    refused(() -> A.straightThrough(ROW), "straightThrough of [2, 3] for [7]");
  }

  @Test
  void softmaxNeedsAnAxisBesideTheBatch() {
    refused(() -> Tensor.input("x", Shape.batchOf()).logSoftmax(), "[N]");
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
