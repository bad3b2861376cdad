package dev.ae4j.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.spi.backend.Backend;
import dev.ae4j.spi.backend.Executable;
import dev.ae4j.spi.backend.Feed;
import dev.ae4j.spi.backend.RunRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Memory outside the Java heap does not grow: what the system says of the process grows less than
 * the heap could.
 */
@EnabledOnOs(OS.LINUX)
class NativeMemoryTest {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final long LIMIT = 300 << 20;

  private final Parameter weights = new Parameter("weights", Shape.of(1024, 1024));
  private final Tensor x = Tensor.input("x", Shape.batchOf(1024));
  private final Tensor y = x.matMul(Tensor.of(weights));
  private final Program program =
      Program.builder().output("y", y).update(weights, Tensor.of(weights).plus(y.mean())).build();
  private final TensorData data = TensorData.zeros(Shape.of(128, 1024));

  @Test
  void stepsReleaseWhatTheyTake() throws IOException {
    try (Backend backend = Backends.open();
        Executable executable = backend.compile(program)) {
      steps(executable, 50);
      long before = resident();
      // 600 MB if feeds, results or weights stayed
      steps(executable, 600);
      assertThat(resident() - before).isLessThan(LIMIT);
    }
  }

  private void steps(Executable executable, int count) {
    List<TensorData> results = List.of(TensorData.zeros(Shape.of(128, 1024)));
    for (int i = 0; i < count; i++) {
      executable.run(RunRequest.of(Feed.of(data)), results);
    }
  }

  @Test
  void closingReleasesWhatCompilingTook() throws IOException {
    try (Backend backend = Backends.open()) {
      cycles(backend, 20);
      long before = resident();
      // 600 MB if weights stayed
      cycles(backend, 150);
      assertThat(resident() - before).isLessThan(LIMIT);
    }
  }

  private void cycles(Backend backend, int count) {
    for (int i = 0; i < count; i++) {
      try (Executable executable = backend.compile(program)) {
        executable.run(RunRequest.of(Feed.of(data)));
      }
    }
  }

  private static long resident() throws IOException {
    System.gc();
    String line =
        Files.readAllLines(STATUS).stream()
            .filter(each -> each.startsWith("VmRSS:"))
            .findFirst()
            .orElseThrow();
    return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
  }
}
