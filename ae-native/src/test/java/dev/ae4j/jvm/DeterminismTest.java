package dev.ae4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ae4j.data.TensorData;
import dev.ae4j.spi.backend.Feed;
import dev.ae4j.spi.backend.RunRequest;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Training ends at the same weights whatever computes it. */
class DeterminismTest {
  private static final int SAMPLES = 1000;
  private static final int BATCH = 256;
  private static final DenseNetwork NETWORK = new DenseNetwork(207, 32, 207);
  private static final TensorData DATA = Engines.numbers(1, SAMPLES, 207);

  private static String train(JvmBackend backend, boolean fuse) {
    int[] order = new Random(7).ints(4 * SAMPLES, 0, SAMPLES).toArray();
    List<TensorData> loss = List.of(TensorData.scalar(0));
    try (backend;
        JvmExecutable executable = backend.compile(NETWORK.training(), fuse)) {
      NETWORK.initialize(executable);
      float first = 0;
      for (int from = 0; from < order.length; from += BATCH) {
        int count = Math.min(BATCH, order.length - from);
        Feed feed = Feed.rows(DATA, order, from, count);
        executable.run(new RunRequest(List.of(feed), 0, from), loss);
        first = from == 0 ? loss.get(0).values()[0] : first;
      }
      assertThat(loss.get(0).values()[0]).isLessThan(first);
      return DenseNetwork.hash(executable);
    }
  }

  @Test
  void trainingGivesTheSameBitsEverywhere() {
    String expected = train(Engines.backend("vector", 1), true);
    assertThat(train(Engines.backend("vector", 2), true)).as("2 threads").isEqualTo(expected);
    assertThat(train(Engines.backend("vector", 5), true)).as("5 threads").isEqualTo(expected);
    assertThat(train(Engines.backend("vector", 2), false)).as("without fusion").isEqualTo(expected);
    assertThat(train(Engines.backend("scalar", 1), true)).as("scalar").isEqualTo(expected);
    assertThat(train(Engines.backend("scalar", 3), true)).as("scalar, 3").isEqualTo(expected);
  }
}
