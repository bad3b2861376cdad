package dev.ae4j.apps.cli;

import dev.ae4j.artifact.ModelArtifact;

/** What the command line reads from models and writes to them beside what training does. */
final class Provenance {
  /** The data that the model was trained on. */
  static final String DATA = "data";

  /** The checksum of the samples that the model was trained on. */
  static final String DATA_SHA256 = "data-sha256";

  /** The seed of the training. */
  static final String SEED = "seed";

  /** The data that the validation loss was computed on, if it was other data. */
  static final String VALIDATION = "validation-data";

  /** The fraction of the data that was set aside for validation. */
  static final String VALIDATION_SPLIT = "validation-split";

  /** The epoch with the lowest validation loss, whose weights the model has. */
  static final String BEST_EPOCH = "best-epoch";

  private Provenance() {}

  /** Returns the number of trained numbers in a model. */
  static long parameters(ModelArtifact model) {
    return model.weights().values().stream().mapToLong(weights -> weights.values().length).sum();
  }
}
