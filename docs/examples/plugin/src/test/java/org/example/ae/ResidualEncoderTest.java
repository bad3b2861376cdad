package org.example.ae;

import dev.ae4j.testkit.plugin.EncoderConformance;
import java.util.List;

class ResidualEncoderTest extends EncoderConformance {
  ResidualEncoderTest() {
    super("residual");
  }

  @Override
  protected List<String> variants() {
    return List.of("residual:width=5,blocks=3", "residual:blocks=0");
  }

  @Override
  protected String decoder() {
    return "residual:width=8";
  }
}
