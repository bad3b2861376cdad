package dev.ae4j.tensorflow;

import dev.ae4j.spi.backend.Backend;
import java.util.HashMap;
import java.util.Map;

/** Opens backends for tests. */
final class Backends {
  /** Where the tests compute: docs/verify-gpu.sh runs them on a GPU. */
  static final String DEVICE = System.getProperty("ae.tensorflow.device", "cpu");

  private Backends() {}

  /** Opens a backend on the device of the tests. */
  static Backend open() {
    return open("device", DEVICE);
  }

  /** Opens a backend with options: names and values by turns. */
  static Backend open(String... options) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < options.length; i += 2) {
      given.put(options[i], options[i + 1]);
    }
    TensorFlowBackendProvider provider = new TensorFlowBackendProvider();
    return provider.open(provider.options().parse("backend tensorflow", given));
  }
}
