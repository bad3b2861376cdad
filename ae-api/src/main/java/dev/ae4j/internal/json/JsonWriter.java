package dev.ae4j.internal.json;

import dev.ae4j.DataException;
import java.util.Map;

/** Writes JSON without space between the tokens; the same value always gives the same text. */
public final class JsonWriter {
  private final StringBuilder out = new StringBuilder();

  private JsonWriter() {}

  /**
   * Returns the text that {@link JsonReader} reads as the same value.
   *
   * @throws DataException if a text contains half a surrogate pair, which UTF-8 cannot carry
   */
  public static String write(JsonValue value) {
    JsonWriter writer = new JsonWriter();
    writer.append(value);
    return writer.out.toString();
  }

  private void append(JsonValue value) {
    if (value instanceof JsonObject object) {
      append(object);
    } else if (value instanceof JsonArray array) {
      append(array);
    } else if (value instanceof JsonText text) {
      append(text.value());
    } else if (value instanceof JsonNumber number) {
      out.append(number.literal());
    } else if (value instanceof JsonBoolean bool) {
      out.append(bool.value());
    } else {
      out.append("null");
    }
  }

  private void append(JsonObject object) {
    String separator = "{";
    for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
      out.append(separator);
      append(member.getKey());
      out.append(':');
      append(member.getValue());
      separator = ",";
    }
    out.append(object.members().isEmpty() ? "{}" : "}");
  }

  private void append(JsonArray array) {
    String separator = "[";
    for (JsonValue value : array.values()) {
      out.append(separator);
      append(value);
      separator = ",";
    }
    out.append(array.values().isEmpty() ? "[]" : "]");
  }

  private void append(String text) {
    if (!JsonReader.isUnicode(text)) {
      throw new DataException(
          "'" + OneLine.of(text) + "' contains half a surrogate pair, which UTF-8 cannot carry");
    }
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') {
            out.append("\\u00").append(c < 0x10 ? '0' : '1').append(Character.forDigit(c & 15, 16));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
