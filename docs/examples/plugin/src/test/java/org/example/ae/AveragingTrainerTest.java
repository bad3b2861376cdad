package org.example.ae;

import dev.ae4j.testkit.plugin.TrainerConformance;
import java.util.List;

class AveragingTrainerTest extends TrainerConformance {
  AveragingTrainerTest() {
    super("averaging");
  }

  @Override
  protected List<String> variants() {
    return List.of("averaging:share=0", "averaging:1");
  }
}
