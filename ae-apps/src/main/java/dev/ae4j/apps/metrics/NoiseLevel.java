package dev.ae4j.apps.metrics;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;

/**
 * How strong the noise in images is, without knowing the clean ones: Immerkaer, "Fast noise
 * variance estimation", 1996.
 *
 * <p>A mask that cancels what is smooth leaves the noise: {@code sigma = sqrt(pi / 2) / 6} times
 * the mean of {@code |image * N|} with {@code N} the rows {@code 1 -2 1}, {@code -2 4 -2}, {@code 1
 * -2 1}. Made for normal noise: edges add to the estimate, and where noise was limited to {@code
 * [0, 1]}, as on a black ground, what was cut off is missing.
 */
public final class NoiseLevel {
  private static final int[] MASK = {1, -2, 1};

  private NoiseLevel() {}

  /**
   * Returns the estimated standard deviation, the mean over all images and channels.
   *
   * @param images {@code [n, ...]}
   * @param image the shape of one image, {@code [height, width]} or {@code [height, width,
   *     channels]}, of 3x3 pixels or more
   * @throws DataException if rows are no images of that shape, or there are none
   */
  public static double estimate(TensorData images, Shape image) {
    Planes planes = Planes.of(images, image);
    int inner = (planes.height() - 2) * (planes.width() - 2) * planes.channels();
    if (planes.height() < 3 || planes.width() < 3) {
      throw new DataException("The noise of images of shape " + image + " cannot be estimated");
    }
    float[] values = images.values();
    double mean = RowMean.of(images.rows(), row -> sum(values, planes, row) / inner);
    return Math.sqrt(Math.PI / 2) / 6 * mean;
  }

  private static double sum(float[] values, Planes planes, int row) {
    double sum = 0;
    for (int y = 1; y < planes.height() - 1; y++) {
      for (int x = 1; x < planes.width() - 1; x++) {
        for (int channel = 0; channel < planes.channels(); channel++) {
          double response = 0;
          for (int dy = -1; dy <= 1; dy++) {
            for (int dx = -1; dx <= 1; dx++) {
              int at = planes.nearest(row, y + dy, x + dx, channel);
              response += MASK[dy + 1] * MASK[dx + 1] * (double) values[at];
            }
          }
          sum += Math.abs(response);
        }
      }
    }
    return sum;
  }
}
