package dev.ae4j.jvm;

import dev.ae4j.BackendException;
import dev.ae4j.jvm.kernel.KernelSelection;
import dev.ae4j.jvm.kernel.ThreadTeam;
import dev.ae4j.jvm.step.Engine;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;
import dev.ae4j.spi.backend.Availability;
import dev.ae4j.spi.backend.Backend;
import dev.ae4j.spi.backend.BackendProvider;
import java.util.List;

/**
 * Opens the pure-Java backend {@code jvm}, which runs everywhere and computes the same bits
 * everywhere.
 */
public final class JvmBackendProvider implements BackendProvider {
  static final String ID = "jvm";

  private static final String THREADS = "threads";
  private static final String KERNEL = "kernel";
  private static final String AUTO = "auto";
  private static final OptionSchema OPTIONS =
      OptionSchema.builder()
          .integer(
              THREADS,
              0,
              0,
              1024,
              "number of threads, shared by all backends with as many; 0 takes one per processor")
          .choice(
              KERNEL,
              AUTO,
              List.of(AUTO, "vector", "scalar"),
              "which kernels to use; all give the same bits")
          .build();

  /** Creates the provider. */
  public JvmBackendProvider() {}

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "Pure Java: the same bits on every machine, no native code.";
  }

  @Override
  public OptionSchema options() {
    return OPTIONS;
  }

  @Override
  public int priority() {
    return 100;
  }

  @Override
  public Availability availability() {
    return Availability.usable("pure Java, " + JvmBackend.threads(processors()));
  }

  @Override
  public Backend open(Options options) {
    String kernel = options.text(KERNEL);
    int threads = options.integer(THREADS);
    KernelSelection selection;
    try {
      selection = kernel.equals(AUTO) ? KernelSelection.select() : KernelSelection.select(kernel);
    } catch (IllegalStateException e) {
      throw new BackendException("backend " + ID + ": " + e.getMessage(), e);
    }
    ThreadTeam team = SharedTeams.take(threads == 0 ? processors() : threads);
    return new JvmBackend(new Engine(selection.kernels(), team), SharedTeams::giveBack);
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }
}
