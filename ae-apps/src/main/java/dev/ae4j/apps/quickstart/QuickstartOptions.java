package dev.ae4j.apps.quickstart;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the quickstart is asked to do.
 *
 * @param out the folder for the results; created if it is not there
 * @param backend a backend, such as {@code jvm:threads=2}; empty to choose automatically
 * @param epochs the number of passes over the training data, 0 or more
 * @param seed decides the first weights, the order of the samples and the noise of training
 */
public record QuickstartOptions(Path out, Optional<String> backend, int epochs, long seed) {
  /** Returns the defaults: an automatic backend, 10 epochs, seed 1. */
  public static QuickstartOptions into(Path out) {
    return new QuickstartOptions(out, Optional.empty(), 10, 1);
  }
}
