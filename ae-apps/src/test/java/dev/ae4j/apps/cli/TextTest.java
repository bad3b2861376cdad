package dev.ae4j.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "0.5, 0.5",
    "0.0123456789, 0.012346",
    "123456.789, 1.2346e+05",
    "-2.25, -2.25",
    "100, 100",
    "0.00000123, 1.2300e-06",
    "NaN, NaN",
    "Infinity, Infinity"
  })
  void numbersAreShort(double number, String text) {
    assertThat(Text.number(number)).isEqualTo(text);
  }

  @Test
  void tablesAreAligned() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("a", 1);
    values.put("train_loss", 0.25);
    values.put("missing", null);
    values.put("empty", Map.of());
    values.put("none", List.of());
    values.put("inner", Map.of("b", List.of(1.5, 2)));
    values.put("many", IntStream.range(0, 100).boxed().toList());
    assertThat(Text.table(values))
        .containsExactly(
            "a           1",
            "train loss  0.25",
            "inner",
            "  b  1.5, 2",
            "many        0, 1, 2, 3, 4, 5, 6, 7, 8, ... 99 (100 values)");
  }

  @Test
  void textsStayOnOneLine() {
    assertThat(Text.oneLine(" a\n  b\r\n\tc\u001b[0m ")).isEqualTo("a; b; c?[0m");
  }
}
