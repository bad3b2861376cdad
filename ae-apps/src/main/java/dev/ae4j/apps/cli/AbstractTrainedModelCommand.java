package dev.ae4j.apps.cli;

import dev.ae4j.AeException;
import dev.ae4j.DataException;
import dev.ae4j.TrainedModel;
import dev.ae4j.apps.metrics.Pca;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.Table;
import dev.ae4j.data.TableSchema;
import dev.ae4j.graph.Shape;
import dev.ae4j.registry.ProviderCatalog;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What commands have in common that need a model. */
abstract class AbstractTrainedModelCommand extends AbstractCommand {
  /** Where plug-ins, backends and data sets are found. */
  final ProviderCatalog catalog;

  /** What the result does not have, and why. */
  final Map<String, String> omitted = new LinkedHashMap<>();

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

  private Optional<TableSchema> schema = Optional.empty();

  AbstractTrainedModelCommand(ProviderCatalog catalog) {
    this.catalog = catalog;
  }

  /** Opens the model, which the caller closes. */
  TrainedModel openModel() {
    Backends.check(backend, catalog);
    TrainedModel opened = TrainedModel.load(model, backend, catalog);
    schema = opened.spec().schema();
    return opened;
  }

  /**
   * Opens data for the model that was opened before, to be read some samples after others.
   *
   * @throws DataException if it has rows of another shape or no such columns
   */
  SampleStream openStream(String source, Shape expected) {
    if (schema.isPresent()) {
      Optional<Table> table = DataSources.table(source, catalog);
      if (table.isPresent()) {
        schema.get().positions(table.get());
        return SampleStream.of(table.get(), schema.get());
      }
    }
    return SampleStream.of(openData(source, expected));
  }

  /**
   * Opens samples like those that a model learned from.
   *
   * @param source a named data set or a file; null for what the model was trained on
   * @throws DataException if they do not fit the model, or that cannot be found again
   */
  Dataset openTrainingData(TrainedModel opened, @Nullable String source) {
    if (source != null) {
      return openData(source, opened.spec().sampleShape());
    }
    try {
      return TrainingData.of(opened.artifact(), catalog);
    } catch (AeException e) {
      throw new DataException(e.getMessage() + ". Maybe name it with --train-data", e);
    }
  }

  /**
   * Returns a part of the result, or empty if it cannot be had: then the reason is put among what
   * the result omits, by a name.
   */
  <T> Optional<T> orOmit(String name, Supplier<T> part) {
    try {
      return Optional.of(part.get());
    } catch (DataException e) {
      omitted.put(name, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /**
   * Returns how many principal components to show beside a model: as many as a code has numbers, or
   * a sample if it has fewer.
   *
   * @throws DataException if samples are too wide for PCA
   */
  static int principalComponents(TrainedModel opened) {
    int width = opened.spec().sampleShape().sampleElements();
    if (width > Pca.MAX_WIDTH) {
      throw new DataException(
          "samples of %s numbers are too wide for PCA here, which takes %s"
              .formatted(width, Pca.MAX_WIDTH));
    }
    int codeSize = opened.artifact().decode().inputs().get(0).shape().sampleElements();
    return Math.min(codeSize, width);
  }

  /**
   * Opens data for the model that was opened before.
   *
   * @param source a named data set or a file
   * @param expected the shape of the rows that the model takes
   * @throws DataException if it has rows of another shape
   */
  Dataset openData(String source, Shape expected) {
    Dataset opened = DataSources.open(source, catalog, schema);
    if (!opened.sampleShape().equals(expected)) {
      throw new DataException(
          "%s has rows of shape %s, but %s takes %s. Maybe it was trained on other data"
              .formatted(source, opened.sampleShape(), model, expected));
    }
    return opened;
  }
}
