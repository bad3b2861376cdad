package dev.ae4j.graph;

import dev.ae4j.data.TensorData;
import java.util.List;

/** Images {@code [N, height, width, channels]} made smaller and larger. */
public final class Resampling {
  private Resampling() {}

  /**
   * Returns the mean of each window and channel; padding does not count.
   *
   * @param images {@code [N, height, width, channels]}
   * @param window without dilation, and with less padding than rows or columns on each side
   * @throws ShapeException if the window does not fit
   */
  public static Tensor averagePool2d(Tensor images, Window window) {
    checkImages("averagePool2d", images);
    int height = images.shape().size(1);
    int width = images.shape().size(2);
    // Checks the window as well
    images.maxPool2d(window);
    float[][] rows =
        means(height, window.outputHeight(height), window.height(), window.strideY(), window.top());
    float[][] columns =
        means(width, window.outputWidth(width), window.width(), window.strideX(), window.left());
    return weighted(weighted(images, 1, rows), 2, columns);
  }

  private static float[][] means(int size, int positions, int span, int stride, int before) {
    float[][] weights = new float[positions][size];
    for (int i = 0; i < positions; i++) {
      int from = Math.max(i * stride - before, 0);
      int to = Math.min(i * stride - before + span, size);
      for (int j = from; j < to; j++) {
        weights[i][j] = 1f / (to - from);
      }
    }
    return weights;
  }

  /**
   * Returns images in which each element is repeated downwards and to the right.
   *
   * @param images {@code [N, height, width, channels]}
   * @param factorY how many rows each row becomes, at least 1
   * @param factorX how many columns each column becomes, at least 1
   */
  public static Tensor upsampleNearest(Tensor images, int factorY, int factorX) {
    checkImages("upsampleNearest", images);
    if (factorY < 1 || factorX < 1) {
      throw new ShapeException(
          "upsampleNearest of %s by %s and %s: the factors must be positive"
              .formatted(images.shape(), factorY, factorX));
    }
    Shape shape = images.shape();
    int height = shape.size(1);
    int width = shape.size(2);
    int channels = shape.size(3);
    Tensor spread = images.expand(2).expand(4);
    return spread
        .broadcastTo(spread.shape().withSize(2, factorY).withSize(4, factorX))
        .reshape(
            shape
                .withSize(1, Math.multiplyExact(height, factorY))
                .withSize(2, Math.multiplyExact(width, factorX))
                .withSize(3, channels));
  }

  /**
   * Returns images of another size by bilinear interpolation. Elements are squares with their
   * values in the middle; beyond the outermost middles the values go on unchanged.
   *
   * @param images {@code [N, height, width, channels]}
   * @param height the rows of the result, at least 1
   * @param width the columns of the result, at least 1
   */
  public static Tensor resizeBilinear(Tensor images, int height, int width) {
    checkImages("resizeBilinear", images);
    if (height < 1 || width < 1) {
      throw new ShapeException(
          "resizeBilinear of %s to %s x %s: the size must be positive"
              .formatted(images.shape(), height, width));
    }
    return weighted(
        weighted(images, 1, interpolation(images.shape().size(1), height)),
        2,
        interpolation(images.shape().size(2), width));
  }

  private static float[][] interpolation(int from, int to) {
    float[][] weights = new float[to][from];
    for (int i = 0; i < to; i++) {
      double place = Math.min(Math.max((i + 0.5) * from / to - 0.5, 0), from - 1);
      int before = (int) place;
      weights[i][before] += (float) (1 - (place - before));
      weights[i][Math.min(before + 1, from - 1)] += (float) (place - before);
    }
    return weights;
  }

  /**
   * Returns what images show at some places, by bilinear interpolation. Elements are points at
   * whole numbers, counted from 0; the image is surrounded by zeros. Jaderberg et al. 2015,
   * equation 5.
   *
   * <p>Takes about {@code p * height * width * channels} multiplications an image.
   *
   * @param images {@code [N, height, width, channels]}
   * @param rows where to look, {@code [N, p]}
   * @param columns where to look, {@code [N, p]}
   * @return {@code [N, p, channels]}
   * @throws ShapeException if there are no images, or the places have other axes
   */
  public static Tensor samplePoints(Tensor images, Tensor rows, Tensor columns) {
    checkImages("samplePoints", images);
    checkPlaces("samplePoints", rows);
    checkPlaces("samplePoints", columns);
    int height = images.shape().size(1);
    int width = images.shape().size(2);
    int channels = images.shape().size(3);
    int points = columns.shape().size(1);
    Tensor across =
        tents(columns, width)
            .matMul(
                images
                    .transpose(List.of(0, 2, 1, 3))
                    .reshape(Shape.batchOf(width, height * channels)))
            .reshape(Shape.batchOf(points, height, channels));
    return across.times(tents(rows, height).expand(3)).sum(2);
  }

  /**
   * Returns what images show where some rows and columns cross, as {@link #samplePoints} does for
   * all crossings, but much faster.
   *
   * @param images {@code [N, height, width, channels]}
   * @param rows where to look, {@code [N, p]}
   * @param columns where to look, {@code [N, q]}
   * @return {@code [N, p, q, channels]}
   * @throws ShapeException if there are no images, or the places have other axes
   */
  public static Tensor sampleGrid(Tensor images, Tensor rows, Tensor columns) {
    checkImages("sampleGrid", images);
    checkPlaces("sampleGrid", rows);
    checkPlaces("sampleGrid", columns);
    Tensor down = alongRows(tents(rows, images.shape().size(1)), images);
    List<Integer> swapped = List.of(0, 2, 1, 3);
    return alongRows(tents(columns, images.shape().size(2)), down.transpose(swapped))
        .transpose(swapped);
  }

  /** Returns weighted sums of the rows of images: the product of the weights with each column. */
  private static Tensor alongRows(Tensor weights, Tensor images) {
    int height = images.shape().size(1);
    int width = images.shape().size(2);
    int channels = images.shape().size(3);
    return weights
        .matMul(images.reshape(Shape.batchOf(height, width * channels)))
        .reshape(Shape.batchOf(weights.shape().size(1), width, channels));
  }

  /**
   * Returns the weight that each element along an axis has at some places, {@code [N, p, size]}.
   */
  private static Tensor tents(Tensor places, int size) {
    float[] elements = new float[size];
    for (int i = 0; i < size; i++) {
      elements[i] = i;
    }
    Tensor distance = places.expand(2).minus(Tensor.constant(TensorData.of(elements, size))).abs();
    return Tensor.scalar(1).minus(distance).relu();
  }

  private static void checkPlaces(String operation, Tensor places) {
    if (places.shape().rank() != 2 || !places.shape().isBatched()) {
      throw new ShapeException(
          operation + " at " + places.shape() + ": places have the axes [N, points]");
    }
  }

  private static void checkImages(String operation, Tensor images) {
    Shape shape = images.shape();
    if (shape.rank() != 4 || shape.size(1) == 0 || shape.size(2) == 0) {
      throw new ShapeException(
          operation + " of " + shape + ": images have the axes [N, height, width, channels]");
    }
  }

  /** Returns weighted sums along an axis: row i of the weights gives element i of the result. */
  private static Tensor weighted(Tensor images, int axis, float[][] weights) {
    int from = weights[0].length;
    float[] transposed = new float[from * weights.length];
    for (int i = 0; i < weights.length; i++) {
      for (int j = 0; j < from; j++) {
        transposed[j * weights.length + i] = weights[i][j];
      }
    }
    List<Integer> swapped = axis == 1 ? List.of(0, 3, 2, 1) : List.of(0, 1, 3, 2);
    return images
        .transpose(swapped)
        .matMul(Tensor.constant(TensorData.of(transposed, from, weights.length)))
        .transpose(swapped);
  }
}
