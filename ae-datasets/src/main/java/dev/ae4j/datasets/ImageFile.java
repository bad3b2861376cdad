package dev.ae4j.datasets;

import dev.ae4j.DataException;
import dev.ae4j.artifact.WholeFile;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads PNG and JPEG files and writes PNG files.
 *
 * <p>An image is {@code [height, width, 1]} if it is grey and {@code [height, width, 3]} if it is
 * red, green and blue, with values in {@code [0, 1]}: a number of 8 bits divided by 255, one of 16
 * bits by 65535. Palettes are looked up; the image is grey if all their colours are. What is
 * transparent is laid over white. Colour profiles and the camera's note that an image is to be
 * turned are ignored. JPEG files with four inks (CMYK) are refused.
 *
 * <p>The size that a header claims is checked before memory is taken for it: at most {@value
 * #MAX_PIXELS} pixels, and no more than a file of its length can hold.
 */
public final class ImageFile {
  /** The most pixels of an image: 8192x8192. */
  public static final int MAX_PIXELS = 1 << 26;

  /** Deflate makes nothing more than 1032 times smaller, and 8 pixels fit into a byte at best. */
  private static final int MAX_PIXELS_PER_BYTE = 1032 * 8;

  private static final int WHITE = 255;

  /** How large an image is. */
  record Size(int height, int width) {
    @Override
    public String toString() {
      return width + "x" + height;
    }
  }

  private ImageFile() {}

  /**
   * Reads an image.
   *
   * @return {@code [height, width, channels]}, in {@code [0, 1]}
   * @throws DataException if the file is missing, damaged, too large or no PNG or JPEG file
   */
  public static TensorData read(Path file) {
    return ContentReader.read(file, ImageFile::image);
  }

  /**
   * Writes an image as PNG with 8 bits for each number.
   *
   * <p>The file appears whole or not at all, and replaces one of the same name.
   *
   * @param image {@code [height, width]}, {@code [height, width, 1]} or {@code [height, width, 3]};
   *     values are limited to {@code [0, 1]} and rounded, and NaN becomes black
   * @throws DataException if the shape is another one or the file cannot be written
   */
  public static void write(Path file, TensorData image) {
    byte[] bytes = png(image);
    WholeFile.write(file, out -> out.write(bytes));
  }

  static byte[] png(TensorData image) {
    Shape shape = image.shape();
    int channels = shape.rank() == 3 ? shape.size(2) : shape.rank() == 2 ? 1 : 0;
    if (channels != 1 && channels != 3) {
      throw new DataException("Data of shape " + shape + " is no grey or RGB image");
    }
    int width = shape.size(1);
    BufferedImage pixels =
        new BufferedImage(
            width,
            shape.size(0),
            channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
    int[] line = new int[width * channels];
    for (int y = 0; y < shape.size(0); y++) {
      for (int i = 0; i < line.length; i++) {
        float value = image.values()[y * line.length + i];
        line[i] = Math.round(Math.min(Math.max(value, 0), 1) * WHITE);
      }
      pixels.getRaster().setPixels(0, y, width, 1, line);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(pixels, "png", bytes);
    } catch (IOException e) {
      throw new AssertionError("Bytes in memory cannot fail", e);
    }
    return bytes.toByteArray();
  }

  /** Returns the size that the header of a file claims, after checking it. */
  static Size size(Path file) {
    return ContentReader.read(file, content -> decode(content, false, ImageFile::size));
  }

  static TensorData image(ContentReader content) throws IOException {
    return decode(
        content,
        true,
        reader -> {
          Size size = size(reader);
          BufferedImage image = reader.read(0);
          if (image.getHeight() != size.height || image.getWidth() != size.width) {
            throw new IIOException("the image has another size than its header says");
          }
          return values(content, image);
        });
  }

  private static Size size(ImageReader reader) throws IOException {
    return new Size(reader.getHeight(0), reader.getWidth(0));
  }

  /** Takes something from a reader of the format. */
  @FunctionalInterface
  private interface Decoding<T> {
    T of(ImageReader reader) throws IOException;
  }

  private static <T> T decode(ContentReader content, boolean whole, Decoding<T> decoding)
      throws IOException {
    byte[] bytes = content.rest();
    ImageReader reader = ImageIO.getImageReadersByFormatName(format(content, bytes)).next();
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      // Texts and profiles are not read: they may be packed and huge.
      reader.setInput(in, true, true);
      if (whole) {
        reader.addIIOReadWarningListener(
            (IIOReadWarningListener)
                (source, warning) -> {
                  throw new IllegalArgumentException(warning);
                });
      }
      check(content, size(reader), bytes.length);
      return decoding.of(reader);
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Where a file is damaged, Java's readers throw exceptions of any kind
      throw content.error(
          "cannot be decoded: "
              + ContentReader.printable(e.getMessage() == null ? "" + e : e.getMessage())
              + ". Maybe a download or a copy was cut short");
    } finally {
      reader.dispose();
    }
  }

  private static String format(ContentReader content, byte[] bytes) {
    if (bytes.length > 3 && bytes[0] == (byte) 0x89 && bytes[1] == 'P' && bytes[2] == 'N') {
      return "png";
    }
    if (bytes.length > 3 && bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xd8) {
      return "jpeg";
    }
    throw content.error("is no PNG or JPEG file, whatever its name says");
  }

  private static void check(ContentReader content, Size size, int bytes) {
    long pixels = (long) size.height * size.width;
    if (size.height < 1 || size.width < 1) {
      throw content.error("has no pixels");
    }
    if (pixels > MAX_PIXELS) {
      throw content.error(
          "claims %s pixels; at most %s can be read. Maybe cut or shrink the image"
              .formatted(size, MAX_PIXELS));
    }
    if (pixels > (long) bytes * MAX_PIXELS_PER_BYTE) {
      throw content.error(
          "claims %s pixels, which %s bytes cannot hold. Maybe a download or a copy was cut short"
              .formatted(size, bytes));
    }
  }

  private static TensorData values(ContentReader content, BufferedImage image) {
    if (image.getColorModel() instanceof IndexColorModel palette) {
      return lookedUp(content, image, palette);
    }
    ColorModel model = image.getColorModel();
    int bands = image.getRaster().getNumBands();
    int channels = model.hasAlpha() ? bands - 1 : bands;
    if (channels != 1 && channels != 3) {
      throw content.error(
          "has " + channels + " channels; grey and RGB are read. Maybe convert it to RGB");
    }
    float most = (1 << model.getComponentSize(0)) - 1;
    int width = image.getWidth();
    Raster raster = image.getRaster();
    float[] values = content.allocate((long) image.getHeight() * width * channels);
    int[] line = new int[width * bands];
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, line);
      for (int from = 0; from < line.length; from += bands) {
        float opaque = channels < bands ? line[from + channels] / most : 1;
        for (int channel = 0; channel < channels; channel++) {
          values[at++] = overWhite(line[from + channel] / most, opaque);
        }
      }
    }
    return TensorData.of(values, image.getHeight(), width, channels);
  }

  private static TensorData lookedUp(
      ContentReader content, BufferedImage image, IndexColorModel palette) {
    int colors = palette.getMapSize();
    boolean grey = true;
    for (int color = 0; color < colors; color++) {
      grey &= palette.getRed(color) == palette.getGreen(color);
      grey &= palette.getRed(color) == palette.getBlue(color);
    }
    int channels = grey ? 1 : 3;
    int width = image.getWidth();
    float[] values = content.allocate((long) image.getHeight() * width * channels);
    int[] line = new int[width];
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRaster().getPixels(0, y, width, 1, line);
      for (int color : line) {
        if (color >= colors) {
          throw content.error("has a pixel of the colour %s of %s".formatted(color, colors));
        }
        int argb = palette.getRGB(color);
        float opaque = (argb >>> 24) / (float) WHITE;
        for (int channel = 0; channel < channels; channel++) {
          int part = argb >>> (16 - 8 * channel) & WHITE;
          values[at++] = overWhite(part / (float) WHITE, opaque);
        }
      }
    }
    return TensorData.of(values, image.getHeight(), width, channels);
  }

  private static float overWhite(float value, float opaque) {
    return opaque == 1 ? value : value * opaque + (1 - opaque);
  }
}
