package dev.ae4j.internal.json;

import dev.ae4j.DataException;

/** A JSON value as RFC 8259 defines it. Immutable. */
public sealed interface JsonValue
    permits JsonArray, JsonBoolean, JsonNull, JsonNumber, JsonObject, JsonText {

  /** Returns what this is, for messages, such as {@code a number}. */
  String kind();

  /**
   * Returns this as an object.
   *
   * @throws DataException if it is none
   */
  default JsonObject asObject() {
    if (this instanceof JsonObject object) {
      return object;
    }
    throw new DataException("it is " + kind() + ", not an object");
  }
}
