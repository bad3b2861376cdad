package dev.ae4j.tensorflow;

import dev.ae4j.BackendException;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;
import dev.ae4j.spi.backend.Availability;
import dev.ae4j.spi.backend.Backend;
import dev.ae4j.spi.backend.BackendProvider;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opens the backend {@code tensorflow}, which runs on CPUs and GPUs where TensorFlow's native
 * library is on the class path or module path.
 */
public final class TensorFlowBackendProvider implements BackendProvider {
  static final String ID = "tensorflow";

  private static final int ON_GPU = 200;
  private static final int ON_CPU = 50;

  /** Creates the provider. */
  public TensorFlowBackendProvider() {}

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "TensorFlow Java, on a CPU or GPU.";
  }

  @Override
  public OptionSchema options() {
    return Settings.SCHEMA;
  }

  /** Looks for the driver of a GPU, without asking TensorFlow, which would have to be loaded. */
  @Override
  public int priority() {
    return Natives.find().forGpu() && hasDriver() ? ON_GPU : ON_CPU;
  }

  private static boolean hasDriver() {
    return Files.exists(Path.of("/dev/nvidia0")) || Files.exists(Path.of("/dev/dxg"));
  }

  @Override
  public Availability availability() {
    Natives natives = Natives.find();
    return natives
        .missing()
        .map(Availability::unusable)
        .orElseGet(() -> Availability.usable("natives for " + natives.found().orElseThrow()));
  }

  @Override
  public Backend open(Options options) {
    Natives.find()
        .missing()
        .ifPresent(
            missing -> {
              throw new BackendException("Backend " + ID + " cannot be opened: " + missing);
            });
    try {
      return TensorFlowBackend.open(Settings.of(options));
    } catch (LinkageError e) {
      throw new BackendException(
          "Backend " + ID + " cannot be opened: TensorFlow's native library does not load: " + e,
          e);
    }
  }
}
