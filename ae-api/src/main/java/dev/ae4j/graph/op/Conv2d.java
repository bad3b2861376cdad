package dev.ae4j.graph.op;

import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The convolution of images with a filter, as networks use the word: the filter is not turned
 * around. Padding is zero; what infinities and NaN in the filter make of it is not defined.
 *
 * @param x {@code [N, height, width, in]}
 * @param filter {@code [window height, window width, in, out]}
 * @param window where the filter is put
 */
public record Conv2d(Tensor x, Tensor filter, Window window) implements Primitive {
  @Override
  public Shape shape() {
    ImageShapes.checkImages(name(), x);
    checkFilter(name(), filter, window);
    if (x.shape().size(3) != filter.shape().size(2)) {
      throw new ShapeException(
          "conv2d of %s with %s: the filter has %s input channels"
              .formatted(x.shape(), filter.shape(), filter.shape().size(2)));
    }
    return ImageShapes.windowed(x.shape(), window, filter.shape().size(3));
  }

  static void checkFilter(String operation, Tensor filter, Window window) {
    ElementTypes.checkFloat(operation, filter);
    Shape shape = filter.shape();
    if (shape.rank() != 4
        || shape.isBatched()
        || shape.size(0) != window.height()
        || shape.size(1) != window.width()) {
      throw new ShapeException(
          "%s with the filter %s: it should be [%s, %s, in, out]"
              .formatted(operation, shape, window.height(), window.width()));
    }
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(x, filter);
  }

  @Override
  public Conv2d withInputs(List<Tensor> inputs) {
    return new Conv2d(inputs.get(0), inputs.get(1), window);
  }

  @Override
  public List<@Nullable Tensor> gradients(Tensor output, Tensor upstream) {
    return List.of(
        Tensor.of(
            new TransposedConv2d(upstream, filter, window, x.shape().size(1), x.shape().size(2))),
        Tensor.of(new Conv2dFilterGradient(x, upstream, window)));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String name() {
    return "conv2d";
  }
}
