package org.example.ae;

import dev.ae4j.testkit.plugin.DecoderConformance;
import java.util.List;

class ResidualDecoderTest extends DecoderConformance {
  ResidualDecoderTest() {
    super("residual");
  }

  @Override
  protected List<String> variants() {
    return List.of("residual:width=5,blocks=3", "residual:blocks=0");
  }

  @Override
  protected String encoder() {
    return "residual:width=8";
  }
}
