package dev.ae4j.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.OptionException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionSchemaTest {
  private static final OptionSchema SCHEMA =
      OptionSchema.builder()
          .integers("units", "widths")
          .integer("count", 3, 1, 9, "how many")
          .number("rate", 0.5, 0, 1, "how fast")
          .choice("mode", "slow", List.of("slow", "fast"), "which way")
          .flag("loud", false, "whether")
          .text("label", "none", "what")
          .build();

  @Test
  void givesDefaults() {
    Options options = SCHEMA.parse("test", Map.of());
    assertThat(options.integers("units")).isEmpty();
    assertThat(options.integer("count")).isEqualTo(3);
    assertThat(options.number("rate")).isEqualTo(0.5);
    assertThat(options.text("mode")).isEqualTo("slow");
    assertThat(options.flag("loud")).isFalse();
    assertThat(options.text("label")).isEqualTo("none");
  }

  @Test
  void readsValues() {
    Options options =
        SCHEMA.parse(
            "test",
            Map.of("", "12x7", "count", "9", "rate", "2.5e-1", "mode", "fast", "loud", "true"));
    assertThat(options.integers("units")).containsExactly(12, 7);
    assertThat(options.integer("count")).isEqualTo(9);
    assertThat(options.number("rate")).isEqualTo(0.25);
    assertThat(options.text("mode")).isEqualTo("fast");
    assertThat(options.flag("loud")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "units, 12x",
    "units, 0",
    "units, -3",
    "units, 1.5",
    "units, 99999999999",
    "count, 0",
    "count, 10",
    "count, ' 3'",
    "count, 3.0",
    "rate, 1.1",
    "rate, -0.1",
    "rate, 1f",
    "rate, 0x1p-1",
    "rate, NaN",
    "rate, Infinity",
    "rate, ' 1'",
    "mode, medium",
    "mode, SLOW",
    "loud, yes",
    "loud, TRUE"
  })
  void refusesImpossibleValues(String name, String value) {
    assertThatThrownBy(() -> SCHEMA.parse("loss test", Map.of(name, value)))
        .isInstanceOf(OptionException.class)
        .hasMessageStartingWith("loss test: " + name + "=" + value + " is not ");
  }

  @Test
  void namesWhatExistsWhenAnOptionDoesNot() {
    assertThatThrownBy(() -> SCHEMA.parse("loss test", Map.of("speed", "1")))
        .isInstanceOf(OptionException.class)
        .hasMessage(
            "loss test has no option speed. Maybe one of [units, count, rate, mode, loud, label]");
    assertThatThrownBy(() -> OptionSchema.NONE.parse("loss mse", Map.of("speed", "1")))
        .isInstanceOf(OptionException.class)
        .hasMessage("loss mse has no option speed; it has no options");
    assertThatThrownBy(() -> OptionSchema.NONE.parse("loss mse", Map.of("", "1")))
        .isInstanceOf(OptionException.class)
        .hasMessage("loss mse takes no value; it has no options");
  }

  @Test
  void refusesTheFirstOptionTwice() {
    assertThatThrownBy(() -> SCHEMA.parse("loss test", Map.of("", "1", "units", "2")))
        .isInstanceOf(OptionException.class)
        .hasMessage("loss test: option units is given twice");
  }

  @Test
  void refusesToDeclareAnOptionTwice() {
    OptionSchema.Builder builder = OptionSchema.builder().flag("loud", true, "whether");
    assertThatThrownBy(() -> builder.text("loud", "", "what"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesNamesAndDefaultsThatUsersCannotWrite() {
    OptionSchema.Builder builder = OptionSchema.builder();
    assertThatThrownBy(() -> builder.flag("Very Loud", true, "whether"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'Very Loud'");
    assertThatThrownBy(() -> builder.integer("count", 10, 1, 9, "how many"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Option count has the default 10, which is not a whole number from 1 to 9");
    assertThatThrownBy(() -> builder.choice("mode", "medium", List.of("slow", "fast"), "how"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[slow, fast]");
  }

  @Test
  void asksForDeclaredOptionsOnly() {
    Options options = SCHEMA.parse("test", Map.of());
    assertThatThrownBy(() -> options.integer("size"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("test declares no option size");
  }
}
