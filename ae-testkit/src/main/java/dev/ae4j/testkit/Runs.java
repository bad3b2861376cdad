package dev.ae4j.testkit;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Tensor;
import dev.ae4j.spi.backend.Backend;
import dev.ae4j.spi.backend.Executable;
import dev.ae4j.spi.backend.Feed;
import dev.ae4j.spi.backend.RunRequest;

/** Short ways to run small programs on a backend. */
final class Runs {
  private Runs() {}

  /** Returns a program with results named by their position. */
  static Program program(Tensor... results) {
    Program.Builder builder = Program.builder();
    for (int i = 0; i < results.length; i++) {
      builder.output("result" + i, results[i]);
    }
    return builder.build();
  }

  /** Returns the value of a tensor whose only input, if any, has the given value. */
  static TensorData once(Backend backend, Tensor result, DoubleData... values) {
    try (Executable executable = backend.compile(program(result))) {
      Feed[] feeds = new Feed[values.length];
      for (int i = 0; i < feeds.length; i++) {
        feeds[i] = Feed.of(values[i].toTensorData());
      }
      return executable.run(RunRequest.of(feeds)).get(0);
    }
  }

  /** Returns the only result of a run with the given feeds. */
  static float[] run(Executable executable, Feed... feeds) {
    return executable.run(RunRequest.of(feeds)).get(0).values();
  }

  /** Returns an array of numbers as data of one axis. */
  static TensorData data(float... values) {
    return TensorData.of(values, values.length);
  }
}
