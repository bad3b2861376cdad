package dev.ae4j;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Short names for built-in plug-ins, to import statically. */
public final class Plugins {
  private Plugins() {}

  /**
   * Returns fully connected layers, for an encoder or a decoder.
   *
   * @param units the width of each layer. An encoder whose model states no code size ends with the
   *     last of them; a decoder always adds a layer that makes the sample
   */
  public static PluginSpec dense(int... units) {
    PluginSpec dense = PluginSpec.of("dense");
    if (units.length == 0) {
      return dense;
    }
    return dense.with(
        "units", Arrays.stream(units).mapToObj(Integer::toString).collect(Collectors.joining("x")));
  }
}
