package dev.ae4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ae4j.Autoencoder;
import dev.ae4j.TrainedModel;
import dev.ae4j.TrainingInterruptedException;
import dev.ae4j.TrainingOptions;
import dev.ae4j.artifact.ModelArtifact;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.training.EpochReport;
import dev.ae4j.training.TrainingListener;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Training that is interrupted, or whose listener fails. */
@Timeout(60)
class TrainingRunTest {
  private static final TensorData SAMPLES = Engines.numbers(1, 100, 20);
  private static final Dataset DATA = Dataset.of("numbers", SAMPLES);

  private final Autoencoder autoencoder =
      Autoencoder.builder().input(20).codeSize(5).backend("jvm:threads=2").build();

  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  private TrainedModel fit(int epochs, TrainingListener listener) {
    return autoencoder.fit(
        DATA,
        TrainingOptions.of(
            TrainingOptions.epochs(epochs),
            TrainingOptions.batchSize(30),
            TrainingOptions.validation(DATA),
            TrainingOptions.listener(listener)));
  }

  private TrainingInterruptedException interrupted(int epochs, TrainingListener listener) {
    return catchThrowableOfType(
        TrainingInterruptedException.class, () -> fit(epochs, listener).close());
  }

  @Test
  void anInterruptKeepsTheWeightsOfTheLastStep(@TempDir Path folder) {
    ModelArtifact expected;
    try (TrainedModel model = fit(2, TrainingListener.NONE)) {
      expected = model.artifact();
    }
    TrainingInterruptedException outcome =
        interrupted(
            9,
            new TrainingListener() {
              @Override
              public void onEpoch(EpochReport report) {
                if (report.epoch() == 2) {
                  Thread.currentThread().interrupt();
                }
              }
            });
    assertThat(outcome).hasMessage("Training was interrupted in epoch 3 of 9");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(outcome.history()).hasSize(2);
    assertThat(outcome.artifact().weights()).isEqualTo(expected.weights());
    assertThat(outcome.artifact().provenance()).containsEntry("interrupted", "in epoch 3 of 9");
    Path file = folder.resolve("model.ae4j");
    outcome.artifact().save(file);
    try (TrainedModel model = TrainedModel.load(file)) {
      assertThat(model.encode(SAMPLES).rows()).isEqualTo(100);
    }
  }

  @Test
  void anInterruptEndsTheEpoch() {
    int[] batches = {0};
    TrainingInterruptedException outcome =
        interrupted(
            1,
            new TrainingListener() {
              @Override
              public void onBatch(int epoch, int batch, float loss) {
                batches[0]++;
                if (batch == 2) {
                  Thread.currentThread().interrupt();
                }
              }
            });
    assertThat(outcome.history()).isEmpty();
    assertThat(batches[0]).isEqualTo(2);
  }

  @Test
  void anInterruptedThreadTrainsNothing() {
    Thread.currentThread().interrupt();
    assertThat(interrupted(1, TrainingListener.NONE).history()).isEmpty();
  }

  @Test
  void anotherThreadCanInterrupt() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onBatch(int epoch, int batch, float loss) {
            begun.countDown();
          }
        };
    FutureTask<TrainingInterruptedException> training =
        new FutureTask<>(() -> interrupted(Integer.MAX_VALUE, listener));
    Thread thread = new Thread(training);
    thread.start();
    begun.await();
    thread.interrupt();
    assertThat(training.get(10, TimeUnit.SECONDS).artifact().weights()).isNotEmpty();
  }

  @Test
  void theFailureOfAListenerReachesTheCallerAndTheNextTrainingWorks() {
    IllegalStateException failure = new IllegalStateException("no space left");
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onBatch(int epoch, int batch, float loss) {
            throw failure;
          }
        };
    assertThatThrownBy(() -> fit(1, listener)).isSameAs(failure);
    try (TrainedModel model = fit(1, TrainingListener.NONE)) {
      assertThat(model.history()).hasSize(1);
    }
  }
}
