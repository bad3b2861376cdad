package dev.ae4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LossSpecTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bce | bce",
        "1*bce | bce",
        "bce+l2 | bce + l2",
        "bce + 0.001*l1-activity + 1e-4*l2 | bce + 0.001*l1-activity + 1.0E-4*l2",
        " 2 * huber:delta=1e+3+1E+3*l2 | 2.0*huber:delta=1e+3 + 1000.0*l2",
        "mse+1e3*l1+3*l2 | mse + 1000.0*l1 + 3.0*l2",
        "mse + -1*kl:beta=2,warm-up=10 | mse + -1.0*kl:beta=2,warm-up=10",
      })
  void readsWhatItWrites(String text, String written) {
    LossSpec spec = LossSpec.parse(text);
    assertThat(spec).hasToString(written);
    assertThat(LossSpec.parse(written)).isEqualTo(spec);
  }

  @Test
  void tellsTerms() {
    assertThat(LossSpec.parse("bce + 1e+3*l2").terms())
        .isEqualTo(
            List.of(
                new LossSpec.Term(1, PluginSpec.of("bce")),
                new LossSpec.Term(1000, PluginSpec.of("l2"))));
    assertThat(LossSpec.of(PluginSpec.parse("huber:2"))).isEqualTo(LossSpec.parse("huber:2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "bce +", "+ bce", "bce + + l2", "0.5*", "0.5 bce", "1.2.3*bce"})
  void refusesOtherForms(String text) {
    assertThatThrownBy(() -> LossSpec.parse(text)).isInstanceOf(OptionException.class);
  }

  @Test
  void refusesWeightsThatAreNoNumbersAndTermsThatComeTwice() {
    assertThatThrownBy(() -> LossSpec.parse("1e39*bce"))
        .isInstanceOf(OptionException.class)
        .hasMessage("The weight of the loss bce is 1.0E39");
    assertThatThrownBy(() -> LossSpec.parse("l2 + 3*l2"))
        .isInstanceOf(OptionException.class)
        .hasMessage("The loss l2 is there twice. Maybe add up its weights");
    assertThatThrownBy(() -> new LossSpec(List.of())).isInstanceOf(OptionException.class);
  }
}
