package dev.ae4j.apps.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A picture to draw on, in sRGB, with the origin at the top left.
 *
 * <p>Draws without the desktop's graphics, which would look for a screen and for fonts: the same
 * pixels on every machine, on servers too. Whatever lies outside is left out.
 */
final class Canvas {
  private final int width;
  private final int height;
  private final int[] pixels;

  Canvas(int width, int height, int background) {
    this.width = width;
    this.height = height;
    this.pixels = new int[Math.multiplyExact(width, height)];
    fill(0, 0, width, height, background);
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** Returns a pixel as {@code 0xRRGGBB}. */
  int pixel(int x, int y) {
    return pixels[y * width + x];
  }

  /** Fills a rectangle with a colour, {@code 0xRRGGBB}. */
  void fill(int left, int top, int columns, int rows, int color) {
    for (int y = Math.max(top, 0); y < Math.min(top + rows, height); y++) {
      for (int x = Math.max(left, 0); x < Math.min(left + columns, width); x++) {
        pixels[y * width + x] = color;
      }
    }
  }

  /** Draws a line with round ends; a dot if it has no length. */
  void line(double fromX, double fromY, double toX, double toY, double thickness, int color) {
    double radius = thickness / 2;
    double dx = toX - fromX;
    double dy = toY - fromY;
    double squaredLength = dx * dx + dy * dy;
    int bottom = (int) Math.ceil(Math.max(fromY, toY) + radius);
    int right = (int) Math.ceil(Math.max(fromX, toX) + radius);
    for (int y = (int) Math.floor(Math.min(fromY, toY) - radius) - 1; y <= bottom; y++) {
      for (int x = (int) Math.floor(Math.min(fromX, toX) - radius) - 1; x <= right; x++) {
        double px = x + 0.5 - fromX;
        double py = y + 0.5 - fromY;
        double along = squaredLength == 0 ? 0 : (px * dx + py * dy) / squaredLength;
        double nearest = Math.min(Math.max(along, 0), 1);
        double ex = px - nearest * dx;
        double ey = py - nearest * dy;
        double coverage = radius + 0.5 - Math.sqrt(ex * ex + ey * ey);
        blend(x, y, color, Math.min(Math.max(coverage, 0), 1));
      }
    }
  }

  private void blend(int x, int y, int color, double alpha) {
    if (x < 0 || y < 0 || x >= width || y >= height || alpha == 0) {
      return;
    }
    int below = pixels[y * width + x];
    int result = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      double mixed = (1 - alpha) * (below >> shift & 255) + alpha * (color >> shift & 255);
      result |= (int) Math.round(mixed) << shift;
    }
    pixels[y * width + x] = result;
  }

  /** Returns the picture as a PNG file. */
  byte[] toPng() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, width, height, pixels, 0, width);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(image);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
