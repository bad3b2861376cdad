package dev.ae4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.ElementType;
import dev.ae4j.graph.Gradients;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.Window;
import dev.ae4j.graph.op.Conv2dFilterGradient;
import dev.ae4j.graph.op.Input;
import dev.ae4j.graph.op.MatMul;
import dev.ae4j.graph.op.MaxPool2d;
import dev.ae4j.graph.op.MaxUnpool2d;
import dev.ae4j.spi.backend.Feed;
import dev.ae4j.spi.backend.RunRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations on images, tables and many matrices against plain loops, on every set of kernels. */
class ImagePrimitivesTest {
  private static final Window PLAIN = Window.of(3, 3);
  private static final Window SAME = Window.of(3, 3).padding(1, 1, 1, 1);

  static Stream<Arguments> convolutions() {
    Window strided = Window.of(3, 2).stride(2, 2).padding(1, 0, 0, 1);
    Window dilated = Window.of(2, 3).dilation(3, 2).padding(2, 2, 1, 3);
    Window both = Window.of(3, 4).stride(2, 3).dilation(2, 1).padding(3, 4, 5, 1);
    return Stream.of(
        Arguments.of("no padding", PLAIN, 9, 8, 5, 6),
        Arguments.of("one channel in", SAME, 14, 13, 1, 32),
        Arguments.of("one channel out", SAME, 14, 13, 32, 1),
        Arguments.of("three channels out", SAME, 7, 5, 16, 3),
        Arguments.of("four channels out", Window.of(2, 4).padding(1, 0, 2, 1), 6, 9, 12, 4),
        Arguments.of("small images", SAME, 4, 4, 16, 19),
        Arguments.of("images", SAME, 14, 14, 16, 17),
        Arguments.of("many channels", SAME, 7, 6, 33, 70),
        Arguments.of("even window", Window.of(2, 4).padding(1, 0, 1, 2), 9, 11, 8, 8),
        Arguments.of("one line", Window.of(1, 5).padding(0, 0, 2, 2), 1, 207, 7, 8),
        Arguments.of("one element", Window.of(1, 1), 5, 7, 13, 6),
        Arguments.of("one element, strided", Window.of(1, 1).stride(2, 3), 5, 7, 13, 6),
        Arguments.of("strided", strided, 9, 10, 9, 16),
        Arguments.of("strided, one channel in", strided, 9, 10, 1, 16),
        Arguments.of("strided, one channel out", strided, 9, 10, 16, 1),
        Arguments.of("far apart", Window.of(2, 2).stride(3, 4), 11, 12, 8, 5),
        Arguments.of("dilated", dilated, 9, 10, 9, 16),
        Arguments.of("dilated, one channel out", dilated, 9, 10, 17, 1),
        Arguments.of("strided and dilated", both, 9, 10, 9, 5),
        Arguments.of("much padding", PLAIN.padding(5, 4, 6, 3), 4, 5, 16, 8),
        Arguments.of("larger than the image", Window.of(5, 5).padding(3, 3, 3, 3), 2, 3, 8, 8));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("convolutions")
  void convolves(String name, Window window, int height, int width, int in, int out) {
    Tensor x = Tensor.input("x", Shape.batchOf(height, width, in));
    Shape gradient = Shape.batchOf(window.outputHeight(height), window.outputWidth(width), out);
    Tensor v = Tensor.input("v", gradient);
    int[] sizes = {window.height(), window.width(), in, out};
    Tensor filter = Tensor.constant(Engines.numbers(5, sizes));
    check(x.conv2d(filter, window), 0);
    check(v.transposedConv2d(filter, window, height, width), 0);
    check(Tensor.of(new Conv2dFilterGradient(x, v, window)), 1e-5);
  }

  static Stream<Arguments> others() {
    Tensor x = Tensor.input("x", Shape.batchOf(9, 10, 21));
    Tensor many = Tensor.input("x", Shape.batchOf(7, 5, 9));
    Tensor v = Tensor.input("v", Shape.batchOf(7, 9, 6));
    Tensor keys = x.times(4).round();
    Tensor table = Tensor.constant(Engines.numbers(7, 13, 5));
    Tensor indices = x.times(8).plus(5).floor().convert(ElementType.INT32);
    return Stream.of(
        Arguments.of("max pooling", x.maxPool2d(Window.of(2, 2).stride(2, 2))),
        Arguments.of("max pooling, overlapping", x.maxPool2d(SAME)),
        Arguments.of("max pooling by keys", pool(keys, x, SAME)),
        Arguments.of("max pooling of the uneven", x.maxPool2d(PLAIN.stride(2, 3))),
        Arguments.of("max unpooling", unpool(keys, x, Window.of(2, 2).stride(2, 2))),
        Arguments.of("max unpooling, overlapping", unpool(keys, x, SAME)),
        Arguments.of("gather", table.gather(indices)),
        Arguments.of("scatterAdd", x.exp().scatterAdd(indices, 11)),
        Arguments.of("scatterAdd of rows", many.scatterAdd(first(v), 3)),
        Arguments.of("convert", x.times(1e7f).convert(ElementType.INT32).convert(float32())),
        Arguments.of("one-hot", indices.oneHot(9)),
        Arguments.of("matMul of many", many.matMul(v)),
        Arguments.of("matMul of many, transposed", transposed(many, v)),
        Arguments.of("matMul of transposed", transposed(many.transpose(List.of(0, 1, 3, 2)), v)));
  }

  static Stream<Arguments> pooledMaxima() {
    return Stream.of(Window.of(2, 2).stride(2, 2), SAME, PLAIN.stride(2, 3))
        .flatMap(
            window -> Stream.of(0f, -0f, 1f, Float.NaN).map(limit -> Arguments.of(window, limit)));
  }

  /** With equals, both zeros and NaN. */
  @ParameterizedTest
  @MethodSource("pooledMaxima")
  void poolsMaxima(Window window, float limit) {
    Tensor x = Tensor.input("x", Shape.batchOf(9, 10, 21));
    Tensor whole = x.times(4).round();
    Tensor keys = whole.equalTo(Tensor.scalar(3)).select(Tensor.scalar(Float.NaN), whole);
    Tensor pooled = keys.maximum(Tensor.scalar(limit)).maxPool2d(window);
    check(pooled, 0);
    Tensor weighted = pooled.times(x.maxPool2d(window)).sum();
    check(Gradients.of(weighted, List.of(keys)).get(0), 0);
  }

  private static ElementType float32() {
    return ElementType.FLOAT32;
  }

  private static Tensor pool(Tensor keys, Tensor values, Window window) {
    return Tensor.of(new MaxPool2d(keys, values, window));
  }

  private static Tensor unpool(Tensor keys, Tensor values, Window window) {
    return Tensor.of(new MaxUnpool2d(keys, values.maxPool2d(window), window));
  }

  private static Tensor first(Tensor v) {
    return v.sum(List.of(1, 2, 3)).convert(ElementType.INT32);
  }

  private static Tensor transposed(Tensor a, Tensor v) {
    Tensor right = v.reshape(Shape.batchOf(7, 6, 9));
    return a.shape().size(3) == 9
        ? Tensor.of(new MatMul(a, right, false, true))
        : Tensor.of(new MatMul(a, right, true, true));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("others")
  void computes(String name, Tensor tensor) {
    check(tensor, 0);
  }

  /** Compares bits; or, given a tolerance, first numbers and then the bits of all engines. */
  private static void check(Tensor tensor, double tolerance) {
    Program program = Program.builder().output("result", tensor).build();
    for (int batchSize : new int[] {0, 1, 13, 70}) {
      Map<String, TensorData> values = new HashMap<>();
      for (Input input : program.inputs()) {
        int[] sizes = input.shape().withBatch(batchSize).sampleSizes();
        values.put(input.name(), Engines.numbers(input.name().hashCode(), sizes));
      }
      List<Feed> feeds =
          program.inputs().stream().map(input -> Feed.of(values.get(input.name()))).toList();
      TensorData expected = new Reference(program).run(values, batchSize, 17, 3).get(0);
      if (tolerance > 0) {
        TensorData first = run(program, feeds, "scalar", 1);
        double scale = 10 * Math.sqrt(Math.max(1, batchSize));
        for (int i = 0; i < expected.values().length; i++) {
          assertThat((double) first.values()[i])
              .as("batch of %s, element %s", batchSize, i)
              .isCloseTo(expected.values()[i], within(tolerance * scale));
        }
        expected = first;
      }
      for (String kernels : List.of("scalar", "vector")) {
        for (int threads : new int[] {1, 3}) {
          assertThat(Engines.bits(run(program, feeds, kernels, threads)))
              .as("batch of %s, %s, %s threads", batchSize, kernels, threads)
              .isEqualTo(Engines.bits(expected));
        }
      }
    }
  }

  private static TensorData run(Program program, List<Feed> feeds, String kernels, int threads) {
    try (JvmBackend backend = Engines.backend(kernels, threads);
        JvmExecutable executable = backend.compile(program, true)) {
      return executable.run(new RunRequest(feeds, 17, 3)).get(0);
    }
  }
}
