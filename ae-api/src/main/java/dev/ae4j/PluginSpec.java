package dev.ae4j;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A plug-in or backend by id, with options: {@code dense:units=128x64,activation=relu}.
 *
 * <p>A value without a key belongs to the plug-in's first option, as in {@code mnist:train}.
 *
 * @param id the id of the provider
 * @param options texts by option name; the empty name stands for the first option
 */
public record PluginSpec(String id, Map<String, String> options) {
  private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  /**
   * Checks the id and copies the options.
   *
   * @throws OptionException if the id is not made of lower-case words joined by hyphens
   */
  public PluginSpec {
    if (!isId(id)) {
      throw new OptionException(
          "'" + id + "' is not an id: ids are lower-case words joined by hyphens, such as dense");
    }
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }

  /** Returns whether a text has the form of an id: lower-case words joined by hyphens. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** Returns a plug-in with the defaults of all its options. */
  public static PluginSpec of(String id) {
    return new PluginSpec(id, Map.of());
  }

  /**
   * Reads {@code id} or {@code id:key=value,key=value}.
   *
   * @throws OptionException if the text has another form
   */
  public static PluginSpec parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return of(text);
    }
    Map<String, String> options = new LinkedHashMap<>();
    for (String part : text.substring(colon + 1).split(",", -1)) {
      int equals = part.indexOf('=');
      String key = equals < 0 ? "" : part.substring(0, equals);
      if (part.isEmpty() || equals == 0 || options.containsKey(key)) {
        throw new OptionException(
            "'" + text + "' is not of the form id:key=value,key=value with each key once");
      }
      options.put(key, part.substring(equals + 1));
    }
    return new PluginSpec(text.substring(0, colon), options);
  }

  /** Returns this specification with one more option, or another value for it. */
  public PluginSpec with(String key, Object value) {
    Map<String, String> changed = new LinkedHashMap<>(options);
    changed.put(key, value.toString());
    return new PluginSpec(id, changed);
  }

  /** Returns the form that {@link #parse} reads. */
  @Override
  public String toString() {
    if (options.isEmpty()) {
      return id;
    }
    return options.entrySet().stream()
        .map(e -> e.getKey().isEmpty() ? e.getValue() : e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining(",", id + ":", ""));
  }
}
