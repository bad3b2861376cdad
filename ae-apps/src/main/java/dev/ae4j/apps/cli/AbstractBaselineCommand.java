package dev.ae4j.apps.cli;

import dev.ae4j.TrainedModel;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.registry.ProviderCatalog;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What commands have in common that show other methods beside a model, fitted to the same data. */
abstract class AbstractBaselineCommand extends AbstractModelCommand {
  @Option(
      names = "--train-data",
      order = 99,
      paramLabel = "SRC",
      description =
          "Samples like those that the model learned from, to fit other methods to."
              + TrainingData.OTHERWISE)
  @Nullable String trainData;

  AbstractBaselineCommand(ProviderCatalog catalog) {
    super(catalog);
  }

  /**
   * Returns the samples to fit other methods to; empty if none are named and what the model was
   * trained on cannot be found again.
   *
   * @param name what the result omits then
   * @throws dev.ae4j.DataException if samples are named that cannot be read or do not fit the model
   */
  Optional<TensorData> trainingSamples(TrainedModel opened, String name) {
    Supplier<Dataset> data = () -> openTrainingData(opened, trainData);
    return (trainData == null ? orOmit(name, data) : Optional.of(data.get()))
        .map(DataSources::samples);
  }
}
