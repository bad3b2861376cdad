package dev.ae4j.apps.cli;

import dev.ae4j.DataException;
import dev.ae4j.TrainedModel;
import dev.ae4j.data.Dataset;
import dev.ae4j.graph.Shape;
import dev.ae4j.registry.ProviderCatalog;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What commands have in common that need a model. */
abstract class AbstractTrainedModelCommand extends AbstractCommand {
  /** Where plug-ins, backends and data sets are found. */
  final ProviderCatalog catalog;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL",
      description = "A model that 'ae train' wrote.")
  Path model;

  @Option(
      names = "--backend",
      order = 100,
      paramLabel = "SPEC",
      description = "The backend, such as jvm:threads=2; chosen automatically if not given.")
  @Nullable String backend;

  AbstractTrainedModelCommand(ProviderCatalog catalog) {
    this.catalog = catalog;
  }

  /** Opens the model, which the caller closes. */
  TrainedModel openModel() {
    Backends.check(backend, catalog);
    return TrainedModel.load(model, backend, catalog);
  }

  /**
   * Opens data.
   *
   * @param source a named data set or a file
   * @param expected the shape of the rows that the model takes
   * @throws DataException if it has rows of another shape
   */
  Dataset openData(String source, Shape expected) {
    Dataset opened = DataSources.open(source, catalog);
    if (!opened.sampleShape().equals(expected)) {
      throw new DataException(
          "%s has rows of shape %s, but %s takes %s. Maybe it was trained on other data"
              .formatted(source, opened.sampleShape(), model, expected));
    }
    return opened;
  }
}
