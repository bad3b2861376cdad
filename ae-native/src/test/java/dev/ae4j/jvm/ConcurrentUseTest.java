package dev.ae4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ae4j.Autoencoder;
import dev.ae4j.TrainedModel;
import dev.ae4j.TrainingOptions;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConcurrentUseTest {
  private static final int CALLERS = 8;

  @ParameterizedTest
  @ValueSource(strings = {"dense", "conv:filters=4x3,image=8x8x1"})
  void manyCallersGetTheSameBits(String encoder) throws Exception {
    TensorData samples = Engines.numbers(1, 1500, 64);
    Autoencoder autoencoder =
        Autoencoder.builder()
            .input(64)
            .encoder(encoder)
            .codeSize(9)
            .backend("jvm:threads=2")
            .build();
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try (TrainedModel model =
        autoencoder.fit(
            Dataset.of("numbers", samples), TrainingOptions.of(TrainingOptions.epochs(1)))) {
      List<Integer> sizes = List.of(1, 7, 256, 1024, 1500);
      List<int[]> expected =
          sizes.stream().map(size -> Engines.bits(encode(model, samples, size))).toList();
      List<Future<int[]>> answers = new ArrayList<>();
      for (int task = 0; task < 10 * CALLERS; task++) {
        int size = sizes.get(task % sizes.size());
        answers.add(callers.submit(() -> Engines.bits(encode(model, samples, size))));
      }
      for (int task = 0; task < answers.size(); task++) {
        assertThat(answers.get(task).get()).isEqualTo(expected.get(task % sizes.size()));
      }
    } finally {
      callers.shutdown();
    }
  }

  private static TensorData encode(TrainedModel model, TensorData samples, int size) {
    return model.encode(samples.copyRows(0, size));
  }
}
