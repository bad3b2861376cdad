package dev.ae4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.op.Input;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.spi.backend.Feed;
import dev.ae4j.spi.backend.RunRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the compiler does to a program, the bits are those of computing node by node. */
class FusionTest {
  private static JvmBackend backend;

  @BeforeAll
  static void open() {
    backend = Engines.backend(3);
  }

  @AfterAll
  static void close() {
    backend.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 13})
  void computesTheSameBitsAsNodeByNode(int batchSize) {
    for (int seed = 0; seed < 150; seed++) {
      check(seed, 5 + seed % 60, batchSize);
    }
  }

  @Test
  void computesTheSameBitsOnSeveralThreads() {
    for (int seed = 1000; seed < 1030; seed++) {
      check(seed, 40, 256);
    }
  }

  private static void check(int seed, int operations, int batchSize) {
    Program program = RandomPrograms.draw(seed, operations);
    Reference reference = new Reference(program);
    try (JvmExecutable fused = backend.compile(program, true);
        JvmExecutable single = backend.compile(program, false)) {
      for (Parameter parameter : program.parameters()) {
        int[] sizes = parameter.shape().sampleSizes();
        TensorData value = Engines.numbers(seed + parameter.name().hashCode(), sizes);
        reference.write(parameter.name(), value);
        fused.write(parameter.name(), value);
        single.write(parameter.name(), value);
      }
      Map<String, TensorData> values =
          Map.of(
              "x", Engines.numbers(seed, batchSize, 7),
              "y", Engines.numbers(seed + 1, batchSize, 3, 5));
      List<Feed> feeds = new ArrayList<>();
      for (Input input : program.inputs()) {
        feeds.add(Feed.of(values.get(input.name())));
      }
      // Without an input nobody says how large the batch is.
      int size = program.inputs().isEmpty() ? 0 : batchSize;
      for (int step = 0; step < 3; step++) {
        RunRequest request = new RunRequest(feeds, seed, step);
        List<TensorData> expected = reference.run(values, size, seed, step);
        String where = "seed " + seed + ", batch of " + batchSize + ", step " + step;
        checkEqual(where + ", fused", expected, fused.run(request));
        checkEqual(where + ", single", expected, single.run(request));
      }
      for (Parameter parameter : program.parameters()) {
        String where = "seed " + seed + ", parameter " + parameter.name();
        int[] expected = Engines.bits(reference.read(parameter.name()));
        assertThat(Engines.bits(fused.read(parameter.name()))).as(where).isEqualTo(expected);
        assertThat(Engines.bits(single.read(parameter.name()))).as(where).isEqualTo(expected);
      }
    }
  }

  private static void checkEqual(String where, List<TensorData> expected, List<TensorData> actual) {
    IntStream.range(0, expected.size())
        .forEach(
            i ->
                assertThat(Engines.bits(actual.get(i)))
                    .as(where + ", output " + i)
                    .isEqualTo(Engines.bits(expected.get(i))));
  }
}
