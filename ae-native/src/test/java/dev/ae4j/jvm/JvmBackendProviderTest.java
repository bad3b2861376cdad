package dev.ae4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.OptionException;
import dev.ae4j.spi.backend.Backend;
import dev.ae4j.spi.backend.BackendProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class JvmBackendProviderTest {
  private final BackendProvider provider = new JvmBackendProvider();

  private Backend open(Map<String, String> options) {
    return provider.open(provider.options().parse("backend jvm", options));
  }

  @Test
  void isFoundAsAService() throws IOException {
    Module module = JvmBackendProvider.class.getModule();
    if (module.isNamed()) {
      assertThat(module.getDescriptor().provides())
          .anyMatch(
              provides ->
                  provides.service().equals(BackendProvider.class.getName())
                      && provides.providers().equals(List.of(JvmBackendProvider.class.getName())));
    } else {
      assertThat(ServiceLoader.load(BackendProvider.class))
          .hasAtLeastOneElementOfType(JvmBackendProvider.class);
    }
    String file = "/META-INF/services/" + BackendProvider.class.getName();
    try (InputStream stream = JvmBackendProvider.class.getResourceAsStream(file)) {
      assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip())
          .isEqualTo(JvmBackendProvider.class.getName());
    }
  }

  @Test
  void isAlwaysUsable() {
    assertThat(provider.id()).isEqualTo("jvm");
    assertThat(provider.priority()).isEqualTo(100);
    assertThat(provider.availability().usable()).isTrue();
    assertThat(provider.availability().reason()).contains("thread");
  }

  @Test
  void describesWhatItRunsOn() {
    try (Backend one = open(Map.of("threads", "1", "kernel", "scalar"));
        Backend three = open(Map.of("threads", "3"));
        Backend vectors = open(Map.of("kernel", "vector"))) {
      assertThat(one.description()).startsWith("jvm").endsWith(", scalar kernels, 1 thread");
      assertThat(three.description()).endsWith(", 3 threads");
      assertThat(vectors.description()).contains("-bit vectors, ");
    }
  }

  @Test
  void refusesUnknownOptions() {
    assertThatThrownBy(() -> open(Map.of("threads", "-1"))).isInstanceOf(OptionException.class);
    assertThatThrownBy(() -> open(Map.of("kernel", "gpu"))).isInstanceOf(OptionException.class);
  }
}
