package dev.ae4j.graph.op;

import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.Window;

/** Checks of operations on images {@code [N, height, width, channels]}. */
final class ImageShapes {
  private ImageShapes() {}

  /** Checks that a tensor has the axes of images. */
  static void checkImages(String operation, Tensor x) {
    if (x.shape().rank() != 4) {
      throw new ShapeException(
          operation + " of " + x.shape() + ": images have the axes [N, height, width, channels]");
    }
    ElementTypes.checkFloat(operation, x);
  }

  /** Returns as many images of another size. */
  static Shape resized(Shape images, int height, int width, int channels) {
    return images.isBatched()
        ? Shape.batchOf(height, width, channels)
        : Shape.of(images.size(0), height, width, channels);
  }

  /** Returns what a window makes of images. */
  static Shape windowed(Shape images, Window window, int channels) {
    return resized(
        images, window.outputHeight(images.size(1)), window.outputWidth(images.size(2)), channels);
  }
}
