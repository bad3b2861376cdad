package dev.ae4j.graph.op;

import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The transposed convolution: each element of {@code y} adds its multiple of the filter to the
 * image at the place where {@link Conv2d} would have looked for it.
 *
 * <p>With the same filter and window it maps the gradient with respect to the result of {@link
 * Conv2d} to the gradient with respect to its images. What falls on the padding is dropped.
 *
 * @param y {@code [N, rows, columns, out]}, as many rows and columns as the window has positions
 * @param filter {@code [window height, window width, in, out]}, as that of {@link Conv2d}
 * @param window where the filter is put
 * @param height the rows of the result
 * @param width the columns of the result
 */
public record TransposedConv2d(Tensor y, Tensor filter, Window window, int height, int width)
    implements Primitive {
  @Override
  public Shape shape() {
    ImageShapes.checkImages(name(), y);
    Conv2d.checkFilter(name(), filter, window);
    if (y.shape().size(3) != filter.shape().size(3)) {
      throw new ShapeException(
          "transposedConv2d of %s with %s: the filter has %s output channels"
              .formatted(y.shape(), filter.shape(), filter.shape().size(3)));
    }
    Shape result = ImageShapes.resized(y.shape(), height, width, filter.shape().size(2));
    Shape back = ImageShapes.windowed(result, window, filter.shape().size(3));
    if (!back.equals(y.shape())) {
      throw new ShapeException(
          "transposedConv2d of %s to %s: of that, %s makes %s"
              .formatted(y.shape(), result, window, back));
    }
    return result;
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(y, filter);
  }

  @Override
  public TransposedConv2d withInputs(List<Tensor> inputs) {
    return new TransposedConv2d(inputs.get(0), inputs.get(1), window, height, width);
  }

  @Override
  public List<@Nullable Tensor> gradients(Tensor output, Tensor upstream) {
    return List.of(
        Tensor.of(new Conv2d(upstream, filter, window)),
        Tensor.of(new Conv2dFilterGradient(upstream, y, window)));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String name() {
    return "transposedConv2d";
  }
}
