package dev.ae4j.testkit;

import dev.ae4j.spi.backend.Backend;

/** An engine that rounds every number to float32 passes the suite: no tolerance is too narrow. */
class RoundingBackendTest extends BackendConformance {
  @Override
  protected Backend openBackend() {
    return new ReferenceBackend(RoundingEvaluator::new);
  }
}
