package dev.ae4j.jvm.step;

import java.util.stream.IntStream;

/**
 * Where the positions of a window lie along one axis of an image, and which elements they look at.
 *
 * <p>Position {@code p} looks at the elements {@code p * stride + offsets[i]}, and what comes of it
 * is element {@code first + p * step} of the result.
 *
 * @param positions the number of positions
 * @param stride how far the window moves from one position to the next
 * @param offsets where it looks, ascending
 * @param taps the number of the row or column of the filter that belongs to each offset
 * @param first the element of the result that comes of the first position
 * @param step the distance of elements of the result
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record WindowAxis(
    int positions, int stride, int[] offsets, int[] taps, int first, int step) {
  /**
   * Returns the axis of a convolution.
   *
   * @param positions the number of positions
   * @param taps the size of the window
   * @param stride how far it moves
   * @param dilation the distance of its elements
   * @param padding the number of zeros before the image
   */
  public static WindowAxis convolution(
      int positions, int taps, int stride, int dilation, int padding) {
    int[] all = IntStream.range(0, taps).toArray();
    int[] offsets = IntStream.of(all).map(i -> i * dilation - padding).toArray();
    return new WindowAxis(positions, stride, offsets, all, 0, 1);
  }

  /**
   * Returns the axes of a transposed convolution: one for each of the places relative to the
   * strides that an element of the result may have. Each looks at what the convolution would have
   * made with this element.
   *
   * @param size the size of the result, that is of the image of the convolution
   * @param taps the size of the window
   * @param stride how far it moves
   * @param dilation the distance of its elements
   * @param padding the number of zeros before the image
   */
  static WindowAxis[] transposed(int size, int taps, int stride, int dilation, int padding) {
    WindowAxis[] axes = new WindowAxis[Math.min(stride, Math.max(size, 1))];
    for (int first = 0; first < axes.length; first++) {
      int place = (first + padding) % stride;
      int begin = (first + padding) / stride;
      int[] own =
          IntStream.range(0, taps)
              .map(i -> taps - 1 - i)
              .filter(i -> i * dilation % stride == place)
              .toArray();
      int[] offsets = IntStream.of(own).map(i -> begin - (i * dilation) / stride).toArray();
      int positions = (size - first + stride - 1) / stride;
      axes[first] = new WindowAxis(positions, 1, offsets, own, first, stride);
    }
    return axes;
  }

  /** Returns from the first to the last element that a position looks at, without the last. */
  int span() {
    return offsets.length == 0 ? 0 : offsets[offsets.length - 1] - offsets[0];
  }

  /** Returns whether the elements that a position looks at are neighbours. */
  boolean isDense() {
    return offsets.length > 0 && span() == offsets.length - 1;
  }

  /** Returns whether position {@code p} looks at element {@code p} and makes element {@code p}. */
  boolean isIdentity(int size) {
    return positions == size && stride == 1 && offsets.length == 1 && offsets[0] == 0 && step == 1;
  }
}
