package dev.ae4j.apps.picture;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import java.util.Arrays;
import java.util.Map;

/**
 * Points in a plane, coloured by class, with the colour of each class at the right; on a dark
 * ground of its own, which suits light and dark pages.
 */
public final class ScatterPlot {
  private static final int SIZE = 620;

  /** The size of one of several plots, so that all are seen in the width of a page. */
  private static final int PANEL = 350;

  private static final int LEGEND = 56;
  private static final int LEGEND_LINE = 24;
  private static final int MARGIN = 24;
  private static final int TITLE = 32;
  private static final double DOT = 3.4;
  private static final double LABEL_SIZE = 13;
  private static final int BACKGROUND = 0x1b1f27;
  private static final int LABEL_COLOR = 0xffffff;
  private static final int[] COLORS = {
    0x5b9bd5, 0xf28e2b, 0xe15759, 0x76b7b2, 0x59a14f, 0xedc948, 0xb07aa1, 0xff9da7, 0xb08968,
    0xc4c9d0
  };

  private final float[] points;
  private final int[] classes;

  /**
   * Creates a plot.
   *
   * @param points {@code [n, 2]}
   * @param classes the class of each point, 0 or more; all the same for points without classes
   * @throws DataException if there are no points or not as many classes
   */
  public ScatterPlot(TensorData points, int[] classes) {
    if (points.shape().rank() != 2
        || points.rowShape().sampleElements() != 2
        || points.rows() == 0
        || points.rows() != classes.length) {
      throw new DataException(
          classes.length + " classes do not fit points of shape " + points.shape());
    }
    this.points = points.values();
    this.classes = classes.clone();
  }

  /** Returns the picture as a PNG file. */
  public byte[] toPng() {
    return draw().toPng();
  }

  /**
   * Returns several plots of points with the same classes beside each other as a PNG file.
   *
   * @param plots at least one, each by its title, in ASCII
   */
  public static byte[] besideEachOther(Map<String, ScatterPlot> plots) {
    Canvas canvas = new Canvas(plots.size() * PANEL + LEGEND, TITLE + PANEL, BACKGROUND);
    int left = 0;
    for (Map.Entry<String, ScatterPlot> plot : plots.entrySet()) {
      StrokeFont.draw(canvas, plot.getKey(), left + MARGIN, TITLE, LABEL_SIZE, LABEL_COLOR);
      plot.getValue().drawPoints(canvas, left, TITLE, PANEL);
      left += PANEL;
    }
    plots.values().iterator().next().drawLegend(canvas, left, TITLE);
    return canvas.toPng();
  }

  Canvas draw() {
    Canvas canvas = new Canvas(SIZE + LEGEND, SIZE, BACKGROUND);
    drawPoints(canvas, 0, 0, SIZE);
    drawLegend(canvas, SIZE, 0);
    return canvas;
  }

  private void drawPoints(Canvas canvas, int left, int top, int size) {
    double[] x = coordinates(0, false, size);
    double[] y = coordinates(1, true, size);
    for (int i = 0; i < classes.length; i++) {
      double atX = left + x[i];
      double atY = top + y[i];
      canvas.line(atX, atY, atX, atY, DOT, COLORS[classes[i] % COLORS.length]);
    }
  }

  private void drawLegend(Canvas canvas, int left, int top) {
    int[] distinct = Arrays.stream(classes).distinct().sorted().toArray();
    if (distinct.length > 1) {
      int line = top + MARGIN;
      for (int label : distinct) {
        String text = Integer.toString(label);
        canvas.line(left, line, left, line, 3 * DOT, COLORS[label % COLORS.length]);
        StrokeFont.draw(
            canvas, text, left + MARGIN / 2.0, line + LABEL_SIZE / 2, LABEL_SIZE, LABEL_COLOR);
        line += LEGEND_LINE;
      }
    }
  }

  /** Returns where points are on the canvas along an axis. */
  private double[] coordinates(int axis, boolean upwards, int size) {
    double[] values = new double[classes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = points[2 * i + axis];
    }
    double low = Arrays.stream(values).min().orElse(0);
    double high = Arrays.stream(values).max().orElse(0);
    for (int i = 0; i < values.length; i++) {
      double share = high > low ? (values[i] - low) / (high - low) : 0.5;
      values[i] = MARGIN + (upwards ? 1 - share : share) * (size - 2 * MARGIN);
    }
    return values;
  }
}
