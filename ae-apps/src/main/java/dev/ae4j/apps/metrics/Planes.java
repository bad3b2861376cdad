package dev.ae4j.apps.metrics;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;

/** Where the pixels of images are in an array of rows. */
record Planes(int height, int width, int channels) {
  /**
   * Returns the layout of images.
   *
   * @param image the shape of one image, {@code [height, width]} or {@code [height, width,
   *     channels]}
   * @throws DataException if rows are no images of that shape
   */
  static Planes of(TensorData images, Shape image) {
    if ((image.rank() != 2 && image.rank() != 3)
        || image.sampleElements() != images.rowShape().sampleElements()) {
      throw new DataException(
          "Rows of shape " + images.rowShape() + " are no images of shape " + image);
    }
    return new Planes(image.size(0), image.size(1), image.rank() == 2 ? 1 : image.size(2));
  }

  /** Returns where a value is; of a pixel outside, the value of the nearest one inside. */
  int nearest(int row, int y, int x, int channel) {
    int insideY = Math.min(Math.max(y, 0), height - 1);
    int insideX = Math.min(Math.max(x, 0), width - 1);
    return ((row * height + insideY) * width + insideX) * channels + channel;
  }
}
