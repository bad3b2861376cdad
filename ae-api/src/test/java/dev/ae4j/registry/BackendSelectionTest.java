package dev.ae4j.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.BackendException;
import dev.ae4j.OptionException;
import dev.ae4j.PluginSpec;
import dev.ae4j.graph.Program;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Options;
import dev.ae4j.spi.backend.Availability;
import dev.ae4j.spi.backend.Backend;
import dev.ae4j.spi.backend.BackendProvider;
import dev.ae4j.spi.backend.Executable;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackendSelectionTest {
  private static final Map<String, String> NO_ENVIRONMENT = Map.of();

  private record FakeBackend(String description) implements Backend {
    @Override
    public Executable compile(Program program) {
      throw new BackendException("A fake");
    }

    @Override
    public void close() {}
  }

  private record FakeProvider(String id, int priority, Supplier<Availability> answer)
      implements BackendProvider {
    @Override
    public OptionSchema options() {
      return OptionSchema.builder().integer("threads", 1, 1, 8, "how many").build();
    }

    @Override
    public Availability availability() {
      return answer.get();
    }

    @Override
    public Backend open(Options options) {
      return new FakeBackend(id + " with " + options.integer("threads"));
    }
  }

  private static final ProviderCatalog CATALOG =
      ProviderCatalog.of(
          List.of(
              new FakeProvider("slow", 10, () -> Availability.usable("plain loops")),
              new FakeProvider("fast", 100, () -> Availability.usable("vectors")),
              new FakeProvider("gpu", 200, () -> Availability.unusable("no driver")),
              new FakeProvider(
                  "broken",
                  300,
                  () -> {
                    throw new UnsatisfiedLinkError("no native code");
                  })));

  @AfterEach
  void clearProperty() {
    System.clearProperty("ae.backend");
  }

  @Test
  void takesTheUsableOneOfHighestPriority() {
    SelectionReport report = BackendSelection.select(null, CATALOG, NO_ENVIRONMENT);
    assertThat(report.chosen()).contains(PluginSpec.of("fast"));
    assertThat(report.candidates())
        .extracting(SelectionReport.Candidate::id)
        .containsExactly("fast", "slow", "gpu", "broken");
    assertThat(report.toString()).contains("no driver", "no native code", "Chosen: fast");
  }

  @Test
  void callerBeatsPropertyBeatsEnvironment() {
    Map<String, String> environment = Map.of("AE_BACKEND", "slow:threads=2");
    assertThat(BackendSelection.open(null, CATALOG, environment).description())
        .isEqualTo("slow with 2");
    System.setProperty("ae.backend", "fast:threads=3");
    assertThat(BackendSelection.open(null, CATALOG, environment).description())
        .isEqualTo("fast with 3");
    assertThat(BackendSelection.open("slow:threads=4", CATALOG, environment).description())
        .isEqualTo("slow with 4");
  }

  @Test
  void whatWasNamedMustBeUsable() {
    assertThatThrownBy(() -> BackendSelection.open("gpu", CATALOG, NO_ENVIRONMENT))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("Backend gpu (the caller) cannot be used")
        .hasMessageContaining("no driver")
        .hasMessageEndingWith("Maybe ask for one of [fast, slow]");
    assertThatThrownBy(() -> BackendSelection.open("tpu", CATALOG, NO_ENVIRONMENT))
        .isInstanceOf(BackendException.class);
    assertThatThrownBy(() -> BackendSelection.open("fast:threads=9", CATALOG, NO_ENVIRONMENT))
        .isInstanceOf(OptionException.class);
  }

  @Test
  void saysWhatIsMissingWhenThereIsNone() {
    ProviderCatalog empty = ProviderCatalog.of(List.of());
    assertThatThrownBy(() -> BackendSelection.open(null, empty, NO_ENVIRONMENT))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("found: none")
        .hasMessageContaining("META-INF/services");
  }
}
