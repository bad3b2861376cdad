package dev.ae4j.apps.metrics;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The median of each pixel and its eight neighbours: Tukey 1977. The border is repeated. */
public final class MedianFilter {
  private MedianFilter() {}

  /**
   * Returns filtered images.
   *
   * @param images {@code [n, ...]}
   * @param image the shape of one image, {@code [height, width]} or {@code [height, width,
   *     channels]}; channels are filtered each for itself
   * @throws dev.ae4j.DataException if rows are no images of that shape
   */
  public static TensorData apply(TensorData images, Shape image) {
    Planes planes = Planes.of(images, image);
    float[] source = images.values();
    float[] result = new float[source.length];
    IntStream.range(0, images.rows())
        .parallel()
        .forEach(
            row -> {
              float[] around = new float[9];
              for (int y = 0; y < planes.height(); y++) {
                for (int x = 0; x < planes.width(); x++) {
                  for (int channel = 0; channel < planes.channels(); channel++) {
                    for (int i = 0; i < around.length; i++) {
                      around[i] =
                          source[planes.nearest(row, y + i / 3 - 1, x + i % 3 - 1, channel)];
                    }
                    Arrays.sort(around);
                    result[planes.nearest(row, y, x, channel)] = around[4];
                  }
                }
              }
            });
    return TensorData.of(result, images.shape());
  }
}
