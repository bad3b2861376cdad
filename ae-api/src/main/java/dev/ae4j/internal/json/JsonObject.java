package dev.ae4j.internal.json;

import dev.ae4j.DataException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A JSON object. Its typed accessors throw {@link DataException} with the name of the member if
 * that is missing or of another kind.
 *
 * @param members the values by name, in the order in which they are written
 */
public record JsonObject(Map<String, JsonValue> members) implements JsonValue {
  /** Copies the members. */
  public JsonObject {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  /** Returns a builder of an object without members. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns an object of texts. */
  public static JsonObject of(Map<String, String> texts) {
    Builder builder = builder();
    texts.forEach(builder::put);
    return builder.build();
  }

  /** Returns whether there is a member of that name. */
  public boolean has(String name) {
    return members.containsKey(name);
  }

  /** Returns the member of that name, a text. */
  public String text(String name) {
    return member(name, JsonText.class, "a text").value();
  }

  /** Returns the member of that name, a whole number. */
  public int integer(String name) {
    JsonNumber number = number(name);
    try {
      return number.intValue();
    } catch (DataException e) {
      throw new DataException("'" + name + "': " + e.getMessage(), e);
    }
  }

  /** Returns the member of that name, a number. */
  public JsonNumber number(String name) {
    return member(name, JsonNumber.class, "a number");
