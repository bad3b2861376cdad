package dev.ae4j.apps.cli;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;

/** Takes samples for images, where they can be. */
final class Images {
  /** How large small images are shown. */
  private static final int SHOWN_PIXELS = 56;

  private Images() {}

  /**
   * Returns the samples.
   *
   * @throws DataException if a value is not in {@code [0, 1]}
   */
  static TensorData unit(TensorData samples) {
    for (float value : samples.values()) {
      if (!(value >= 0 && value <= 1)) {
        throw new DataException("the data has values outside [0, 1], such as " + value);
      }
    }
    return samples;
  }

  /**
   * Returns the shape of an image whose numbers are those of a sample: a square one if it is flat.
   *
   * @throws DataException if there is none
   */
  static Shape shape(Shape sample) {
    if (sample.rank() != 1) {
      return sample;
    }
    int side = (int) Math.round(Math.sqrt(sample.size(0)));
    if (side * side != sample.size(0)) {
      throw new DataException("samples of " + sample.size(0) + " numbers are no square images");
    }
    return Shape.of(side, side);
  }

  /** Returns how many pixels wide and high to show each pixel of small images. */
  static int scale(Shape image) {
    return Math.max(1, SHOWN_PIXELS / Math.max(image.size(0), image.size(1)));
  }
}
