package dev.ae4j.tensorflow;

import dev.ae4j.BackendException;
import dev.ae4j.spi.Options;
import dev.ae4j.spi.backend.Availability;
import dev.ae4j.spi.backend.Backend;
import dev.ae4j.spi.backend.BackendProvider;

/**
 * Announces the backend {@code tensorflow}, which cannot be used yet: this version contains no
 * engine, and says so instead of seeming to be missing.
 */
public final class TensorFlowBackendProvider implements BackendProvider {
  private static final String REASON = "this version of AE4J contains no TensorFlow engine yet";

  /** Creates the provider. */
  public TensorFlowBackendProvider() {}

  @Override
  public String id() {
    return "tensorflow";
  }

  @Override
  public String description() {
    return "TensorFlow Java";
  }

  @Override
  public int priority() {
    return 50;
  }

  @Override
  public Availability availability() {
    return Availability.unusable(REASON);
  }

  @Override
  public Backend open(Options options) {
    throw new BackendException("Backend tensorflow cannot be opened: " + REASON + ". Maybe jvm");
  }
}
