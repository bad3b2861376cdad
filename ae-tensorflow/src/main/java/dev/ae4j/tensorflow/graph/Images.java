package dev.ae4j.tensorflow.graph;

import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Window;
import org.tensorflow.proto.DataType;

/**
 * Nodes that convolve and pool images.
 *
 * <p>TensorFlow knows no padding and the least padding that its own rule gives; other padding is
 * added before or cut off after. On CPUs its gradients know no dilation: they get a filter with
 * zeros between its elements.
 */
final class Images {
  private final GraphBuilder graph;
  private final Sizes sizes;

  Images(GraphBuilder graph, Sizes sizes) {
    this.graph = graph;
    this.sizes = sizes;
  }

  /** Returns the convolution of images of a shape. */
  String convolve(String x, Shape images, String filter, Window window) {
    return move(graph.node("Conv2D").inputs(padded(x, images, window, 0), filter), images, window)
        .integers("dilations", 1, window.dilationY(), window.dilationX(), 1)
        .add();
  }

  /** Returns the gradient of a convolution with respect to its images, which have a shape. */
  String transposed(String y, Shape images, String filter, Shape filterShape, Window window) {
    Shape extended = extended(images, window);
    String gradient =
        move(
                graph
                    .node("Conv2DBackpropInput")
                    .inputs(sizes.of(extended), dilated(filter, filterShape, window), y),
                images,
                window)
            .add();
    return cut(gradient, images, window);
  }

  /** Returns the gradient of a convolution with respect to its filter, which has a shape. */
  String filterGradient(String x, Shape images, String y, Shape filterShape, Window window) {
    Shape dilated =
        Shape.of(window.spanY(), window.spanX(), filterShape.size(2), filterShape.size(3));
    String gradient =
        move(
                graph
                    .node("Conv2DBackpropFilter")
                    .inputs(padded(x, images, window, 0), sizes.of(dilated), y),
                images,
                window)
            .add();
    if (!isDilated(window)) {
      return gradient;
    }
    return graph
        .node("StridedSlice")
        .inputs(
            gradient,
            graph.ints(0, 0, 0, 0),
            sizes.of(dilated),
            graph.ints(window.dilationY(), window.dilationX(), 1, 1))
        .type("T", DataType.DT_FLOAT)
        .type("Index", DataType.DT_INT32)
        .add();
  }

  /** Returns a filter with zeros between its elements. */
  private String dilated(String filter, Shape shape, Window window) {
    if (!isDilated(window)) {
      return filter;
    }
    int in = shape.size(2);
    int out = shape.size(3);
    int height = window.height();
    int width = window.width();
    int y = window.dilationY();
    int x = window.dilationX();
    String apart = graph.apply("Reshape", filter, graph.ints(height, 1, width, 1, in, out));
    String zeros = graph.pad(apart, new int[6], new int[] {0, y - 1, 0, x - 1, 0, 0}, 0);
    String together = graph.apply("Reshape", zeros, graph.ints(height * y, width * x, in, out));
    return graph.slice(
        together, graph.ints(0, 0, 0, 0), graph.ints(window.spanY(), window.spanX(), in, out));
  }

  private static boolean isDilated(Window window) {
    return window.dilationY() > 1 || window.dilationX() > 1;
  }

  /** Returns the largest element in each window. */
  String maximum(String keys, Shape images, Window window) {
    return pool(
            graph.node("MaxPool").inputs(padded(keys, images, window, Float.NEGATIVE_INFINITY)),
            images,
            window)
        .add();
  }

  /** Returns the values where the keys are largest in each window. */
  String chosen(String keys, String values, Shape images, Window window) {
    String largest =
        pool(
                graph
                    .node("MaxPoolWithArgmax")
                    .inputs(padded(keys, images, window, Float.NEGATIVE_INFINITY)),
                images,
                window)
            .type("Targmax", DataType.DT_INT64)
            .flag("include_batch_in_index", true)
            .add();
    String flat = graph.apply("Reshape", padded(values, images, window, 0), graph.ints(-1));
    return graph.gather(flat, largest + ":1", DataType.DT_INT64);
  }

  /** Returns images with values where the keys are largest in each window. */
  String spread(String keys, String y, Shape images, Window window) {
    String gradient =
        pool(
                graph
                    .node("MaxPoolGrad")
                    .inputs(
                        padded(keys, images, window, Float.NEGATIVE_INFINITY),
                        maximum(keys, images, window),
                        y),
                images,
                window)
            .add();
    return cut(gradient, images, window);
  }

  private GraphBuilder.Node pool(GraphBuilder.Node node, Shape images, Window window) {
    return move(node, images, window).integers("ksize", 1, window.height(), window.width(), 1);
  }

  /** Says how a window moves over images that {@link #padded} has made. */
  private static GraphBuilder.Node move(GraphBuilder.Node node, Shape images, Window window) {
    return node.integers("strides", 1, window.strideY(), window.strideX(), 1)
        .text("padding", isSame(images, window) ? "SAME" : "VALID")
        .type("T", DataType.DT_FLOAT);
  }

  /** Returns whether the padding is the one that TensorFlow calls the same. */
  private static boolean isSame(Shape images, Window window) {
    return window.equals(window.same(images.size(1), images.size(2)));
  }

  private static boolean hasPadding(Shape images, Window window) {
    return !isSame(images, window) && !window.equals(window.padding(0, 0, 0, 0));
  }

  /** Returns images together with the padding that TensorFlow is not to add. */
  private String padded(String x, Shape images, Window window, float value) {
    return hasPadding(images, window)
        ? graph.pad(
            x,
            new int[] {0, window.top(), window.left(), 0},
            new int[] {0, window.bottom(), window.right(), 0},
            value)
        : x;
  }

  private static Shape extended(Shape images, Window window) {
    return hasPadding(images, window)
        ? images
            .withSize(1, window.top() + images.size(1) + window.bottom())
            .withSize(2, window.left() + images.size(2) + window.right())
        : images;
  }

  /** Returns images without the padding that was added. */
  private String cut(String x, Shape images, Window window) {
    return hasPadding(images, window)
        ? graph.slice(
            x, graph.ints(0, window.top(), window.left(), 0), graph.ints(Sizes.open(images)))
        : x;
  }
}
