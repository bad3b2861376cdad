package dev.ae4j.internal.json;

import dev.ae4j.DataException;
import java.util.ArrayList;
import java.util.List;

/**
 * A JSON array.
 *
 * @param values the elements in order
 */
public record JsonArray(List<JsonValue> values) implements JsonValue {
  /** Copies the elements. */
  public JsonArray {
    values = List.copyOf(values);
  }

  /** Returns an array of whole numbers. */
  public static JsonArray of(List<Integer> numbers) {
    return new JsonArray(numbers.stream().<JsonValue>map(JsonNumber::of).toList());
  }

  /**
   * Returns the elements as numbers.
   *
   * @throws DataException if one of them is something else
   */
  public List<JsonNumber> numbers() {
    List<JsonNumber> numbers = new ArrayList<>(values.size());
    for (JsonValue value : values) {
      if (!(value instanceof JsonNumber number)) {
        throw new DataException("there is " + value.kind() + " where a number belongs");
      }
      numbers.add(number);
    }
    return numbers;
  }

  /**
   * Returns the elements as whole numbers.
   *
   * @throws DataException if one of them is something else
   */
  public List<Integer> integers() {
    return numbers().stream().map(JsonNumber::intValue).toList();
  }

  @Override
  public String kind() {
    return "an array";
  }
}
