package dev.ae4j.apps.report;

import java.util.ArrayList;
import java.util.List;

/** Values by epoch as lines, with values to compare them with as dashed lines; an inline SVG. */
public final class LineChart {
  private static final int WIDTH = 460;

  /** Of the chart without the legend below it. */
  private static final int HEIGHT = 280;

  private static final int LEFT = 58;
  private static final int RIGHT = 14;
  private static final int TOP = 16;
  private static final int BOTTOM = 44;
  private static final int LEGEND_LINE = 20;
  private static final int MAX_X_TICKS = 10;

  private final String title;
  private final String valueName;
  private final List<Series> lines = new ArrayList<>();
  private final List<Series> references = new ArrayList<>();

  private record Series(String name, double[] values) {}

  /**
   * Creates a chart without lines.
   *
   * @param title what it shows, for those who cannot see it, too
   * @param valueName the label of the vertical axis
   */
  public LineChart(String title, String valueName) {
    this.title = title;
    this.valueName = valueName;
  }

  /** Adds a line with a value for each epoch and returns this chart. */
  public LineChart line(String name, double... values) {
    lines.add(new Series(name, values.clone()));
    return this;
  }

  /** Adds a dashed horizontal line and returns this chart. */
  public LineChart reference(String name, double value) {
    references.add(new Series(name, new double[] {value}));
    return this;
  }

  String title() {
    return title;
  }

  String toSvg() {
    int epochs = lines.stream().mapToInt(series -> series.values.length).max().orElse(0);
    double step = Svg.tickStep(highest());
    int ticks = Math.max(1, (int) Math.ceil(highest() / step - 1e-9));
    Frame frame = new Frame(Math.max(epochs, 1), ticks * step, HEIGHT - BOTTOM);
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n"
            .formatted(WIDTH, height(), Html.escape(title)));
    for (int tick = 0; tick <= ticks; tick++) {
      double y = frame.y(tick * step);
      svg.append(Svg.rule("grid", LEFT, y, WIDTH - RIGHT, y));
      svg.append(Svg.text("end", LEFT - 8, y + 4, Svg.plain(tick, step)));
    }
    int every = (epochs + MAX_X_TICKS - 1) / MAX_X_TICKS;
    for (int epoch = 1; epoch <= epochs; epoch++) {
      if (epoch == 1 || epoch == epochs || (epoch % every == 0 && epochs - epoch >= every)) {
        svg.append(
            Svg.text("middle", frame.x(epoch), frame.bottom() + 18, Integer.toString(epoch)));
      }
    }
    svg.append(Svg.text("middle", (LEFT + WIDTH - RIGHT) / 2.0, frame.bottom() + 36, "epoch"));
    svg.append(Svg.verticalText((TOP + frame.bottom()) / 2, valueName));
    for (Series reference : references) {
      double y = frame.y(reference.values[0]);
      svg.append(Svg.rule("reference", LEFT, y, WIDTH - RIGHT, y));
    }
    for (int i = 0; i < lines.size(); i++) {
      svg.append(curve(lines.get(i).values, frame, i));
    }
    appendLegend(svg);
    return svg.append("</svg>\n").toString();
  }

  /** Maps values to the coordinates of the picture. */
  private record Frame(int epochs, double top, double bottom) {
    double x(int epoch) {
      double share = epochs == 1 ? 0.5 : (epoch - 1.0) / (epochs - 1);
      return LEFT + 10 + share * (WIDTH - RIGHT - LEFT - 20);
    }

    double y(double value) {
      return bottom - value / top * (bottom - TOP);
    }
  }

  private int height() {
    return HEIGHT + LEGEND_LINE * (lines.size() + references.size()) + 4;
  }

  private static String curve(double[] values, Frame frame, int index) {
    double[] x = new double[values.length];
    double[] y = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      x[i] = frame.x(i + 1);
      y[i] = frame.y(values[i]);
    }
    return Svg.curve(index, x, y, values.length <= 2 * MAX_X_TICKS);
  }

  private void appendLegend(StringBuilder svg) {
    double y = HEIGHT + LEGEND_LINE / 2.0;
    for (int i = 0; i < lines.size(); i++, y += LEGEND_LINE) {
      svg.append(Svg.rule("line-" + i, LEFT + 10, y, LEFT + 34, y));
      svg.append(Svg.text("start", LEFT + 42, y + 4, lines.get(i).name));
    }
    for (Series reference : references) {
      svg.append(Svg.rule("reference", LEFT + 10, y, LEFT + 34, y));
      svg.append(Svg.text("start", LEFT + 42, y + 4, reference.name));
      y += LEGEND_LINE;
    }
  }

  private double highest() {
    double highest = 0;
    for (List<Series> group : List.of(lines, references)) {
      for (Series series : group) {
        for (double value : series.values) {
          highest = Math.max(highest, value);
        }
      }
    }
    return highest > 0 ? highest : 1;
  }
}
