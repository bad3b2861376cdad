package dev.ae4j.apps.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command has to say.
 *
 * @param values what {@code --json} prints: texts, numbers, truth values, null, and lists and maps
 *     of these, in their order
 * @param lines what is printed otherwise
 */
record Result(Map<String, @Nullable Object> values, List<String> lines) {
  Result {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    lines = List.copyOf(lines);
  }

  /** Returns a result that is printed as a table of its values. */
  static Result of(Map<String, @Nullable Object> values) {
    return new Result(values, Text.table(values));
  }
}
