package org.example.ae;

import dev.ae4j.testkit.plugin.LossConformance;
import java.util.List;

class LogCoshLossTest extends LossConformance {
  LogCoshLossTest() {
    super("log-cosh");
  }

  @Override
  protected List<String> variants() {
    return List.of("log-cosh:scale=20");
  }

  @Override
  protected List<String> refused() {
    return List.of("log-cosh:scale=0", "log-cosh:delta=1");
  }
}
