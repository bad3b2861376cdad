package dev.ae4j.apps.compression;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.plugins.jpeg.JPEGImageWriteParam;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Images side by side in one large image, so that formats for single images can compress all. */
final class Mosaic {
  /** The longest side of a JPEG file. */
  private static final int MAX_SIDE = 65_500;

  private static final int WHITE = 255;

  private final Shape image;
  private final Shape samples;
  private final int columns;
  private final BufferedImage pixels;

  private Mosaic(Shape image, Shape samples, int columns, BufferedImage pixels) {
    this.image = image;
    this.samples = samples;
    this.columns = columns;
    this.pixels = pixels;
  }

  /**
   * Lays images side by side, rounded to 8 bits; what is left of the last row is black.
   *
   * @param samples {@code [n, ...]} in {@code [0, 1]}, n at least 1
   * @throws DataException if they are no grey or RGB images, or too many
   */
  static Mosaic of(TensorData samples) {
    Shape image = image(samples.rowShape());
    int columns = (int) Math.ceil(Math.sqrt(samples.rows()));
    int lines = (samples.rows() - 1) / columns + 1;
    long width = (long) columns * image.size(1);
    long height = (long) lines * image.size(0);
    if (Math.max(width, height) > MAX_SIDE || 3 * width * height > Integer.MAX_VALUE) {
      throw new DataException(
          "an image of %sx%s pixels that holds all samples is too large".formatted(width, height));
    }
    int type = image.size(2) == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR;
    Mosaic mosaic =
        new Mosaic(
            image, samples.shape(), columns, new BufferedImage((int) width, (int) height, type));
    WritableRaster raster = mosaic.pixels.getRaster();
    int[] tile = new int[image.sampleElements()];
    for (int row = 0; row < samples.rows(); row++) {
      for (int i = 0; i < tile.length; i++) {
        tile[i] = Math.round(samples.values()[row * tile.length + i] * WHITE);
      }
      raster.setPixels(mosaic.left(row), mosaic.top(row), image.size(1), image.size(0), tile);
    }
    return mosaic;
  }

  /**
   * Returns the height, width and channels of the images that samples are: square ones if they are
   * flat.
   *
   * @throws DataException if they are no grey or RGB images
   */
  static Shape image(Shape sample) {
    int[] sizes = sample.sampleSizes();
    int side = (int) Math.round(Math.sqrt(sample.sampleElements()));
    if (sizes.length == 1 && side * side == sizes[0]) {
      return Shape.of(side, side, 1);
    }
    if (sizes.length == 2 || (sizes.length == 3 && (sizes[2] == 1 || sizes[2] == 3))) {
      return Shape.of(sizes[0], sizes[1], sizes.length == 2 ? 1 : sizes[2]);
    }
    throw new DataException("samples of shape " + sample + " are no grey or colour images");
  }

  private int left(int row) {
    return row % columns * image.size(1);
  }

  private int top(int row) {
    return row / columns * image.size(0);
  }

  /** Returns a PNG file, as small as Java writes it. */
  byte[] png() {
    return write("png", 0);
  }

  /**
   * Returns a JPEG file.
   *
   * @param quality in {@code [0, 1]}
   */
  byte[] jpeg(double quality) {
    return write("jpeg", (float) quality);
  }

  private byte[] write(String format, float quality) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(quality);
      if (parameters instanceof JPEGImageWriteParam jpeg) {
        // A tenth smaller here; programs such as jpegtran do it too
        jpeg.setOptimizeHuffmanTables(true);
      }
      writer.setOutput(out);
      writer.write(null, new IIOImage(pixels, null, null), parameters);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** Returns the samples in a file that this mosaic wrote, in their shape. */
  TensorData read(byte[] file) {
    BufferedImage read;
    try {
      // Closes the stream
      read = ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    TensorData result = TensorData.zeros(samples);
    int[] tile = new int[image.sampleElements()];
    for (int row = 0; row < result.rows(); row++) {
      read.getRaster().getPixels(left(row), top(row), image.size(1), image.size(0), tile);
      for (int i = 0; i < tile.length; i++) {
        result.values()[row * tile.length + i] = tile[i] / (float) WHITE;
      }
    }
    return result;
  }
}
