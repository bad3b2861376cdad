package dev.ae4j.tensorflow;

import dev.ae4j.spi.backend.Backend;
import dev.ae4j.testkit.BackendConformance;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** TensorFlow passes the suite for all backends. */
class TensorFlowConformanceTest extends BackendConformance {
  @Override
  protected Backend openBackend() {
    return Backends.open();
  }

  @Override
  protected Map<String, String> knownGaps() {
    Map<String, String> gaps = new HashMap<>();
    if (Backends.DEVICE.equals(Device.CPU)) {
      for (String operation :
          List.of(
              "sign",
              "sqrt",
              "plus",
              "times",
              "divided by",
              "maximum",
              "less than",
              "select",
              "matMul",
              "log")) {
        gaps.put("denormals are kept: " + operation, "TensorFlow's threads take them for zeros");
      }
      gaps.put("maxPool2d of special values", "oneDNN passes over NaN and knows no infinity");
    }
    return gaps;
  }
}
