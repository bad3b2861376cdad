package dev.ae4j.testkit;

import dev.ae4j.spi.backend.Backend;

/**
 * One thing that every backend must do.
 *
 * @param name what it must do; unique in the suite
 * @param check throws if a backend does not
 */
record ConformanceCase(String name, Check check) {
  /** Looks at a backend. */
  @FunctionalInterface
  interface Check {
    /** Throws if the backend does not do what it must. */
    void on(Backend backend) throws Exception;
  }
}
