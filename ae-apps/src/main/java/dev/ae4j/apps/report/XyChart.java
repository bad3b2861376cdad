package dev.ae4j.apps.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Points joined to curves, such as quality by size; an inline SVG. The horizontal axis begins at 0,
 * the vertical one below the lowest point.
 */
public final class XyChart {
  private static final int WIDTH = 460;

  /** Of the chart without the legend below it. */
  private static final int HEIGHT = 320;

  private static final int LEFT = 58;
  private static final int RIGHT = 14;
  private static final int TOP = 16;
  private static final int BOTTOM = HEIGHT - 44;
  private static final int LEGEND_LINE = 20;

  private final String title;
  private final String xName;
  private final String yName;
  private final List<Curve> curves = new ArrayList<>();

  private record Curve(String name, double[] x, double[] y) {}

  /**
   * Creates a chart without curves.
   *
   * @param title what it shows, for those who cannot see it, too
   * @param xName the label of the horizontal axis
   * @param yName the label of the vertical axis
   */
  public XyChart(String title, String xName, String yName) {
    this.title = title;
    this.xName = xName;
    this.yName = yName;
  }

  /**
   * Adds a curve, of which the style sheet has three colours, and returns this chart.
   *
   * @param x finite, at least 0
   * @param y finite, one for each x
   */
  public XyChart curve(String name, double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(x.length + " points have " + y.length + " values");
    }
    curves.add(new Curve(name, x.clone(), y.clone()));
    return this;
  }

  String title() {
    return title;
  }

  String toSvg() {
    double right = values(true).max().orElse(0);
    double highest = values(false).max().orElse(1);
    double lowest = values(false).min().orElse(0);
    double xStep = Svg.tickStep(right > 0 ? right : 1);
    double yStep = Svg.tickStep(highest > lowest ? highest - lowest : 1);
    int xTicks = Math.max(1, (int) Math.ceil(right / xStep - 1e-9));
    int first = (int) Math.floor(lowest / yStep);
    int last = Math.max(first + 1, (int) Math.ceil(highest / yStep - 1e-9));
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n"
            .formatted(WIDTH, HEIGHT + LEGEND_LINE * curves.size() + 4, Html.escape(title)));
    for (int tick = first; tick <= last; tick++) {
      double y = y(tick - first, last - first);
      svg.append(Svg.rule("grid", LEFT, y, WIDTH - RIGHT, y));
      svg.append(Svg.text("end", LEFT - 8, y + 4, Svg.plain(tick, yStep)));
    }
    for (int tick = 0; tick <= xTicks; tick++) {
      svg.append(Svg.text("middle", x(tick, xTicks), BOTTOM + 18, Svg.plain(tick, xStep)));
    }
    svg.append(Svg.text("middle", (LEFT + WIDTH - RIGHT) / 2.0, BOTTOM + 36, xName));
    svg.append(Svg.verticalText((TOP + BOTTOM) / 2.0, yName));
    for (int i = 0; i < curves.size(); i++) {
      Curve curve = curves.get(i);
      double[] x = Arrays.stream(curve.x).map(value -> x(value / xStep, xTicks)).toArray();
      double[] y =
          Arrays.stream(curve.y).map(value -> y(value / yStep - first, last - first)).toArray();
      svg.append(Svg.curve(i, x, y, true));
      double legend = HEIGHT + LEGEND_LINE * (i + 0.5);
      svg.append(Svg.rule("line-" + i, LEFT + 10, legend, LEFT + 34, legend));
      svg.append(Svg.text("start", LEFT + 42, legend + 4, curve.name));
    }
    return svg.append("</svg>\n").toString();
  }

  private DoubleStream values(boolean ofX) {
    return curves.stream().flatMapToDouble(curve -> Arrays.stream(ofX ? curve.x : curve.y));
  }

  private static double x(double ticks, int all) {
    return LEFT + ticks / all * (WIDTH - RIGHT - 10 - LEFT);
  }

  private static double y(double ticks, int all) {
    return BOTTOM - ticks / all * (BOTTOM - TOP);
  }
}
