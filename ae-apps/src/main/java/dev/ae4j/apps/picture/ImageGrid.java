package dev.ae4j.apps.picture;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of small images under each other, so that a column shows what became of one image, with a
 * label before each row; on a dark ground of its own, which suits light and dark pages.
 */
public final class ImageGrid {
  private static final int MARGIN = 16;
  private static final int GAP = 2;
  private static final int LABEL_GAP = 16;
  private static final double LABEL_SIZE = 11;
  private static final double DETAIL_SIZE = 9;
  private static final int BACKGROUND = 0x1b1f27;
  private static final int LABEL_COLOR = 0xe8ebf0;
  private static final int DETAIL_COLOR = 0x97a1b0;

  private final int height;
  private final int width;
  private final int channels;
  private final int scale;
  private final List<Row> rows = new ArrayList<>();

  /**
   * A row of images.
   *
   * @param label what they are
   * @param detail more about them, in small letters; may be empty
   * @param images {@code [n, ...]}, in {@code [0, 1]}
   */
  private record Row(String label, String detail, TensorData images) {}

  /**
   * Creates a grid without rows.
   *
   * @param image the shape of one image: {@code [height, width]}, {@code [height, width, 1]} for
   *     grey or {@code [height, width, 3]} for red, green and blue
   * @param scale how many pixels wide and high each pixel of an image is shown
   * @throws DataException if the shape is another one
   */
  public ImageGrid(Shape image, int scale) {
    boolean grey = image.rank() == 2 || (image.rank() == 3 && image.size(2) == 1);
    if (!grey && (image.rank() != 3 || image.size(2) != 3)) {
      throw new DataException("Samples of shape " + image + " are no grey or colour images");
    }
    this.height = image.size(0);
    this.width = image.size(1);
    this.channels = grey ? 1 : 3;
    this.scale = scale;
  }

  /**
   * Adds a row below the others and returns this grid.
   *
   * @param label what the images are, in ASCII
   * @param detail more about them, in small letters; may be empty
   * @param images {@code [n, ...]}; values outside {@code [0, 1]} are limited to it
   * @throws DataException if a row of the data is no image of the grid's shape
   */
  public ImageGrid row(String label, String detail, TensorData images) {
    if (images.rowShape().sampleElements() != height * width * channels) {
      throw new DataException(
          "Rows of shape "
              + images.rowShape()
              + " are no images of "
              + height
              + "x"
              + width
              + " pixels with "
              + channels
              + " channels");
    }
    rows.add(new Row(label, detail, images));
    return this;
  }

  /** Returns the picture as a PNG file. */
  public byte[] toPng() {
    return draw().toPng();
  }

  Canvas draw() {
    int left = MARGIN + labelWidth();
    int columns = rows.stream().mapToInt(row -> row.images().rows()).max().orElse(0);
    Canvas canvas =
        new Canvas(
            left + Math.max(0, columns * (width * scale + GAP) - GAP) + MARGIN,
            MARGIN + Math.max(0, rows.size() * (height * scale + GAP) - GAP) + MARGIN,
            BACKGROUND);
    for (int i = 0; i < rows.size(); i++) {
      int top = MARGIN + i * (height * scale + GAP);
      drawLabel(canvas, rows.get(i), top + height * scale / 2.0);
      for (int column = 0; column < rows.get(i).images().rows(); column++) {
        drawImage(canvas, rows.get(i), column, left + column * (width * scale + GAP), top);
      }
    }
    return canvas;
  }

  /** Returns the room for labels, with the gap to the images; 0 if there are none. */
  private int labelWidth() {
    double widest = 0;
    for (Row row : rows) {
      widest = Math.max(widest, StrokeFont.width(row.label(), LABEL_SIZE));
      widest = Math.max(widest, StrokeFont.width(row.detail(), DETAIL_SIZE));
    }
    return widest == 0 ? 0 : (int) Math.ceil(widest) + LABEL_GAP;
  }

  private static void drawLabel(Canvas canvas, Row row, double middle) {
    boolean two = !row.detail().isEmpty();
    double baseline = two ? middle - 4 : middle + LABEL_SIZE / 2;
    StrokeFont.draw(canvas, row.label(), MARGIN, baseline, LABEL_SIZE, LABEL_COLOR);
    StrokeFont.draw(canvas, row.detail(), MARGIN, baseline + 18, DETAIL_SIZE, DETAIL_COLOR);
  }

  private void drawImage(Canvas canvas, Row row, int index, int left, int top) {
    float[] values = row.images().values();
    int start = index * height * width * channels;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = start + (y * width + x) * channels;
        int color = 0;
        for (int shift = 0; shift < 3; shift++) {
          float value = values[at + (channels == 3 ? shift : 0)];
          color = color << 8 | Math.round(Math.min(Math.max(value, 0), 1) * 255);
        }
        canvas.fill(left + x * scale, top + y * scale, scale, scale, color);
      }
    }
  }
}
