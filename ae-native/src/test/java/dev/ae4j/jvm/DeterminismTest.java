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

  private static final ConvolutionalNetwork IMAGES = new ConvolutionalNetwork();
  private static final TensorData PIXELS = Engines.numbers(2, 200, ConvolutionalNetwork.PIXELS);

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

  private static String trainOnImages(JvmBackend backend, boolean fuse) {
    List<TensorData> loss = List.of(TensorData.scalar(0));
    try (backend;
        JvmExecutable executable = backend.compile(IMAGES.training(), fuse)) {
      IMAGES.initialize(executable);
      float first = 0;
      for (int i = 0; i < 20; i++) {
        Feed feed = Feed.range(PIXELS, i % 2 * 67, i < 15 ? 67 : 5);
        executable.run(new RunRequest(List.of(feed), 0, i), loss);
        first = i == 0 ? loss.get(0).values()[0] : first;
      }
      assertThat(loss.get(0).values()[0]).isLessThan(first);
      return DenseNetwork.hash(executable);
    }
  }

  @Test
  void trainingOnImagesGivesTheSameBitsEverywhere() {
    String expected = trainOnImages(Engines.backend("vector", 1), true);
    for (int threads : new int[] {1, 2, 5}) {
      for (String kernels : List.of("auto", "vector", "scalar")) {
        for (boolean fuse : new boolean[] {true, false}) {
          assertThat(trainOnImages(Engines.backend(kernels, threads), fuse))
              .as("%s, %s threads, fused: %s", kernels, threads, fuse)
              .isEqualTo(expected);
        }
      }
    }
  }

  /** So many that the gradients of biases are added up group by group as well. */
  @Test
  void trainingOnManyImagesGivesTheSameBitsEverywhere() {
    String expected = trainOnManyImages(Engines.backend("vector", 1), true);
    assertThat(trainOnManyImages(Engines.backend("vector", 3), true)).isEqualTo(expected);
    assertThat(trainOnManyImages(Engines.backend("vector", 2), false)).isEqualTo(expected);
    assertThat(trainOnManyImages(Engines.backend("scalar", 2), true)).isEqualTo(expected);
  }

  private static String trainOnManyImages(JvmBackend backend, boolean fuse) {
    TensorData images = Engines.numbers(3, 260, ConvolutionalNetwork.PIXELS);
    List<TensorData> loss = List.of(TensorData.scalar(0));
    try (backend;
        JvmExecutable executable = backend.compile(IMAGES.training(), fuse)) {
      IMAGES.initialize(executable);
      for (int i = 0; i < 3; i++) {
        executable.run(new RunRequest(List.of(Feed.of(images)), 0, i), loss);
      }
      return DenseNetwork.hash(executable);
    }
  }
}
