package dev.ae4j.graph.op;

import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.Window;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reverse of {@link MaxPool2d}: puts each element of {@code y} to where that operation would
 * have taken it from, adds what meets there, and leaves zeros elsewhere.
 *
 * @param keys {@code [N, height, width, channels]}; they only choose, so no gradient flows into
 *     them
 * @param y {@code [N, rows, columns, channels]}, as many rows and columns as the window has
 *     positions
 * @param window as that of {@link MaxPool2d}
 */
public record MaxUnpool2d(Tensor keys, Tensor y, Window window) implements Primitive {
  @Override
  public Shape shape() {
    MaxPool2d.checkWindow(name(), keys, window);
    ElementTypes.checkFloat(name(), y);
    Shape pooled = ImageShapes.windowed(keys.shape(), window, keys.shape().size(3));
    if (!pooled.equals(y.shape())) {
      throw new ShapeException(
          "maxUnpool2d of %s by %s: it should be %s".formatted(y.shape(), keys.shape(), pooled));
    }
    return keys.shape();
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(keys, y);
  }

  @Override
  public MaxUnpool2d withInputs(List<Tensor> inputs) {
    return new MaxUnpool2d(inputs.get(0), inputs.get(1), window);
  }

  @Override
  public List<@Nullable Tensor> gradients(Tensor output, Tensor upstream) {
    return Arrays.asList(null, Tensor.of(new MaxPool2d(keys, upstream, window)));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String name() {
    return "maxUnpool2d";
  }
}
