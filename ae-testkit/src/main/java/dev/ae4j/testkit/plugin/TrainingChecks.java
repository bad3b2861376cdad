package dev.ae4j.testkit.plugin;

import dev.ae4j.ModelSpec;
import dev.ae4j.TrainedModel;
import dev.ae4j.TrainingOptions;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.registry.BackendSelection;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.spi.TrainerProvider;
import dev.ae4j.spi.backend.Availability;
import dev.ae4j.spi.backend.Backend;
import dev.ae4j.spi.backend.BackendProvider;
import dev.ae4j.testkit.DoubleData;
import dev.ae4j.training.EpochReport;
import dev.ae4j.training.TrainerContext;
import dev.ae4j.training.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** What must hold for training. */
final class TrainingChecks {
  /** Passes over the data after which the loss is lower than at first. */
  static final int EPOCHS = 20;

  private static final double TOLERANCE = 1e-5;

  private TrainingChecks() {}

  static void skipUnlessUsable(BackendProvider backend) {
    Availability availability = backend.availability();
    Assumptions.assumeTrue(
        availability.usable(),
        () -> backend.id() + " cannot be used here: " + availability.reason());
  }

  /** Trains a model on a backend, which stays open. */
  static TrainedModel train(
      Backend backend,
      ProviderCatalog catalog,
      ModelSpec spec,
      Dataset data,
      TrainingOptions options,
      TrainingListener listener) {
    TrainerProvider provider = catalog.find(TrainerProvider.class, options.trainer());
    return provider
        .create(
            new TrainerContext(backend, catalog, options),
            catalog.options(provider, options.trainer()))
        .train(spec, data, listener);
  }

  static void lossFalls(
      BackendProvider provider, ProviderCatalog catalog, ModelSpec spec, TrainingOptions options) {
    Dataset data = SampleData.dataset(spec.sampleShape());
    try (Backend backend = BackendSelection.open(provider.id(), catalog);
        TrainedModel model = train(backend, catalog, spec, data, options, TrainingListener.NONE)) {
      List<EpochReport> history = comparable(model.history());
      Checks.that(history.size() > 1, "there are reports of %s epochs", history.size());
      double first = history.get(0).trainingLoss();
      double last = history.get(history.size() - 1).trainingLoss();
      // Written so that NaN fails
      Checks.that(
          last < first,
          "the loss was %s in the first epoch and is %s after %s",
          first,
          last,
          history.size());
    }
  }

  /** Returns the epochs whose loss had the terms that it has in the end. */
  private static List<EpochReport> comparable(List<EpochReport> history) {
    return history.stream()
        .filter(
            report ->
                report
                    .training()
                    .parts()
                    .keySet()
                    .equals(history.get(history.size() - 1).training().parts().keySet()))
        .toList();
  }

  static void savedModelIsTheSame(
      BackendProvider provider, ProviderCatalog catalog, ModelSpec spec, TrainingOptions options)
      throws IOException {
    Dataset data = SampleData.dataset(spec.sampleShape());
    TensorData samples = SampleData.samples(spec.sampleShape(), 5);
    // A model file opens without the plug-ins that built the model
    ProviderCatalog backendsOnly = ProviderCatalog.of(catalog.all(BackendProvider.class));
    Path file = Files.createTempFile("conformance", ".safetensors");
    try (Backend backend = BackendSelection.open(provider.id(), catalog);
        TrainedModel model = train(backend, catalog, spec, data, options, TrainingListener.NONE)) {
      model.save(file);
      try (TrainedModel loaded = TrainedModel.load(file, provider.id(), backendsOnly)) {
        Checks.that(
            loaded.artifact().weights().equals(model.artifact().weights()),
            "the weights of the saved model differ");
        TensorData codes = model.encode(samples);
        compare("the codes of the saved model", codes, loaded.encode(samples));
        TensorData reconstruction = model.reconstruct(samples);
        compare("its reconstructions", reconstruction, loaded.reconstruct(samples));
        compare(
            "what the codes are decoded to, unlike the reconstruction,",
            reconstruction,
            loaded.decode(codes));
      }
    } finally {
      Files.delete(file);
    }
  }

  private static void compare(String what, TensorData expected, TensorData actual) {
    Checks.close(what, DoubleData.from(expected), DoubleData.from(actual), TOLERANCE);
  }
}
