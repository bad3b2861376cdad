package dev.ae4j.apps.cli;

import dev.ae4j.DataException;
import dev.ae4j.artifact.ModelArtifact;
import dev.ae4j.data.Dataset;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.spi.DatasetProvider;
import java.util.Map;
import java.util.Optional;

/** Finds the samples that a model was trained on, from what its file says about them. */
final class TrainingData {
  private TrainingData() {}

  /**
   * Opens the named data set that a model was trained on, without what was set aside for
   * validation.
   *
   * @throws DataException if it was trained on something else, or the samples are not the same
   */
  static Dataset of(ModelArtifact model, ProviderCatalog catalog) {
    Map<String, String> provenance = model.provenance();
    String source = provenance.getOrDefault(Provenance.DATA, "unknown data");
    String id = source.replaceFirst(":.*", "");
    if (catalog.all(DatasetProvider.class).stream().noneMatch(named -> named.id().equals(id))) {
      throw new DataException(
          "the model was trained on " + source + ", which is no named data set");
    }
    Dataset data = DataSources.open(source, catalog, model.spec().schema());
    String split = provenance.get(Provenance.VALIDATION_SPLIT);
    if (split != null) {
      data = ValidationSplit.of(data, number(split), seed(provenance)).training();
    }
    if (!data.checksum().equals(provenance.get(Provenance.DATA_SHA256))) {
      throw new DataException("the samples of " + source + " differ from those of the training");
    }
    return data;
  }

  /**
   * Opens what was set aside from the named data set that a model was trained on.
   *
   * @return empty if nothing was
   * @throws DataException if it was trained on something else, or the samples are not the same
   */
  static Optional<Dataset> heldOut(ModelArtifact model, ProviderCatalog catalog) {
    String split = model.provenance().get(Provenance.VALIDATION_SPLIT);
    if (split == null) {
      return Optional.empty();
    }
    // Refuses other samples than those of the training
    of(model, catalog);
    String source = model.provenance().getOrDefault(Provenance.DATA, "");
    Dataset all = DataSources.open(source, catalog, model.spec().schema());
    return Optional.of(
        ValidationSplit.of(all, number(split), seed(model.provenance())).validation());
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new DataException("the model has the validation split '" + text + "'", e);
    }
  }

  private static long seed(Map<String, String> provenance) {
    String text = provenance.getOrDefault(Provenance.SEED, "");
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new DataException("the model has the seed '" + text + "'", e);
    }
  }
}
