package dev.ae4j.testkit;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Resampling;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.Window;
import dev.ae4j.graph.op.Conv2dFilterGradient;
import dev.ae4j.graph.op.MaxPool2d;
import dev.ae4j.graph.op.MaxUnpool2d;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What convolutions, pooling and resampling compute. */
final class ImageCases {
  /** Channels in and out: one, few, odd numbers, and more than a vector holds. */
  private static final int[][] CHANNELS = {{1, 1}, {1, 32}, {3, 5}, {16, 8}, {33, 17}, {7, 40}};

  private final List<ConformanceCase> cases = new ArrayList<>();

  private ImageCases() {}

  static List<ConformanceCase> all() {
    ImageCases cases = new ImageCases();
    cases.convolutions();
    cases.publishedConvolutions();
    cases.pooling();
    cases.publishedPooling();
    cases.resampling();
    cases.networks();
    return cases.cases;
  }

  private void add(String name, Consumer<Scenario> builder) {
    cases.add(
        Scenario.conformanceCase(
            name,
            s -> {
              s.atBatchSizes(13, 0, 1, 33, 2);
              builder.accept(s);
            }));
  }

  /** Windows of all kinds that fit into images of 11 rows and 9 columns. */
  static Map<String, Window> windows() {
    Map<String, Window> windows = new LinkedHashMap<>();
    windows.put("1x1", Window.of(1, 1));
    windows.put("3x3 same", Window.of(3, 3).same(11, 9));
    windows.put("3x3 valid", Window.of(3, 3));
    windows.put("2x2 stride 2", Window.of(2, 2).stride(2, 2));
    windows.put("3x3 stride 2 same", Window.of(3, 3).stride(2, 2).same(11, 9));
    windows.put("1x1 stride 3", Window.of(1, 1).stride(3, 3));
    windows.put("3x3 dilation 2", Window.of(3, 3).dilation(2, 2).same(11, 9));
    windows.put("2x5 stride 3x1 dilation 4x2", new Window(2, 5, 3, 1, 4, 2, 1, 0, 5, 2));
    windows.put("4x3, more padding than window", new Window(4, 3, 2, 1, 1, 1, 5, 4, 3, 4));
    windows.put("1x7", Window.of(1, 7).same(11, 9));
    windows.put("11x9, the whole image", Window.of(11, 9));
    return windows;
  }

  private void convolutions() {
    windows()
        .forEach(
            (name, window) -> {
              add("conv2d " + name, s -> convolution(s, window));
              add("transposedConv2d " + name, s -> transposedConvolution(s, window));
              add("conv2dFilterGradient " + name, s -> filterGradient(s, window));
            });
    add(
        "conv2d of images without a batch",
        s -> {
          Window window = Window.of(3, 3).same(5, 4);
          Tensor x = s.fixed(-1, 1, 3, 5, 4, 2);
          Tensor filter = s.fixed(-1, 1, 3, 3, 2, 4);
          s.measured(x.conv2d(filter, window));
          Tensor y = s.fixed(-1, 1, 3, 5, 4, 4);
          s.measured(y.transposedConv2d(filter, window, 5, 4));
          s.measured(Tensor.of(new Conv2dFilterGradient(x, y, window)));
        });
    add(
        "conv2d of images of one element, of many rows and of many columns",
        s -> {
          for (int[] size : new int[][] {{1, 1}, {101, 1}, {1, 101}, {2, 65}}) {
            Window window = Window.of(3, 3).same(size[0], size[1]);
            Tensor x = s.batch(-1, 1, size[0], size[1], 3);
            s.measured(x.conv2d(s.fixed(-1, 1, 3, 3, 3, 4), window));
          }
        });
    add(
        "conv2d without channels or filters",
        s -> {
          Window window = Window.of(3, 3).same(4, 4);
          s.exact(s.batch(-1, 1, 4, 4, 0).conv2d(s.fixed(-1, 1, 3, 3, 0, 2), window));
          s.exact(s.batch(-1, 1, 4, 4, 2).conv2d(s.fixed(-1, 1, 3, 3, 2, 0), window));
        });
    add(
        "conv1d",
        s -> {
          Tensor x = s.batch(-1, 1, 13, 3);
          s.measured(x.conv1d(s.fixed(-1, 1, 5, 3, 4), Window.of(1, 5).same(1, 13)));
          s.measured(x.conv1d(s.fixed(-1, 1, 2, 3, 4), Window.of(1, 2).stride(1, 2)));
          Tensor two = s.fixed(-1, 1, 2, 7, 3);
          s.measured(two.conv1d(s.fixed(-1, 1, 3, 3, 1), Window.of(1, 3).dilation(1, 3)));
        });
    add(
        "conv2d of what other operations made",
        s -> {
          Window window = Window.of(3, 3).same(6, 4);
          Tensor x = s.batch(-1, 1, 4, 6, 2).transpose(List.of(0, 2, 1, 3));
          Tensor filter = s.parameter(-1, 1, 3, 3, 4, 2).transpose(List.of(0, 1, 3, 2));
          Tensor y = x.plus(1).conv2d(filter, window);
          s.measured(y);
          s.measured(y.plus(s.parameter(-1, 1, 4)).relu());
          s.measured(y.plus(s.parameter(-1, 1, 6, 4, 4)).slice(1, 1, 3).sum(List.of(0, 1)));
          s.measured(x.pad(1, 1, 1).pad(2, 0, 3).conv2d(filter, Window.of(3, 3)).tanh());
        });
  }

  private static void convolution(Scenario s, Window window) {
    for (int[] channels : CHANNELS) {
      Tensor x = s.batch(-1, 1, 11, 9, channels[0]);
      Tensor filter = s.fixed(-1, 1, window.height(), window.width(), channels[0], channels[1]);
      float terms = window.height() * window.width() * channels[0];
      s.within(x.abs().conv2d(filter.abs(), window).times(terms + 1), x.conv2d(filter, window));
    }
  }

  private static void transposedConvolution(Scenario s, Window window) {
    for (int[] channels : CHANNELS) {
      Tensor y = s.batch(-1, 1, window.outputHeight(11), window.outputWidth(9), channels[1]);
      Tensor filter = s.fixed(-1, 1, window.height(), window.width(), channels[0], channels[1]);
      float terms = window.height() * window.width() * channels[1];
      s.within(
          y.abs().transposedConv2d(filter.abs(), window, 11, 9).times(terms + 1),
          y.transposedConv2d(filter, window, 11, 9));
    }
  }

  private static void filterGradient(Scenario s, Window window) {
    int rows = window.outputHeight(11);
    int columns = window.outputWidth(9);
    for (int[] channels : CHANNELS) {
      Tensor x = s.batch(-1, 1, 11, 9, channels[0]);
      Tensor y = s.batch(-1, 1, rows, columns, channels[1]);
      Tensor size = Tensor.of(new Conv2dFilterGradient(x.abs(), y.abs(), window));
      s.within(
          size.times(Tensor.batchSize().times(rows * columns).plus(1)),
          Tensor.of(new Conv2dFilterGradient(x, y, window)));
    }
  }

  /** The cases of the ONNX operators Conv and ConvTranspose, by their definition. */
  private void publishedConvolutions() {
    Tensor ones = constant(new float[] {1, 1, 1, 1, 1, 1, 1, 1, 1}, 3, 3, 1, 1);
    given(
        "conv2d of the ONNX case with padding",
        counting(1, 5, 5, 1).conv2d(ones, Window.of(3, 3).same(5, 5)),
        new double[] {
          12, 21, 27, 33, 24, 33, 54, 63, 72, 51, 63, 99, 108, 117, 81, 93, 144, 153, 162, 111, 72,
          111, 117, 123, 84
        });
    given(
        "conv2d of the ONNX case without padding",
        counting(1, 5, 5, 1).conv2d(ones, Window.of(3, 3)),
        new double[] {54, 63, 72, 99, 108, 117, 144, 153, 162});
    given(
        "conv2d of the ONNX case with strides and padding",
        counting(1, 7, 5, 1).conv2d(ones, Window.of(3, 3).stride(2, 2).padding(1, 1, 1, 1)),
        new double[] {12, 27, 24, 63, 108, 81, 123, 198, 141, 112, 177, 124});
    given(
        "conv2d of the ONNX case with strides, padding above and below only",
        counting(1, 7, 5, 1).conv2d(ones, Window.of(3, 3).stride(2, 2).padding(1, 1, 0, 0)),
        new double[] {21, 33, 99, 117, 189, 207, 171, 183});
    given(
        "transposedConv2d of the ONNX case",
        counting(1, 3, 3, 1).transposedConv2d(ones, Window.of(3, 3), 5, 5),
        new double[] {
          0, 1, 3, 3, 2, 3, 8, 15, 12, 7, 9, 21, 36, 27, 15, 9, 20, 33, 24, 13, 6, 13, 21, 15, 8
        });
  }

  private void pooling() {
    windows()
        .forEach(
            (name, window) -> {
              if (!isPooling(window)) {
                return;
              }
              add(
                  "maxPool2d " + name,
                  s -> {
                    for (int channels : new int[] {1, 3, 16, 33}) {
                      Tensor x = s.batch(-1, 1, 11, 9, channels);
                      Tensor y =
                          s.batch(-1, 1, window.outputHeight(11), window.outputWidth(9), channels);
                      s.exact(x.maxPool2d(window));
                      s.exact(Tensor.of(new MaxPool2d(x, x.times(2).exp().sign(), window)));
                      s.exact(Tensor.of(new MaxPool2d(x, s.batch(-1, 1, 11, 9, channels), window)));
                      // Signs, so that equal keys are frequent
                      s.exact(Tensor.of(new MaxPool2d(x.sign(), x, window)));
                      Tensor size = Tensor.of(new MaxUnpool2d(x.sign(), y.abs(), window));
                      s.within(
                          size.times(window.height() * window.width()),
                          Tensor.of(new MaxUnpool2d(x.sign(), y, window)));
                      s.within(
                          Tensor.of(new MaxUnpool2d(x, y.abs(), window))
                              .times(window.height() * window.width()),
                          Tensor.of(new MaxUnpool2d(x, y, window)));
                    }
                  });
              add(
                  "averagePool2d " + name,
                  s -> {
                    for (int channels : new int[] {1, 3, 16}) {
                      Tensor x = s.batch(-1, 1, 11, 9, channels);
                      s.measured(Resampling.averagePool2d(x, window));
                    }
                  });
            });
    add(
        "maxPool2d of images without a batch",
        s -> {
          Tensor x = s.fixed(-1, 1, 3, 4, 6, 2);
          Window window = Window.of(2, 2).stride(2, 2);
          s.exact(x.maxPool2d(window));
          s.exact(Tensor.of(new MaxUnpool2d(x, s.fixed(-1, 1, 3, 2, 3, 2), window)));
        });
    add(
        "maxPool2d of special values",
        s -> {
          double nan = Double.NaN;
          double infinity = Double.POSITIVE_INFINITY;
          Tensor x =
              s.values(
                  DoubleData.of(
                      new double[] {
                        1, nan, -infinity, -infinity, 0, 3, -infinity, -infinity, infinity, 5, nan,
                        nan, -1, -2, 7, 8
                      },
                      1,
                      4,
                      4,
                      1));
          Window window = Window.of(2, 2).stride(2, 2);
          s.exact(x.maxPool2d(window));
          s.exact(Tensor.of(new MaxPool2d(x, s.fixed(-1, 1, 1, 4, 4, 1), window)));
          s.exact(Tensor.of(new MaxUnpool2d(x, s.fixed(-1, 1, 1, 2, 2, 1), window)));
        });
  }

  static boolean isPooling(Window window) {
    return window.dilationY() == 1
        && window.dilationX() == 1
        && Math.max(window.top(), window.bottom()) < window.height()
        && Math.max(window.left(), window.right()) < window.width();
  }

  /** The cases of the ONNX operators MaxPool, AveragePool and Resize, by their definition. */
  private void publishedPooling() {
    Tensor x = counting(1, 5, 5, 1).plus(1);
    given(
        "maxPool2d of the ONNX case with padding",
        x.maxPool2d(Window.of(5, 5).padding(2, 2, 2, 2)),
        new double[] {
          13, 14, 15, 15, 15, 18, 19, 20, 20, 20, 23, 24, 25, 25, 25, 23, 24, 25, 25, 25, 23, 24,
          25, 25, 25
        });
    given(
        "maxPool2d of the ONNX case with strides",
        x.maxPool2d(Window.of(2, 2).stride(2, 2)),
        new double[] {7, 9, 17, 19});
    given(
        "maxPool2d of the ONNX case with strides and least padding",
        x.maxPool2d(Window.of(3, 3).stride(2, 2).same(5, 5)),
        new double[] {7, 9, 10, 17, 19, 20, 22, 24, 25});
    given(
        "averagePool2d of the ONNX case with padding",
        Resampling.averagePool2d(x, Window.of(5, 5).padding(2, 2, 2, 2)),
        new double[] {
          7, 7.5, 8, 8.5, 9, 9.5, 10, 10.5, 11, 11.5, 12, 12.5, 13, 13.5, 14, 14.5, 15, 15.5, 16,
          16.5, 17, 17.5, 18, 18.5, 19
        });
    given(
        "averagePool2d of the ONNX case with strides",
        Resampling.averagePool2d(x, Window.of(2, 2).stride(2, 2)),
        new double[] {4, 6, 14, 16});
    given(
        "resizeBilinear of the ONNX case",
        Resampling.resizeBilinear(counting(1, 2, 2, 1).plus(1), 4, 4),
        new double[] {
          1, 1.25, 1.75, 2, 1.5, 1.75, 2.25, 2.5, 2.5, 2.75, 3.25, 3.5, 3, 3.25, 3.75, 4
        });
    given(
        "upsampleNearest of the ONNX case",
        Resampling.upsampleNearest(counting(1, 2, 2, 1).plus(1), 2, 3),
        new double[] {1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 3, 3, 3, 4, 4, 4});
  }

  private static Tensor constant(float[] values, int... sizes) {
    return Tensor.constant(TensorData.of(values, sizes));
  }

  private static Tensor counting(int... sizes) {
    TensorData data = TensorData.zeros(Shape.of(sizes));
    for (int i = 0; i < data.values().length; i++) {
      data.values()[i] = i;
    }
    return Tensor.constant(data);
  }

  /** Adds a case with results that someone else computed, of whole and half numbers. */
  private void given(String name, Tensor tensor, double[] expected) {
    cases.add(
        new ConformanceCase(
            name,
            backend -> {
              TensorData actual = Runs.once(backend, tensor);
              DoubleData stated = DoubleData.of(expected, tensor.shape());
              DoubleData tolerance = DoubleData.zeros(tensor.shape());
              Arrays.fill(tolerance.values(), 1e-5);
              Closeness.assertClose(name, stated, tolerance, actual);
            }));
  }

  private void resampling() {
    add(
        "upsampleNearest",
        s -> {
          s.exact(Resampling.upsampleNearest(s.batch(-1, 1, 3, 5, 7), 2, 2));
          s.exact(Resampling.upsampleNearest(s.batch(-1, 1, 1, 1, 16), 3, 1));
          s.exact(Resampling.upsampleNearest(s.fixed(-1, 1, 2, 3, 5, 1), 1, 4));
        });
    add(
        "resizeBilinear",
        s -> {
          s.measured(Resampling.resizeBilinear(s.batch(-1, 1, 3, 5, 7), 6, 10));
          s.measured(Resampling.resizeBilinear(s.batch(-1, 1, 7, 4, 1), 3, 9));
          s.measured(Resampling.resizeBilinear(s.fixed(-1, 1, 2, 1, 3, 2), 4, 1));
        });
  }

  private void networks() {
    add(
        "a convolutional autoencoder and its gradients",
        s -> {
          Tensor x = s.batch(0, 1, 7, 6, 1);
          Tensor k1 = s.parameter(-0.5, 0.5, 3, 3, 1, 8);
          Tensor b1 = s.parameter(-0.5, 0.5, 8);
          Tensor w = s.parameter(-0.3, 0.3, 4 * 3 * 8, 5);
          Tensor v = s.parameter(-0.3, 0.3, 5, 4 * 3 * 8);
          Tensor k2 = s.parameter(-0.5, 0.5, 3, 3, 8, 1);
          Tensor h = x.conv2d(k1, Window.of(3, 3).same(7, 6)).plus(b1).tanh();
          Tensor pooled = h.maxPool2d(Window.of(2, 2).stride(2, 2).same(7, 6));
          Tensor code = pooled.reshape(Shape.batchOf(4 * 3 * 8)).matMul(w).tanh();
          Tensor images = code.matMul(v).tanh().reshape(Shape.batchOf(4, 3, 8));
          Tensor large = Resampling.upsampleNearest(images, 2, 2).slice(1, 0, 7).slice(2, 0, 6);
          Tensor y = large.conv2d(k2, Window.of(3, 3).same(7, 6)).sigmoid();
          s.measured(y);
          s.gradients(y.minus(x).square(), List.of(k1, b1, w, v, k2));
          s.atBatchSizes(13, 1, 7);
        });
  }
}
