package dev.ae4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PluginSpecTest {
  @Test
  void readsAnIdAlone() {
    assertThat(PluginSpec.parse("dense")).isEqualTo(new PluginSpec("dense", Map.of()));
  }

  @Test
  void readsOptionsInOrder() {
    PluginSpec spec = PluginSpec.parse("dense:units=128x64,activation=leaky-relu");
    assertThat(spec.id()).isEqualTo("dense");
    assertThat(spec.options())
        .containsExactly(Map.entry("units", "128x64"), Map.entry("activation", "leaky-relu"));
  }

  @Test
  void readsAValueWithoutKey() {
    assertThat(PluginSpec.parse("mnist:train").options()).containsExactly(Map.entry("", "train"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dense", "mnist:train", "gaussian:0.5", "adam:beta1=0.8,epsilon=1e-7"})
  void printsWhatItReads(String text) {
    assertThat(PluginSpec.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "Dense",
        "dense ",
        "-dense",
        "dense-",
        "a--b",
        "dense:",
        "dense:a=1,a=2",
        "dense:=1",
        "dense:a=1,,b=2",
        "dense:1,2",
        "dénse",
        "dense:a=1,"
      })
  void refusesOtherForms(String text) {
    assertThatThrownBy(() -> PluginSpec.parse(text)).isInstanceOf(OptionException.class);
  }

  @Test
  void withChangesOneOption() {
    PluginSpec spec = PluginSpec.parse("dense:units=3,activation=tanh").with("units", "5x2");
    assertThat(spec).hasToString("dense:units=5x2,activation=tanh");
  }

  @Test
  void denseNamesItsUnits() {
    assertThat(Plugins.dense()).hasToString("dense");
    assertThat(Plugins.dense(128, 64)).hasToString("dense:units=128x64");
  }
}
