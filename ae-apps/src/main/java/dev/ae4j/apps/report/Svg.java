package dev.ae4j.apps.report;

import java.math.BigDecimal;
import java.util.Locale;

/** What charts are drawn with. */
final class Svg {
  private Svg() {}

  /** Returns a straight line. */
  static String rule(String style, double x1, double y1, double x2, double y2) {
    return "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n"
        .formatted(style, number(x1), number(y1), number(x2), number(y2));
  }

  /** Returns a text of one line. */
  static String text(String anchor, double x, double y, String text) {
    return "<text class=\"axis\" text-anchor=\"%s\" x=\"%s\" y=\"%s\">%s</text>\n"
        .formatted(anchor, number(x), number(y), Html.escape(text));
  }

  /** Returns a text along the vertical axis, at the left edge. */
  static String verticalText(double middle, String text) {
    return ("<text class=\"axis\" text-anchor=\"middle\""
            + " transform=\"translate(14 %s) rotate(-90)\">%s</text>\n")
        .formatted(number(middle), Html.escape(text));
  }

  /**
   * Returns points that are joined.
   *
   * @param index which colour
   * @param dots whether to mark each point
   */
  static String curve(int index, double[] x, double[] y, boolean dots) {
    StringBuilder points = new StringBuilder();
    StringBuilder circles = new StringBuilder();
    for (int i = 0; i < x.length; i++) {
      points.append(i == 0 ? "" : " ").append(number(x[i])).append(',').append(number(y[i]));
      if (dots) {
        circles.append(
            "<circle class=\"dot-%d\" cx=\"%s\" cy=\"%s\" r=\"3\"/>\n"
                .formatted(index, number(x[i]), number(y[i])));
      }
    }
    return "<polyline class=\"line-%d\" points=\"%s\"/>\n".formatted(index, points) + circles;
  }

  /** Returns a coordinate. */
  static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** Returns 1, 2 or 5 times a power of ten so that about five steps reach the value. */
  static double tickStep(double highest) {
    double step = StrictMath.pow(10, Math.floor(StrictMath.log10(highest / 5)));
    for (double factor : new double[] {1, 2, 5, 10}) {
      if (factor * step * 6 >= highest) {
        return factor * step;
      }
    }
    return 10 * step;
  }

  /** Returns what stands beside a tick. */
  static String plain(int tick, double step) {
    return new BigDecimal(String.format(Locale.ROOT, "%.3g", tick * step))
        .stripTrailingZeros()
        .toPlainString();
  }
}
