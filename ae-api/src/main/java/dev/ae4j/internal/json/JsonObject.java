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
  }

  /** Returns the member of that name, a boolean. */
  public boolean bool(String name) {
    return member(name, JsonBoolean.class, "a boolean").value();
  }

  /** Returns the member of that name, an array. */
  public JsonArray array(String name) {
    return member(name, JsonArray.class, "an array");
  }

  /** Returns the member of that name, an object. */
  public JsonObject object(String name) {
    return member(name, JsonObject.class, "an object");
  }

  /**
   * Returns all members as texts.
   *
   * @throws DataException if one of them is something else
   */
  public Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    members.keySet().forEach(name -> texts.put(name, text(name)));
    return texts;
  }

  /**
   * Checks that there are no members but these.
   *
   * @throws DataException if there is another one
   */
  public void allowOnly(Set<String> names) {
    for (String name : members.keySet()) {
      if (!names.contains(name)) {
        throw new DataException(
            "'"
                + OneLine.of(name)
                + "' is unknown here. Maybe the file needs a newer version of AE4J");
      }
    }
  }

  private <T extends JsonValue> T member(String name, Class<T> type, String expected) {
    JsonValue value = members.get(name);
    if (value == null) {
      throw new DataException("'" + OneLine.of(name) + "' is missing");
    }
    if (!type.isInstance(value)) {
      throw new DataException(
          "'" + OneLine.of(name) + "' is " + value.kind() + ", not " + expected);
    }
    return type.cast(value);
  }

  @Override
  public String kind() {
    return "an object";
  }

  /** Collects members; each method returns this builder. */
  public static final class Builder {
    private final Map<String, JsonValue> members = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Adds a member.
     *
     * @throws IllegalArgumentException if there is one of that name
     */
    public Builder put(String name, JsonValue value) {
      if (members.putIfAbsent(name, value) != null) {
        throw new IllegalArgumentException("'" + name + "' is added twice");
      }
      return this;
    }

    /** Adds a text. */
    public Builder put(String name, String value) {
      return put(name, new JsonText(value));
    }

    /** Adds a whole number. */
    public Builder put(String name, int value) {
      return put(name, JsonNumber.of(value));
    }

    /** Adds a boolean. */
    public Builder put(String name, boolean value) {
      return put(name, new JsonBoolean(value));
    }

    /** Returns the object. */
    public JsonObject build() {
      return new JsonObject(members);
    }
  }
}
