package org.example.ae;

import dev.ae4j.testkit.plugin.DatasetConformance;
import java.util.List;

class SpiralsDatasetTest extends DatasetConformance {
  SpiralsDatasetTest() {
    super("spirals");
  }

  @Override
  protected List<String> variants() {
    return List.of("spirals:samples=1", "spirals:samples=77,arms=3,noise=0,seed=2");
  }
}
