package dev.ae4j.jvm;

import dev.ae4j.spi.backend.Backend;
import dev.ae4j.testkit.BackendConformance;
import java.util.Map;

/** The scalar kernels, on more threads than there is work for, pass the suite for all backends. */
class ScalarConformanceTest extends BackendConformance {
  @Override
  protected Backend openBackend() {
    JvmBackendProvider provider = new JvmBackendProvider();
    return provider.open(
        provider.options().parse("backend jvm", Map.of("kernel", "scalar", "threads", "5")));
  }
}
