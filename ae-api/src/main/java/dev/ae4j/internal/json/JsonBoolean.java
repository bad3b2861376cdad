package dev.ae4j.internal.json;

/**
 * A JSON boolean.
 *
 * @param value true or false
 */
public record JsonBoolean(boolean value) implements JsonValue {
  @Override
  public String kind() {
    return "a boolean";
  }
}
