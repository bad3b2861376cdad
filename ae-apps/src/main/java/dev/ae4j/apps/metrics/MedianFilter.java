package dev.ae4j.apps.metrics;

import dev.ae4j.DataException;
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
   * @param image the shape of one image, {@code [height, width]} or {@code [height, width, 1]}
   * @throws DataException if rows are no images of that shape
   */
  public static TensorData apply(TensorData images, Shape image) {
    int pixels = images.rowShape().sampleElements();
    if (image.rank() < 2 || image.size(0) * image.size(1) != pixels) {
      throw new DataException(
          "Rows of shape " + images.rowShape() + " are no grey images of shape " + image);
    }
    int height = image.size(0);
    int width = image.size(1);
    float[] source = images.values();
    float[] result = new float[source.length];
    IntStream.range(0, images.rows())
        .parallel()
        .forEach(
            row -> {
              float[] around = new float[9];
              for (int i = 0; i < pixels; i++) {
                int n = 0;
                for (int dr = -1; dr <= 1; dr++) {
                  int r = Math.min(Math.max(i / width + dr, 0), height - 1);
                  for (int dc = -1; dc <= 1; dc++) {
                    int c = Math.min(Math.max(i % width + dc, 0), width - 1);
                    around[n++] = source[row * pixels + r * width + c];
                  }
                }
                Arrays.sort(around);
                result[row * pixels + i] = around[4];
              }
            });
    return TensorData.of(result, images.shape());
  }
}
