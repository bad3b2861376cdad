package dev.ae4j.graph.op;

import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.Window;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * For each position of a window and each channel, the value where the key is largest: max pooling
 * if values and keys are the same tensor.
 *
 * <p>Of equal keys the first in row-major order counts; NaN is larger than every number. Padding is
 * never chosen.
 *
 * @param keys {@code [N, height, width, channels]}; they only choose, so no gradient flows into
 *     them
 * @param values {@code [N, height, width, channels]}
 * @param window without dilation, and with less padding than rows or columns on each side
 */
public record MaxPool2d(Tensor keys, Tensor values, Window window) implements Primitive {
  @Override
  public Shape shape() {
    checkWindow(name(), keys, window);
    ElementTypes.checkFloat(name(), values);
    if (!keys.shape().equals(values.shape())) {
      throw new ShapeException(
          "maxPool2d of %s by %s: the shapes differ".formatted(values.shape(), keys.shape()));
    }
    return ImageShapes.windowed(keys.shape(), window, keys.shape().size(3));
  }

  static void checkWindow(String operation, Tensor keys, Window window) {
    ImageShapes.checkImages(operation, keys);
    if (window.dilationY() != 1
        || window.dilationX() != 1
        || Math.max(window.top(), window.bottom()) >= window.height()
        || Math.max(window.left(), window.right()) >= window.width()
        || keys.shape().size(1) == 0
        || keys.shape().size(2) == 0) {
      throw new ShapeException(
          "%s of %s with %s: it is dilated, or a position sees nothing but padding"
              .formatted(operation, keys.shape(), window));
    }
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(keys, values);
  }

  @Override
  public MaxPool2d withInputs(List<Tensor> inputs) {
    return new MaxPool2d(inputs.get(0), inputs.get(1), window);
  }

  @Override
  public List<@Nullable Tensor> gradients(Tensor output, Tensor upstream) {
    return Arrays.asList(null, Tensor.of(new MaxUnpool2d(keys, upstream, window)));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String name() {
    return "maxPool2d";
  }
}
