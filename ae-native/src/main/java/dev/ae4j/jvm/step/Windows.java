package dev.ae4j.jvm.step;

import dev.ae4j.graph.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * The positions of a window over images {@code [images, height, width, channels]} and which
 * elements they look at; elements outside the image are zero.
 *
 * <p>The positions are numbered from image to image, from top to bottom, from left to right. What a
 * position looks at is ordered by row and column, both ascending, and channel: its <em>patch</em>.
 *
 * @param images the number of images
 * @param height their rows
 * @param width their columns
 * @param channels their channels
 * @param y the positions from top to bottom
 * @param x the positions from left to right
 */
public record Windows(int images, int height, int width, int channels, WindowAxis y, WindowAxis x) {
  /** Returns the windows of a convolution. */
  public static Windows convolution(
      int images, int height, int width, int channels, Window window) {
    return new Windows(
        images,
        height,
        width,
        channels,
        WindowAxis.convolution(
            window.outputHeight(height),
            window.height(),
            window.strideY(),
            window.dilationY(),
            window.top()),
        WindowAxis.convolution(
            window.outputWidth(width),
            window.width(),
            window.strideX(),
            window.dilationX(),
            window.left()));
  }

  /**
   * Returns the windows of a transposed convolution, which together make the whole result.
   *
   * @param images the number of images
   * @param height the rows of its operand
   * @param width the columns of its operand
   * @param channels the channels of its operand
   * @param window the window of the convolution
   * @param toHeight the rows of the result
   * @param toWidth the columns of the result
   */
  public static List<Windows> transposed(
      int images, int height, int width, int channels, Window window, int toHeight, int toWidth) {
    WindowAxis[] rows =
        WindowAxis.transposed(
            toHeight, window.height(), window.strideY(), window.dilationY(), window.top());
    WindowAxis[] columns =
        WindowAxis.transposed(
            toWidth, window.width(), window.strideX(), window.dilationX(), window.left());
    List<Windows> all = new ArrayList<>();
    for (WindowAxis y : rows) {
      for (WindowAxis x : columns) {
        all.add(new Windows(images, height, width, channels, y, x));
      }
    }
    return all;
  }

  /** Returns the number of positions in an image. */
  int positionsOfImage() {
    return y.positions() * x.positions();
  }

  /** Returns the number of all positions. */
  int positions() {
    return images * positionsOfImage();
  }

  /** Returns the number of elements of a patch. */
  int patch() {
    return y.offsets().length * x.offsets().length * channels;
  }

  /** Returns the number of elements of an image. */
  int image() {
    return height * width * channels;
  }

  /** Returns whether the patches, one after the other, are the images. */
  boolean isIdentity() {
    return y.isIdentity(height) && x.isIdentity(width);
  }

  /** Returns whether what comes of the positions, one after the other, is the result. */
  boolean fillsResult() {
    return y.step() == 1 && x.step() == 1;
  }
}
