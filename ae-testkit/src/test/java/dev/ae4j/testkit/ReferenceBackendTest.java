package dev.ae4j.testkit;

import dev.ae4j.spi.backend.Backend;

/** The oracle passes its own suite. */
class ReferenceBackendTest extends BackendConformance {
  @Override
  protected Backend openBackend() {
    return new ReferenceBackend();
  }
}
