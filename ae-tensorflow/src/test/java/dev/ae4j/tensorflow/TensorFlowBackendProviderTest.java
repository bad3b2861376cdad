package dev.ae4j.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.BackendException;
import dev.ae4j.registry.BackendSelection;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.registry.SelectionReport;
import dev.ae4j.spi.backend.Backend;
import dev.ae4j.spi.backend.BackendProvider;
import org.junit.jupiter.api.Test;

class TensorFlowBackendProviderTest {
  private final TensorFlowBackendProvider provider = new TensorFlowBackendProvider();

  @Test
  void isFoundAsAService() {
    assertThat(ProviderCatalog.load().all(BackendProvider.class))
        .anyMatch(TensorFlowBackendProvider.class::isInstance);
  }

  @Test
  void isUsableWithTheNativesOfTheTests() {
    assertThat(provider.availability().usable()).isTrue();
    assertThat(provider.availability().reason()).startsWith("natives for ");
  }

  @Test
  void isChosenWhenAskedFor() {
    SelectionReport report =
        BackendSelection.select("tensorflow:device=cpu", ProviderCatalog.load());
    assertThat(report.chosen().map(Object::toString)).contains("tensorflow:device=cpu");
  }

  @Test
  void describesVersionDeviceAndThreads() {
    try (Backend backend =
        Backends.open("device", "cpu", "intra-op-threads", "1", "inter-op-threads", "2")) {
      assertThat(backend.description())
          .matches("tensorflow 2\\.\\d+\\.\\d+, CPU, 1 intra-op thread, 2 inter-op threads");
    }
  }

  @Test
  void refusesDevicesThatAreMissing() {
    assertThatThrownBy(() -> Backends.open("device", "gpu:99"))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("there is no device gpu:99, TensorFlow sees [CPU");
  }
}
