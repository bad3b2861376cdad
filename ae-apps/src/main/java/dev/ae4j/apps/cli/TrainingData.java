package dev.ae4j.apps.cli;

import dev.ae4j.DataException;
import dev.ae4j.artifact.ModelArtifact;
import dev.ae4j.data.Dataset;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.spi.DatasetProvider;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The samples that a model was trained on: those of an option, or what its file says about them.
 */
final class TrainingData {
  /** What the help says of the option that names them: what happens without it. */
  static final String OTHERWISE =
      " If not given, what the model was trained on, if that is a named data set, such as"
          + " mnist:train, or a path that has the same samples still.";

  private TrainingData() {}

  /**
   * Opens the data set or file that a model was trained on, without what was set aside for
   * validation. A relative path is one from the working directory.
   *
   * @throws DataException if it is not there, or the samples are not the same
   */
  static Dataset of(ModelArtifact model, ProviderCatalog catalog) {
    Dataset all = all(model, catalog);
    Dataset data = split(model, all).map(ValidationSplit::training).orElse(all);
    if (!data.checksum().equals(model.provenance().get(Provenance.DATA_SHA256))) {
      throw new DataException(
          "the samples of " + source(model) + " differ from those of the training");
    }
    return data;
  }

  /**
   * Opens what was set aside from the data that a model was trained on.
   *
   * @return empty if nothing was
   * @throws DataException if the data is not there, or the samples are not the same
   */
  static Optional<Dataset> heldOut(ModelArtifact model, ProviderCatalog catalog) {
    if (!model.provenance().containsKey(Provenance.VALIDATION_SPLIT)) {
      return Optional.empty();
    }
    // Refuses other samples than those of the training
    of(model, catalog);
    return split(model, all(model, catalog)).map(ValidationSplit::validation);
  }

  private static Dataset all(ModelArtifact model, ProviderCatalog catalog) {
    String source = source(model);
    String id = source.replaceFirst("(?s):.*", "");
    if (catalog.all(DatasetProvider.class).stream().noneMatch(named -> named.id().equals(id))
        && !isPath(source)) {
      throw new DataException(
          "the model was trained on "
              + source
              + ", which is neither a named data set nor a file that is there");
    }
    return DataSources.open(source, catalog, model.spec().schema());
  }

  private static String source(ModelArtifact model) {
    return model.provenance().getOrDefault(Provenance.DATA, "unknown data");
  }

  private static boolean isPath(String source) {
    try {
      return !source.isBlank() && Files.exists(Path.of(source));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static Optional<ValidationSplit> split(ModelArtifact model, Dataset all) {
    String fraction = model.provenance().get(Provenance.VALIDATION_SPLIT);
    if (fraction == null) {
      return Optional.empty();
    }
    String seed = model.provenance().getOrDefault(Provenance.SEED, "");
    try {
      return Optional.of(
          ValidationSplit.of(all, Double.parseDouble(fraction), Long.parseLong(seed)));
    } catch (NumberFormatException e) {
      throw new DataException(
          "the model has the validation split '%s' and the seed '%s', which are no numbers"
              .formatted(fraction, seed),
          e);
    }
  }
}
