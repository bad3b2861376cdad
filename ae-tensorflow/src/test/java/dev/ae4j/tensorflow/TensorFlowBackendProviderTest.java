package dev.ae4j.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.BackendException;
import dev.ae4j.registry.BackendSelection;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.registry.SelectionReport;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.backend.BackendProvider;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TensorFlowBackendProviderTest {
  private final TensorFlowBackendProvider provider = new TensorFlowBackendProvider();

  @Test
  void isFoundAsAService() {
    assertThat(ProviderCatalog.load().all(BackendProvider.class))
        .anyMatch(TensorFlowBackendProvider.class::isInstance);
  }

  @Test
  void saysThatThereIsNoEngineYet() {
    assertThat(provider.availability().usable()).isFalse();
    assertThat(provider.availability().reason()).contains("no TensorFlow engine yet");
    assertThatThrownBy(() -> provider.open(OptionSchema.NONE.parse("tensorflow", Map.of())))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining(provider.availability().reason());
  }

  @Test
  void isNeverChosen() {
    ProviderCatalog catalog = ProviderCatalog.of(List.of(provider));
    SelectionReport report = BackendSelection.select("tensorflow", catalog);
    assertThat(report.chosen()).isEmpty();
    assertThat(report.toString()).contains("not usable, " + provider.availability().reason());
  }
}
