package dev.ae4j.apps.metrics;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import java.util.stream.IntStream;

/**
 * The mean of the pixels around each, weighted by {@code exp(-d^2 / (2 sigma^2))} of the distance,
 * up to four standard deviations. The border is repeated.
 */
public final class GaussianFilter {
  private static final double REACH = 4;

  private GaussianFilter() {}

  /**
   * Returns filtered images.
   *
   * @param images {@code [n, ...]}
   * @param image the shape of one image, {@code [height, width]} or {@code [height, width,
   *     channels]}
   * @param sigma the standard deviation of the weights in pixels, above 0
   * @throws dev.ae4j.DataException if rows are no images of that shape
   */
  public static TensorData apply(TensorData images, Shape image, double sigma) {
    Planes planes = Planes.of(images, image);
    double[] weights = weights(sigma);
    float[] columns = filtered(images.values(), images.rows(), planes, weights, 1, 0);
    float[] result = filtered(columns, images.rows(), planes, weights, 0, 1);
    return TensorData.of(result, images.shape());
  }

  private static double[] weights(double sigma) {
    int radius = (int) (REACH * sigma + 0.5);
    double[] weights = new double[2 * radius + 1];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double distance = i - radius;
      weights[i] = StrictMath.exp(-distance * distance / (2 * sigma * sigma));
      sum += weights[i];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  private static float[] filtered(
      float[] source, int rows, Planes planes, double[] weights, int stepY, int stepX) {
    int radius = weights.length / 2;
    float[] result = new float[source.length];
    IntStream.range(0, rows)
        .parallel()
        .forEach(
            row -> {
              for (int y = 0; y < planes.height(); y++) {
                for (int x = 0; x < planes.width(); x++) {
                  for (int channel = 0; channel < planes.channels(); channel++) {
                    double sum = 0;
                    for (int i = 0; i < weights.length; i++) {
                      int far = i - radius;
                      int at = planes.nearest(row, y + far * stepY, x + far * stepX, channel);
                      sum += weights[i] * source[at];
                    }
                    result[planes.nearest(row, y, x, channel)] = (float) sum;
                  }
                }
              }
            });
    return result;
  }
}
