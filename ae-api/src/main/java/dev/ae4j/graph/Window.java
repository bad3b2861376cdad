package dev.ae4j.graph;

/**
 * The window that a convolution or pooling moves over an image.
 *
 * <p>Position {@code (y, x)} of the result looks at the elements {@code (y * strideY + i *
 * dilationY - top, x * strideX + j * dilationX - left)} of the image, for {@code i} in {@code [0,
 * height)} and {@code j} in {@code [0, width)}. Around the image is padding.
 *
 * @param height the rows of the window, at least 1
 * @param width the columns of the window, at least 1
 * @param strideY how far it moves down from one position to the next, at least 1
 * @param strideX how far it moves to the right, at least 1
 * @param dilationY the distance of its rows, at least 1
 * @param dilationX the distance of its columns, at least 1
 * @param top the rows of padding above
 * @param bottom the rows of padding below
 * @param left the columns of padding on the left
 * @param right the columns of padding on the right
 */
public record Window(
    int height,
    int width,
    int strideY,
    int strideX,
    int dilationY,
    int dilationX,
    int top,
    int bottom,
    int left,
    int right) {
  /** The largest size, stride, dilation and padding. */
  private static final int MAX = 1 << 15;

  /** Checks the numbers. */
  public Window {
    checkRange("height", height, 1);
    checkRange("width", width, 1);
    checkRange("stride", strideY, 1);
    checkRange("stride", strideX, 1);
    checkRange("dilation", dilationY, 1);
    checkRange("dilation", dilationX, 1);
    checkRange("padding", top, 0);
    checkRange("padding", bottom, 0);
    checkRange("padding", left, 0);
    checkRange("padding", right, 0);
  }

  private static void checkRange(String what, int value, int min) {
    if (value < min || value > MAX) {
      throw new ShapeException(
          "a window has the %s %s, which is not in [%s, %s]".formatted(what, value, min, MAX));
    }
  }

  /** Returns a window that moves by one, without dilation and padding. */
  public static Window of(int height, int width) {
    return new Window(height, width, 1, 1, 1, 1, 0, 0, 0, 0);
  }

  /** Returns this window with other strides. */
  public Window stride(int y, int x) {
    return new Window(height, width, y, x, dilationY, dilationX, top, bottom, left, right);
  }

  /** Returns this window with other dilations. */
  public Window dilation(int y, int x) {
    return new Window(height, width, strideY, strideX, y, x, top, bottom, left, right);
  }

  /** Returns this window with other padding. */
  public Window padding(int above, int below, int leftOf, int rightOf) {
    return new Window(
        height, width, strideY, strideX, dilationY, dilationX, above, below, leftOf, rightOf);
  }

  /**
   * Returns this window with the least padding for which the result has {@code ceil(size / stride)}
   * positions; if the padding is odd, the larger half is below and on the right.
   *
   * @param inputHeight the rows of the image
   * @param inputWidth the columns of the image
   */
  public Window same(int inputHeight, int inputWidth) {
    int rows = padding(inputHeight, strideY, spanY());
    int columns = padding(inputWidth, strideX, spanX());
    return padding(rows / 2, rows - rows / 2, columns / 2, columns - columns / 2);
  }

  private static int padding(int size, int stride, int span) {
    int positions = (size + stride - 1) / stride;
    return Math.max((positions - 1) * stride + span - size, 0);
  }

  /** Returns how many rows of the image the window reaches over. */
  public int spanY() {
    return (height - 1) * dilationY + 1;
  }

  /** Returns how many columns of the image the window reaches over. */
  public int spanX() {
    return (width - 1) * dilationX + 1;
  }

  /**
   * Returns the number of positions from top to bottom.
   *
   * @param inputHeight the rows of the image
   * @throws ShapeException if there is none
   */
  public int outputHeight(int inputHeight) {
    return positions("rows", inputHeight, top + bottom, spanY(), strideY);
  }

  /**
   * Returns the number of positions from left to right.
   *
   * @param inputWidth the columns of the image
   * @throws ShapeException if there is none
   */
  public int outputWidth(int inputWidth) {
    return positions("columns", inputWidth, left + right, spanX(), strideX);
  }

  private static int positions(String what, int size, int padding, int span, int stride) {
    if (size + padding < span) {
      throw new ShapeException(
          "a window over %s %s does not fit into %s and %s of padding"
              .formatted(span, what, size, padding));
    }
    return (size + padding - span) / stride + 1;
  }
}
