package dev.ae4j.internal.json;

import dev.ae4j.DataException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON strictly: RFC 8259 and nothing beyond it.
 *
 * <p>What the RFC calls unpredictable is refused as well: names that occur twice and halves of
 * surrogate pairs. Text, depth and number of values are limited, so that hostile text cannot take
 * more than a few hundred megabytes or the whole stack.
 */
public final class JsonReader {
  /** The longest text that is read, in bytes or characters. */
  public static final int MAX_LENGTH = 1 << 25;

  private static final int MAX_VALUES = 1 << 21;
  private static final int MAX_DEPTH = 64;
  private static final int END = -1;

  private final String text;
  private int position;
  private int values;

  private JsonReader(String text) {
    this.text = text;
  }

  /**
   * Reads a value from UTF-8.
   *
   * @throws DataException if it is not exactly one JSON value or goes beyond a limit
   */
  public static JsonValue read(byte[] utf8) {
    if (utf8.length > MAX_LENGTH) {
      throw tooLong(utf8.length);
    }
    try {
      return read(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
    } catch (CharacterCodingException e) {
      throw new DataException("it is not JSON: it is not UTF-8", e);
    }
  }

  /**
   * Reads a value.
   *
   * @throws DataException if the text is not exactly one JSON value or goes beyond a limit
   */
  public static JsonValue read(String text) {
    if (text.length() > MAX_LENGTH) {
      throw tooLong(text.length());
    }
    JsonReader reader = new JsonReader(text);
    JsonValue value = reader.value(0);
    reader.skipSpace();
    if (reader.peek() != END) {
      throw reader.expected("nothing more");
    }
    return value;
  }

  private JsonValue value(int depth) {
    if (depth > MAX_DEPTH) {
      throw error("values are nested more than " + MAX_DEPTH + " deep");
    }
    if (++values > MAX_VALUES) {
      throw error("there are more than " + MAX_VALUES + " values");
    }
    skipSpace();
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> new JsonText(string());
      case 't' -> word("true", new JsonBoolean(true));
      case 'f' -> word("false", new JsonBoolean(false));
      case 'n' -> word("null", new JsonNull());
      default -> number();
    };
  }

  private JsonObject object(int depth) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    expect('{');
    if (!take('}')) {
      do {
        skipSpace();
        String name = string();
        if (members.containsKey(name)) {
          throw error("the name '" + OneLine.of(name) + "' occurs twice");
        }
        expect(':');
        members.put(name, value(depth + 1));
      } while (take(','));
      expect('}');
    }
    return new JsonObject(members);
  }

  private JsonArray array(int depth) {
    List<JsonValue> elements = new ArrayList<>();
    expect('[');
    if (!take(']')) {
      do {
        elements.add(value(depth + 1));
      } while (take(','));
      expect(']');
    }
    return new JsonArray(elements);
  }

  private JsonValue word(String word, JsonValue value) {
    if (!text.startsWith(word, position)) {
      throw expected("'" + word + "'");
    }
    position += word.length();
    return value;
  }

  private JsonNumber number() {
    int start = position;
    while (isPartOfNumber(peek())) {
      position++;
    }
    if (position == start) {
      throw expected("a value");
    }
    try {
      return new JsonNumber(text.substring(start, position));
    } catch (DataException e) {
      throw error(String.valueOf(e.getMessage()));
    }
  }

  private static boolean isPartOfNumber(int c) {
    return "0123456789+-.eE".indexOf(c) >= 0;
  }

  private String string() {
    if (peek() != '"') {
      throw expected("'\"'");
    }
    position++;
    StringBuilder characters = new StringBuilder();
    while (peek() != '"') {
      int c = peek();
      if (c < ' ') {
        throw expected("'\"'");
      }
      position++;
      characters.append(c == '\\' ? escape() : (char) c);
    }
    position++;
    String string = characters.toString();
    if (!isUnicode(string)) {
      throw error("the text that ends here contains half a surrogate pair");
    }
    return string;
  }

  private char escape() {
    int c = peek();
    position++;
    return switch (c) {
      case '"', '\\', '/' -> (char) c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> codeUnit();
      default -> {
        position--;
        throw expected("one of \"\\/bfnrtu");
      }
    };
  }

  private char codeUnit() {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      if (!HexFormat.isHexDigit(peek())) {
        throw expected("a hexadecimal digit");
      }
      unit = unit << 4 | HexFormat.fromHexDigit(peek());
      position++;
    }
    return (char) unit;
  }

  /** Returns whether no surrogate is without its other half. */
  static boolean isUnicode(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private void skipSpace() {
    int c = peek();
    while (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      position++;
      c = peek();
    }
  }

  private int peek() {
    return position < text.length() ? text.charAt(position) : END;
  }

  private boolean take(char c) {
    skipSpace();
    if (peek() != c) {
      return false;
    }
    position++;
    return true;
  }

  private void expect(char c) {
    if (!take(c)) {
      throw expected("'" + c + "'");
    }
  }

  private DataException expected(String what) {
    String found = peek() == END ? "it ends" : "there is '" + OneLine.of("" + (char) peek()) + "'";
    return error("expected " + what + ", but " + found);
  }

  private DataException error(String problem) {
    return new DataException("it is not JSON at character " + (position + 1) + ": " + problem);
  }

  private static DataException tooLong(int length) {
    return new DataException(
        "it is JSON of length " + length + "; at most " + MAX_LENGTH + " can be read");
  }
}
