package dev.ae4j.apps.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns values into text for people. */
final class Text {
  private static final String INDENT = "  ";
  private static final int MAX_SHOWN = 10;

  private Text() {}

  /**
   * Returns one line for each value, the names aligned; a map within becomes an indented table, and
   * values that are null or empty maps or lists are left out.
   */
  static List<String> table(Map<String, @Nullable Object> values) {
    int width = values.keySet().stream().mapToInt(String::length).max().orElse(0);
    List<String> lines = new ArrayList<>();
    values.forEach(
        (name, value) -> {
          String title = plain(name.replace('_', ' '));
          if (value instanceof Map<?, ?> map) {
            if (!map.isEmpty()) {
              lines.add(title);
            }
            table(named(map)).forEach(line -> lines.add(INDENT + line));
          } else if (value != null && !value.equals(List.of())) {
            lines.add(title + " ".repeat(width - name.length() + INDENT.length()) + show(value));
          }
        });
    return lines;
  }

  private static Map<String, @Nullable Object> named(Map<?, ?> map) {
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    map.forEach((name, value) -> named.put(String.valueOf(name), value));
    return named;
  }

  private static String show(Object value) {
    if (value instanceof Double || value instanceof Float) {
      return number(((Number) value).doubleValue());
    }
    if (value instanceof List<?> list) {
      return list.size() <= MAX_SHOWN
          ? joined(list)
          : "%s, ... %s (%d values)"
              .formatted(
                  joined(list.subList(0, MAX_SHOWN - 1)),
                  show(list.get(list.size() - 1)),
                  list.size());
    }
    return plain(value.toString());
  }

  private static String joined(List<?> list) {
    return list.stream().map(Text::show).collect(Collectors.joining(", "));
  }

  /** Returns a number with five digits that matter, fewer if it is short. */
  static String number(double value) {
    String text = String.format(Locale.ROOT, "%.5g", value);
    return text.contains("e") || !text.contains(".")
        ? text
        : text.replaceAll("0+$", "").replaceAll("\\.$", "");
  }

  /** Returns a text on one line and without characters that steer a terminal. */
  static String oneLine(String text) {
    return plain(text.strip().replaceAll("\\s*\\R\\s*", "; "));
  }

  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
