package dev.ae4j.internal.json;

/** The JSON null. */
public record JsonNull() implements JsonValue {
  @Override
  public String kind() {
    return "null";
  }
}
