package dev.ae4j.internal.json;

/**
 * A JSON string.
 *
 * @param value the characters, without quotes and escapes
 */
public record JsonText(String value) implements JsonValue {
  @Override
  public String kind() {
    return "a text";
  }
}
