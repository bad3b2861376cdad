package dev.ae4j.jvm;

import dev.ae4j.spi.backend.Backend;
import dev.ae4j.testkit.BackendConformance;

/** The backend as users get it passes the suite for all backends. */
class VectorConformanceTest extends BackendConformance {
  @Override
  protected Backend openBackend() {
    return open("jvm");
  }
}
