package dev.ae4j.apps.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
    double step = tickStep(highest());
    int ticks = Math.max(1, (int) Math.ceil(highest() / step - 1e-9));
    Frame frame = new Frame(Math.max(epochs, 1), ticks * step, HEIGHT - BOTTOM);
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n"
            .formatted(WIDTH, height(), Html.escape(title)));
    for (int tick = 0; tick <= ticks; tick++) {
      double y = frame.y(tick * step);
      svg.append(rule("grid", LEFT, y, WIDTH - RIGHT, y));
      svg.append(text("end", LEFT - 8, y + 4, plain(tick, step)));
    }
    int every = (epochs + MAX_X_TICKS - 1) / MAX_X_TICKS;
    for (int epoch = 1; epoch <= epochs; epoch++) {
      if (epoch == 1 || epoch == epochs || (epoch % every == 0 && epochs - epoch >= every)) {
        svg.append(text("middle", frame.x(epoch), frame.bottom() + 18, Integer.toString(epoch)));
      }
    }
    svg.append(text("middle", (LEFT + WIDTH - RIGHT) / 2.0, frame.bottom() + 36, "epoch"));
    svg.append(
        ("<text class=\"axis\" text-anchor=\"middle\""
                + " transform=\"translate(14 %s) rotate(-90)\">%s</text>\n")
            .formatted(number((TOP + frame.bottom()) / 2), Html.escape(valueName)));
    for (Series reference : references) {
      double y = frame.y(reference.values[0]);
      svg.append(rule("reference", LEFT, y, WIDTH - RIGHT, y));
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
    StringBuilder points = new StringBuilder();
    StringBuilder dots = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      String x = number(frame.x(i + 1));
      String y = number(frame.y(values[i]));
      points.append(i == 0 ? "" : " ").append(x).append(',').append(y);
      if (values.length <= 2 * MAX_X_TICKS) {
        dots.append(
            "<circle class=\"dot-%d\" cx=\"%s\" cy=\"%s\" r=\"3\"/>\n".formatted(index, x, y));
      }
    }
    return "<polyline class=\"line-%d\" points=\"%s\"/>\n".formatted(index, points) + dots;
  }

  private void appendLegend(StringBuilder svg) {
    double y = HEIGHT + LEGEND_LINE / 2.0;
    for (int i = 0; i < lines.size(); i++, y += LEGEND_LINE) {
      svg.append(rule("line-" + i, LEFT + 10, y, LEFT + 34, y));
      svg.append(text("start", LEFT + 42, y + 4, lines.get(i).name));
    }
    for (Series reference : references) {
      svg.append(rule("reference", LEFT + 10, y, LEFT + 34, y));
      svg.append(text("start", LEFT + 42, y + 4, reference.name));
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

  /** Returns 1, 2 or 5 times a power of ten so that about five steps reach the value. */
  private static double tickStep(double highest) {
    double step = StrictMath.pow(10, Math.floor(StrictMath.log10(highest / 5)));
    for (double factor : new double[] {1, 2, 5, 10}) {
      if (factor * step * 6 >= highest) {
        return factor * step;
      }
    }
    return 10 * step;
  }

  private static String plain(int tick, double step) {
    return new BigDecimal(String.format(Locale.ROOT, "%.3g", tick * step))
        .stripTrailingZeros()
        .toPlainString();
  }

  private static String rule(String style, double x1, double y1, double x2, double y2) {
    return "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n"
        .formatted(style, number(x1), number(y1), number(x2), number(y2));
  }

  private static String text(String anchor, double x, double y, String text) {
    return "<text class=\"axis\" text-anchor=\"%s\" x=\"%s\" y=\"%s\">%s</text>\n"
        .formatted(anchor, number(x), number(y), Html.escape(text));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
