package dev.ae4j.graph.op;

import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The gradient with respect to the filter of {@link Conv2d}: for each place in the window and pair
 * of channels, the sum over all images and positions of {@code x} there times {@code y}.
 *
 * @param x the images, {@code [N, height, width, in]}
 * @param y the gradient with respect to the result, {@code [N, rows, columns, out]}
 * @param window where the filter was put
 */
public record Conv2dFilterGradient(Tensor x, Tensor y, Window window) implements Primitive {
  @Override
  public Shape shape() {
    ImageShapes.checkImages(name(), x);
    ImageShapes.checkImages(name(), y);
    int out = y.shape().size(3);
    if (!ImageShapes.windowed(x.shape(), window, out).equals(y.shape())) {
      throw new ShapeException(
          "conv2dFilterGradient of %s and %s: of the first, %s makes %s"
              .formatted(
                  x.shape(), y.shape(), window, ImageShapes.windowed(x.shape(), window, out)));
    }
    return Shape.of(window.height(), window.width(), x.shape().size(3), out);
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(x, y);
  }

  @Override
  public Conv2dFilterGradient withInputs(List<Tensor> inputs) {
    return new Conv2dFilterGradient(inputs.get(0), inputs.get(1), window);
  }

  @Override
  public List<@Nullable Tensor> gradients(Tensor output, Tensor upstream) {
    return List.of(
        Tensor.of(new TransposedConv2d(y, upstream, window, x.shape().size(1), x.shape().size(2))),
        Tensor.of(new Conv2d(x, upstream, window)));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String name() {
    return "conv2dFilterGradient";
  }
}
