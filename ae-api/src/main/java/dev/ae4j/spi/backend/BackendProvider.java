package dev.ae4j.spi.backend;

import dev.ae4j.spi.Options;
import dev.ae4j.spi.Provider;

/** Opens a backend. */
public interface BackendProvider extends Provider {
  /**
   * Returns how much the automatic choice prefers this backend: it takes the usable one with the
   * highest number. The pure-Java engine has 100; a backend that would run on a GPU should return
   * 200, one that needs native code on the CPU 50.
   */
  int priority();

  /**
   * Tells whether the backend can be opened here. Cheap: loads no native library unless there is no
   * other way to know, and turns a {@link LinkageError} into a reason.
   */
  Availability availability();

  /**
   * Opens the backend.
   *
   * @param options its values of {@link #options()}
   * @throws dev.ae4j.BackendException if it cannot be used
   */
  Backend open(Options options);
}
