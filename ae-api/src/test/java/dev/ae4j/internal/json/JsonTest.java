package dev.ae4j.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ae4j.DataException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "false",
        "0",
        "-0",
        "-0.0",
        "10",
        "1.5",
        "1e5",
        "1E+5",
        "1e-5",
        "0.1e400",
        "123456789012345678901234567890.123456789012345678901234567890",
        "\"\"",
        "\"a\"",
        "\"\u007f \u2028 \ufffd \ud83d\ude00\"",
        "[]",
        "[1,[2,[3,{}]],\"\",null]",
        "{}",
        "{\"\":{\"\":{}}}",
        "{\"b\":1,\"a\":2,\"A\":[true]}"
      })
  void readsValidTextsAndWritesThemBack(String json) {
    assertThat(JsonWriter.write(JsonReader.read(json))).isEqualTo(json);
    assertThat(JsonReader.read(json.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(JsonReader.read(json));
  }

  @Test
  void readsSpaceAndEscapes() {
    assertThat(JsonWriter.write(JsonReader.read(" \t\r\n[ 1 ,\n{ \"a\" :\t2 } ] ")))
        .isEqualTo("[1,{\"a\":2}]");
    assertThat(JsonReader.read("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\uD83D\\ude00\""))
        .isEqualTo(new JsonText("\"\\/\b\f\n\r\tA\u00e9\ud83d\ude00"));
  }

  @Test
  void writesControlCharactersAsEscapes() {
    JsonText text = new JsonText("\u0000\b\t\n\f\r\u001f \"\\/\u007f");
    String json = JsonWriter.write(text);
    assertThat(json).isEqualTo("\"\\u0000\\u0008\\t\\n\\u000c\\r\\u001f \\\"\\\\/\u007f\"");
    assertThat(JsonReader.read(json)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "nul",
        "nulll",
        "True",
        "NaN",
        "Infinity",
        "-Infinity",
        "-",
        "+1",
        "01",
        "-01",
        "1.",
        ".5",
        "1e",
        "1e+",
        "1.e5",
        "0x10",
        "1f",
        "1_000",
        "1 2",
        "\uff11",
        "'a'",
        "\"",
        "\"a",
        "\"\\",
        "\"\\u12",
        "\"\\u12G4\"",
        "\"\\u\uff11\uff11\uff11\uff11\"",
        "\"\\x41\"",
        "\"\\'\"",
        "\"\t\"",
        "\"\n\"",
        "\"\u0000\"",
        "\"\\ud800\"",
        "\"\\ude00\\ud83d\"",
        "\"\\ud83d\\u0041\"",
        "\"\ud800\"",
        "[",
        "]",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1,,2]",
        "[1 2]",
        "[1}",
        "{",
        "}",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{,}",
        "{\"a\" 1}",
        "{a:1}",
        "{1:1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1]",
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"\\u0061\":2}",
        "[] []",
        "// comment\n1",
        "1 /* comment */",
        "\ufeff1",
        "\u00a01",
        "\u000b1"
      })
  void refusesEverythingElse(String json) {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> JsonReader.read(json))
        .withMessageMatching("it is not JSON at character [0-9]+: [^\\p{Cc}]+");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x80, 0xBF, 0xC0, 0xC1, 0xF5, 0xFE, 0xFF, 0xC3})
  void refusesWhatIsNotUtf8(int last) {
    byte[] bytes = {'"', 'a', (byte) last, '"'};
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> JsonReader.read(bytes))
        .withMessageContaining("not UTF-8");
  }

  @Test
  void saysWhereAndWhat() {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> JsonReader.read("[1;\u001b]"))
        .withMessage("it is not JSON at character 3: expected ']', but there is ';'");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> JsonReader.read("{\"a\":1,\"a\":2}"))
        .withMessageContaining("'a' occurs twice");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> JsonReader.read("[\"\\ud800\"]"))
        .withMessageContaining("half a surrogate pair");
  }

  @Test
  void limitsDepthAndNumberOfValuesAndLength() {
    assertThat(JsonReader.read("[".repeat(65) + "]".repeat(65))).isInstanceOf(JsonArray.class);
    for (String open : List.of("[", "{\"a\":", "[{\"a\":")) {
      assertThatExceptionOfType(DataException.class)
          .isThrownBy(() -> JsonReader.read(open.repeat(100_000)))
          .withMessageContaining("nested more than 64 deep");
    }
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> JsonReader.read("[" + "0,".repeat(3_000_000) + "0]"))
        .withMessageContaining("more than 2097152 values");
    String long32 = " ".repeat(JsonReader.MAX_LENGTH) + "1";
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> JsonReader.read(long32))
        .withMessageContaining("at most 33554432");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> JsonReader.read(long32.getBytes(StandardCharsets.US_ASCII)))
        .withMessageContaining("at most 33554432");
  }

  @Test
  void keepsNumbersExactly() {
    assertThat(number("9223372036854775807").longValue()).isEqualTo(Long.MAX_VALUE);
    assertThat(number("-2147483648").intValue()).isEqualTo(Integer.MIN_VALUE);
    assertThat(number("-0.0").doubleValue()).isEqualTo(-0.0);
    assertThat(number("1e-400").doubleValue()).isZero();
    for (double value : new double[] {0, -0.0, 0.1, Double.MIN_VALUE, Double.MAX_VALUE, 1e21}) {
      assertThat(number(JsonNumber.of(value).literal()).doubleValue()).isEqualTo(value);
    }
    assertThat(JsonNumber.of(Long.MIN_VALUE).literal()).isEqualTo("-9223372036854775808");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2147483648", "1.0", "1e2", "99999999999999999999"})
  void refusesIntsThatAreNone(String literal) {
    assertThatExceptionOfType(DataException.class).isThrownBy(() -> number(literal).intValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775808", "0.5", "1E2"})
  void refusesLongsThatAreNone(String literal) {
    assertThatExceptionOfType(DataException.class).isThrownBy(() -> number(literal).longValue());
  }

  @Test
  void refusesDoublesThatAreNone() {
    assertThatExceptionOfType(DataException.class).isThrownBy(() -> number("1e400").doubleValue());
    for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatExceptionOfType(DataException.class).isThrownBy(() -> JsonNumber.of(value));
    }
  }

  @Test
  void accessorsNameTheMember() {
    JsonObject object = JsonReader.read("{\"a\":1,\"b\":\"x\",\"c\":[1,\"x\"]}").asObject();
    assertThat(object.integer("a")).isEqualTo(1);
    assertThat(object.text("b")).isEqualTo("x");
    assertMessage(() -> object.text("a"), "'a' is a number, not a text");
    assertMessage(() -> object.integer("d"), "'d' is missing");
    assertMessage(() -> object.array("c").numbers(), "there is a text where a number belongs");
    assertMessage(object::texts, "'a' is a number, not a text");
    assertMessage(() -> new JsonNull().asObject(), "it is null, not an object");
    assertMessage(
        () -> object.allowOnly(Set.of("a", "b")),
        "'c' is unknown here. Maybe the file needs a newer version of AE4J");
    assertMessage(
        () -> JsonReader.read("{\"a\":1.5}").asObject().integer("a"),
        "'a': 1.5 is not a whole number of 32 bits");
  }

  @Test
  void buildersRefuseDuplicates() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonObject.builder().put("a", 1).put("a", true));
  }

  @Test
  void textsWithHalfASurrogatePairAreNotWritten() {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> JsonWriter.write(new JsonText("a\ud800")))
        .withMessage("'a?' contains half a surrogate pair, which UTF-8 cannot carry");
  }

  @ParameterizedTest
  @CsvSource({"1, 2000", "2, 2000"})
  void randomValuesSurviveTheRoundTrip(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < count; i++) {
      JsonValue value = randomValue(random, 0);
      String json = JsonWriter.write(value);
      assertThat(JsonReader.read(json.getBytes(StandardCharsets.UTF_8))).isEqualTo(value);
    }
  }

  @Test
  void damagedTextIsReadOrRefused() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 20_000; i++) {
      byte[] json = JsonWriter.write(randomValue(random, 0)).getBytes(StandardCharsets.UTF_8);
      json[random.nextInt(json.length)] = (byte) random.nextInt(256);
      checkReadOrRefused(json);
    }
  }

  /** Reads bytes, which must give a value that survives the round trip, or a data exception. */
  static void checkReadOrRefused(byte[] json) {
    JsonValue value;
    try {
      value = JsonReader.read(json);
    } catch (DataException e) {
      assertThat(e.getMessage()).doesNotContainPattern("\\R");
      return;
    }
    assertThat(JsonReader.read(JsonWriter.write(value))).isEqualTo(value);
  }

  @Test
  void messagesStayOnOneShortLine() {
    assertThat(OneLine.of("a\r\nb\u0085c\u2028d\u202ee\ud800")).isEqualTo("a??b?c?d?e?");
    assertThat(OneLine.of("\u00e9\ud83d\ude00")).isEqualTo("\u00e9\ud83d\ude00");
    assertThat(OneLine.of("x".repeat(1000) + "y")).hasSize(503).endsWith("xy").contains("x...x");
  }

  private static JsonNumber number(String literal) {
    return (JsonNumber) JsonReader.read(literal);
  }

  private static void assertMessage(Runnable action, String message) {
    assertThatExceptionOfType(DataException.class).isThrownBy(action::run).withMessage(message);
  }

  private static JsonValue randomValue(SplittableRandom random, int depth) {
    return switch (random.nextInt(depth < 5 ? 8 : 6)) {
      case 0 -> new JsonNull();
      case 1 -> new JsonBoolean(random.nextBoolean());
      case 2 -> JsonNumber.of(random.nextLong());
      case 3 -> JsonNumber.of(random.nextDouble() * Math.pow(10, random.nextInt(-300, 300)));
      case 4, 5 -> new JsonText(randomText(random));
      case 6 -> {
        List<JsonValue> values = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
          values.add(randomValue(random, depth + 1));
        }
        yield new JsonArray(values);
      }
      default -> {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
          members.put(randomText(random), randomValue(random, depth + 1));
        }
        yield new JsonObject(members);
      }
    };
  }

  private static String randomText(SplittableRandom random) {
    int[] limits = {0x20, 0x80, 0x800, 0xD800, 0x110000};
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      int codePoint = random.nextInt(limits[random.nextInt(limits.length)]);
      if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
        text.appendCodePoint(codePoint);
      }
    }
    return text.toString();
  }
}
