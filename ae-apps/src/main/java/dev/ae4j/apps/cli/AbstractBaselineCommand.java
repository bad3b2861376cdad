package dev.ae4j.apps.cli;

import dev.ae4j.DataException;
import dev.ae4j.TrainedModel;
import dev.ae4j.data.TensorData;
import dev.ae4j.registry.ProviderCatalog;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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

  /** What the result does not have, and why. */
  final Map<String, String> omitted = new LinkedHashMap<>();

  AbstractBaselineCommand(ProviderCatalog catalog) {
    super(catalog);
  }

  /**
   * Returns the samples to fit other methods to; empty if none are named and what the model was
   * trained on cannot be found again.
   *
   * @param name what the result omits then
   * @throws DataException if samples are named that cannot be read or do not fit the model
   */
  Optional<TensorData> trainingSamples(TrainedModel opened, String name) {
    try {
      return Optional.of(DataSources.samples(openTrainingData(opened, trainData)));
    } catch (DataException e) {
      if (trainData != null) {
        throw e;
      }
      omitted.put(name, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
