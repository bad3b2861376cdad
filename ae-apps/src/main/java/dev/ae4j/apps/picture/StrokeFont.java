package dev.ae4j.apps.picture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Letters made of lines and arcs, so that labels need no installed fonts and look the same on every
 * machine.
 *
 * <p>Knows the letters and digits of ASCII and some punctuation; other characters become a box.
 */
final class StrokeFont {
  /** Heights in the units of the glyphs, above the baseline; 4 units lie below. */
  private static final double CAPITAL = 14;

  private static final double SPACING = 3.4;
  private static final double STROKE = 1.6;
  private static final double DEGREES_PER_LINE = 15;

  /**
   * Each line: a character, its width, and its strokes. {@code l} is followed by the points of a
   * polyline, {@code a} by the centre, the two radii and the first and last angle of an arc,
   * counterclockwise in degrees. The y axis points up from the baseline.
   */
  private static final String GLYPHS =
      """
      a 8   a 4 5 4 5 0 360 l 8 10 8 0
      b 8   l 0 14 0 0 a 4 5 4 5 0 360
      c 7.7 a 4.5 5 4.5 5 45 315
      d 8   a 4 5 4 5 0 360 l 8 14 8 0
      e 8.8 l 0 5 8.8 5 a 4.4 5 4.4 5 0 315
      f 5   l 2 0 2 11 a 5 11 3 3 90 180 l 0 9.5 5 9.5
      g 8   a 4 5 4 5 0 360 l 8 10 8 -0.5 a 4 -0.5 4 3.8 215 360
      h 7.4 l 0 14 0 0 a 3.7 6.2 3.7 3.8 0 180 l 7.4 6.2 7.4 0
      i 0   l 0 10 0 0 l 0 13.6 0 13.6
      j 2   l 2 10 2 -1.5 a 0 -1.5 2 2.6 270 360 l 2 13.6 2 13.6
      k 7.2 l 0 14 0 0 l 6.8 10 0 4 l 2.4 6.1 7.2 0
      l 2   l 0 14 0 2 a 2 2 2 2 180 270
      m 12  l 0 10 0 0 a 3 6.7 3 3.3 0 180 l 6 6.7 6 0 a 9 6.7 3 3.3 0 180 l 12 6.7 12 0
      n 7.4 l 0 10 0 0 a 3.7 6.2 3.7 3.8 0 180 l 7.4 6.2 7.4 0
      o 9   a 4.5 5 4.5 5 0 360
      p 8   l 0 10 0 -4 a 4 5 4 5 0 360
      q 8   a 4 5 4 5 0 360 l 8 10 8 -4
      r 4.6 l 0 10 0 0 a 3.8 6 3.8 4 70 180
      s 6.6 a 3.3 7.5 2.9 2.5 35 270 a 3.3 2.5 3.3 2.5 -140 90
      t 4.6 l 1.8 13 1.8 2.8 a 4.6 2.8 2.8 2.8 180 270 l 0 10 4.6 10
      u 7.4 l 0 10 0 3.8 a 3.7 3.8 3.7 3.8 180 360 l 7.4 10 7.4 0
      v 7.6 l 0 10 3.8 0 7.6 10
      w 12  l 0 10 3 0 6 9.4 9 0 12 10
      x 7.2 l 0 10 7.2 0 l 7.2 10 0 0
      y 7.6 l 0 10 4 0.4 l 7.6 10 2.2 -4
      z 6.8 l 0 10 6.8 10 0 0 6.8 0
      A 11  l 0 0 5.5 14 11 0 l 1.9 4.7 9.1 4.7
      B 8.4 l 4.6 0 0 0 0 14 4.3 14 a 4.3 10.7 3.3 3.3 -90 90 l 0 7.4 4.6 7.4 a 4.6 3.7 3.8 3.7 -90 90
      C 11  a 6.5 7 6.5 7 45 315
      D 10  l 3.2 14 0 14 0 0 3.2 0 a 3.2 7 6.8 7 -90 90
      E 7.4 l 7.4 14 0 14 0 0 7.4 0 l 0 7.3 6.6 7.3
      F 7.2 l 7.2 14 0 14 0 0 l 0 7.3 6.4 7.3
      G 12  a 6.5 7 6.5 7 45 315 l 11.1 2 11.1 6.6 7 6.6
      H 9.4 l 0 0 0 14 l 9.4 0 9.4 14 l 0 7.3 9.4 7.3
      I 0   l 0 0 0 14
      J 5.4 l 5.4 14 5.4 3.2 a 2.7 3.2 2.7 3.2 190 360
      K 8.8 l 0 0 0 14 l 8.4 14 0 5.4 l 3 8.4 8.8 0
      L 7   l 0 14 0 0 7 0
      M 12  l 0 0 0 14 6 3.4 12 14 12 0
      N 9.6 l 0 0 0 14 9.6 0 9.6 14
      O 13  a 6.5 7 6.5 7 0 360
      P 8   l 0 0 0 14 4.4 14 a 4.4 10.5 3.6 3.5 -90 90 l 4.4 7 0 7
      Q 13  a 6.5 7 6.5 7 0 360 l 8.2 4 12.4 -0.6
      R 8.6 l 0 0 0 14 4.4 14 a 4.4 10.5 3.6 3.5 -90 90 l 4.4 7 0 7 l 4.2 7 8.6 0
      S 8.4 a 4.2 10.6 3.7 3.4 35 270 a 4.2 3.6 4.2 3.6 -145 90
      T 9.6 l 0 14 9.6 14 l 4.8 14 4.8 0
      U 9.2 l 0 14 0 4.6 a 4.6 4.6 4.6 4.6 180 360 l 9.2 4.6 9.2 14
      V 10.4 l 0 14 5.2 0 10.4 14
      W 15.6 l 0 14 3.9 0 7.8 13 11.7 0 15.6 14
      X 9.4 l 0 14 9.4 0 l 9.4 14 0 0
      Y 9.6 l 0 14 4.8 6.6 9.6 14 l 4.8 6.6 4.8 0
      Z 8.6 l 0 14 8.6 14 0 0 8.6 0
      0 8.4 a 4.2 7 4.2 7 0 360
      1 3.6 l 0 11 3.6 14 3.6 0
      2 8   a 4 10 4 4 -35 165 l 7.28 7.7 0 0 8 0
      3 7.8 a 3.7 10.6 3.4 3.4 -90 145 a 3.7 3.6 4.1 3.6 -145 90
      4 8.6 l 6.4 0 6.4 14 0 4.2 8.6 4.2
      5 8   l 7.2 14 1.4 14 0.8 7.9 a 3.7 4.6 4.3 4.6 -145 132
      6 8.2 a 4.1 4.4 4.1 4.4 0 360 l 0.5 6.4 5.6 14
      7 7.8 l 0 14 7.8 14 2.6 0
      8 8.2 a 4.1 10.6 3.4 3.4 0 360 a 4.1 3.6 4.1 3.6 0 360
      9 8.2 a 4.1 9.6 4.1 4.4 0 360 l 7.7 7.6 2.6 0
      . 0   l 0 0.2 0 0.2
      , 1   l 1 0.4 0 -2.4
      : 0   l 0 0.6 0 0.6 l 0 7.6 0 7.6
      - 5   l 0 5.4 5 5.4
      + 8   l 0 6.4 8 6.4 l 4 2.4 4 10.4
      = 8   l 0 8.4 8 8.4 l 0 4.6 8 4.6
      / 6   l 0 -2 6 15
      ( 3   a 7 6 7 10.4 125 235
      ) 3   a -4 6 7 10.4 -55 55
      % 12  a 2.6 10.8 2.6 3.2 0 360 a 9.4 3.2 2.6 3.2 0 360 l 2.4 0 9.6 14
      """;

  private static final Pattern STROKE_STARTS = Pattern.compile(" (?=[la])");
  private static final Glyph UNKNOWN = Glyph.parse("l 0 0 0 14 7 14 7 0 0 0", 7);
  private static final Map<Character, Glyph> BY_CHARACTER = parseGlyphs();

  private StrokeFont() {}

  /**
   * A character.
   *
   * @param width without the space around it
   * @param lines each {@code x1, y1, x2, y2}
   */
  private record Glyph(double width, List<double[]> lines) {
    static Glyph parse(String strokes, double width) {
      List<double[]> lines = new ArrayList<>();
      for (String stroke : STROKE_STARTS.split(strokes.strip(), -1)) {
        String[] words = stroke.split(" ", -1);
        double[] numbers = new double[words.length - 1];
        for (int i = 0; i < numbers.length; i++) {
          numbers[i] = Double.parseDouble(words[i + 1]);
        }
        addPolyline(words[0].equals("a") ? arc(numbers) : numbers, lines);
      }
      return new Glyph(width, lines);
    }

    private static void addPolyline(double[] points, List<double[]> lines) {
      for (int i = 0; i + 3 < points.length; i += 2) {
        lines.add(new double[] {points[i], points[i + 1], points[i + 2], points[i + 3]});
      }
    }

    private static double[] arc(double[] arc) {
      int count = (int) Math.ceil((arc[5] - arc[4]) / DEGREES_PER_LINE);
      double[] points = new double[2 * (count + 1)];
      for (int i = 0; i <= count; i++) {
        double angle = Math.toRadians(arc[4] + (arc[5] - arc[4]) * i / count);
        points[2 * i] = arc[0] + arc[2] * StrictMath.cos(angle);
        points[2 * i + 1] = arc[1] + arc[3] * StrictMath.sin(angle);
      }
      return points;
    }
  }

  private static Map<Character, Glyph> parseGlyphs() {
    Map<Character, Glyph> glyphs = new HashMap<>();
    for (String line : GLYPHS.lines().toList()) {
      String[] parts = line.split(" +", 3);
      glyphs.put(line.charAt(0), Glyph.parse(parts[2], Double.parseDouble(parts[1])));
    }
    glyphs.put(' ', new Glyph(3, List.of()));
    return Map.copyOf(glyphs);
  }

  /** Returns the width of a text in pixels. */
  static double width(String text, double capitalHeight) {
    double units = 0;
    for (int i = 0; i < text.length(); i++) {
      units += glyph(text.charAt(i)).width() + SPACING;
    }
    return Math.max(0, units - SPACING) * capitalHeight / CAPITAL;
  }

  /**
   * Draws a text.
   *
   * @param left where it begins
   * @param baseline where its letters stand
   * @param capitalHeight the height of a capital letter in pixels
   * @param color {@code 0xRRGGBB}
   */
  static void draw(
      Canvas canvas, String text, double left, double baseline, double capitalHeight, int color) {
    double scale = capitalHeight / CAPITAL;
    double x = left;
    for (int i = 0; i < text.length(); i++) {
      Glyph glyph = glyph(text.charAt(i));
      for (double[] line : glyph.lines()) {
        canvas.line(
            x + line[0] * scale,
            baseline - line[1] * scale,
            x + line[2] * scale,
            baseline - line[3] * scale,
            STROKE * scale,
            color);
      }
      x += (glyph.width() + SPACING) * scale;
    }
  }

  private static Glyph glyph(char character) {
    return BY_CHARACTER.getOrDefault(character, UNKNOWN);
  }
}
