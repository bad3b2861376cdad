package dev.ae4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.OptionException;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.spi.backend.Backend;
import dev.ae4j.spi.backend.BackendProvider;
import dev.ae4j.spi.backend.Executable;
import dev.ae4j.spi.backend.Feed;
import dev.ae4j.spi.backend.RunRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class JvmBackendProviderTest {
  private static final Program PROGRAM =
      Program.builder().output("y", Tensor.input("x", Shape.batchOf(3)).exp()).build();

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
  void backendsWithAsManyThreadsShareThem() {
    Set<Thread> before = membersBut(Set.of());
    Backend first = open(Map.of("threads", "7"));
    try (Backend second = open(Map.of("threads", "7"));
        Executable executable = second.compile(PROGRAM)) {
      assertThat(membersBut(before)).hasSize(6);
      RunRequest request = RunRequest.of(Feed.of(Engines.numbers(1, 100_000, 3)));
      List<TensorData> expected = executable.run(request);
      first.close();
      first.close();
      assertThat(membersBut(before)).hasSize(6);
      assertThat(executable.run(request)).isEqualTo(expected);
    }
    awaitOnly(before);
  }

  @Test
  void manyBackendsLeaveNoThreads() {
    Set<Thread> before = membersBut(Set.of());
    for (int i = 0; i < 200; i++) {
      open(Map.of("threads", Integer.toString(1 + i % 4))).close();
    }
    List<Backend> open = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      open.add(open(Map.of("threads", "5")));
    }
    assertThat(membersBut(before)).hasSizeLessThanOrEqualTo(3 + 4);
    open.forEach(Backend::close);
    awaitOnly(before);
  }

  /** Returns the threads of all teams, without given ones. */
  private static Set<Thread> membersBut(Set<Thread> others) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("ae4j-kernel-"))
        .filter(thread -> !others.contains(thread))
        .collect(Collectors.toSet());
  }

  /** Waits until there are no other threads than given ones, for 10 seconds at most. */
  private static void awaitOnly(Set<Thread> expected) {
    for (int i = 0; i < 1000 && !membersBut(expected).isEmpty(); i++) {
      LockSupport.parkNanos(10_000_000);
    }
    assertThat(membersBut(expected)).isEmpty();
  }

  @Test
  void refusesUnknownOptions() {
    assertThatThrownBy(() -> open(Map.of("threads", "-1"))).isInstanceOf(OptionException.class);
    assertThatThrownBy(() -> open(Map.of("kernel", "gpu"))).isInstanceOf(OptionException.class);
  }
}
