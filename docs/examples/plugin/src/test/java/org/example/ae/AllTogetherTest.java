package org.example.ae;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ae4j.Autoencoder;
import dev.ae4j.PluginSpec;
import dev.ae4j.TrainedModel;
import dev.ae4j.TrainingOptions;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.spi.DatasetProvider;
import org.junit.jupiter.api.Test;

/** The plug-ins of this project work together. */
class AllTogetherTest {
  private static TrainedModel train(String trainer) {
    ProviderCatalog catalog = ProviderCatalog.load();
    PluginSpec spirals = PluginSpec.parse("spirals:samples=300,turns=0.5");
    DatasetProvider provider = catalog.find(DatasetProvider.class, spirals);
    Dataset data = provider.open(catalog.options(provider, spirals));
    return Autoencoder.builder()
        .input(2)
        .codeSize(1)
        .encoder("residual:width=16")
        .decoder("residual:width=16")
        .loss("log-cosh:scale=10")
        .catalog(catalog)
        .build()
        .fit(
            data,
            TrainingOptions.of(
                TrainingOptions.epochs(60),
                TrainingOptions.batchSize(30),
                TrainingOptions.optimizer("adam:learning-rate=0.005"),
                TrainingOptions.trainer(trainer)));
  }

  @Test
  void oneNumberDescribesAPointOnASpiral() {
    try (TrainedModel model = train("averaging:share=0.2")) {
      double loss = model.history().get(59).trainingLoss();
      assertTrue(loss < model.history().get(0).trainingLoss() / 4, "the loss is " + loss);
      assertEquals("averaging:share=0.2", model.artifact().provenance().get("trainer"));
    }
  }

  /** Otherwise this trainer would be of no use. */
  @Test
  void averagedWeightsAreOthers() {
    try (TrainedModel plain = train("gradient");
        TrainedModel last = train("averaging:share=0");
        TrainedModel averaged = train("averaging:share=0.5")) {
      TensorData weights = plain.artifact().weights().get("decoder/sample/kernel");
      assertEquals(weights, last.artifact().weights().get("decoder/sample/kernel"));
      TensorData mean = averaged.artifact().weights().get("decoder/sample/kernel");
      assertTrue(!weights.equals(mean), "the mean of 30 weights is the last one");
    }
  }
}
