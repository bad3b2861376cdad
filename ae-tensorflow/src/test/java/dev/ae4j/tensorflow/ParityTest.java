package dev.ae4j.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.Autoencoder;
import dev.ae4j.TrainedModel;
import dev.ae4j.TrainingOptions;
import dev.ae4j.TrainingOptions.Setting;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import dev.ae4j.model.RandomStream;
import dev.ae4j.spi.backend.Backend;
import dev.ae4j.training.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Training and models give the same on TensorFlow as on the pure-Java engine, up to rounding. */
class ParityTest {
  private static final String JVM = "jvm:kernel=scalar";
  private static final String TENSORFLOW = "tensorflow:device=" + Backends.DEVICE;
  private static final int SAMPLES = 160;
  private static final int BATCH = 16;
  private static final int STEPS = 200;
  private static final double LOSS_TOLERANCE = 1e-4;
  private static final float CODE_TOLERANCE = 1e-5f;

  private static Autoencoder.Builder dense() {
    return Autoencoder.builder().input(64).encoder("dense:units=24").decoder("dense:units=24");
  }

  private static Autoencoder.Builder convolutional() {
    return Autoencoder.builder()
        .input(8, 8, 1)
        .encoder("conv:filters=4x8")
        .decoder("conv:filters=8x4");
  }

  @Test
  void denseNetworkLearnsTheSame() {
    assertSameLosses(dense().codeSize(6), TrainingOptions.optimizer("adam"), 64);
  }

  @Test
  void convolutionalNetworkLearnsTheSame() {
    assertSameLosses(
        convolutional().codeSize(6).loss("bce"), TrainingOptions.optimizer("adam"), 8, 8, 1);
  }

  @Test
  void noisyNetworkLearnsTheSame() {
    assertSameLosses(
        dense().codeSize(6).corruption("gaussian:0.3"), TrainingOptions.optimizer("adamw"), 64);
    assertSameLosses(
        dense().codeSize(6).corruption("masking:0.3").loss("huber"),
        TrainingOptions.optimizer("rmsprop"),
        64);
    assertSameLosses(
        dense().codeSize(6).corruption("blind-spot"), TrainingOptions.optimizer("adam"), 64);
  }

  @Test
  void scheduledAndClippedNetworkLearnsTheSame() {
    Setting setting =
        options ->
            TrainingOptions.schedule("cosine:warm-up=1")
                .applyTo(TrainingOptions.clipNorm(0.01).applyTo(options));
    assertSameLosses(dense().codeSize(6), setting, 64);
  }

  @Test
  void penalizedNetworkLearnsTheSame() {
    Autoencoder.Builder network = dense().codeSize(6).decoder("tied");
    assertSameLosses(
        network.loss("mse + 0.01*contractive + 1e-3*l2"), TrainingOptions.optimizer("adam"), 64);
  }

  @Test
  void variationalNetworkLearnsTheSame() {
    Autoencoder.Builder network = dense().encoder("variational:units=16").codeSize(4);
    assertSameLosses(
        network.loss("discretized-logistic + kl"), TrainingOptions.optimizer("adam"), 64);
    assertSameLosses(network.loss("beta-binomial + kl"), TrainingOptions.optimizer("adam"), 64);
    assertSameLosses(
        network.loss("bernoulli + kl").corruption("binarize"),
        TrainingOptions.optimizer("adam"),
        64);
  }

  @Test
  void modelsOfOneEngineEncodeTheSameOnTheOther() {
    assertSameCodes(dense().codeSize(6), 64);
    assertSameCodes(convolutional().codeSize(6), 8, 8, 1);
  }

  private static void assertSameLosses(
      Autoencoder.Builder network, Setting setting, int... sample) {
    List<Float> expected = losses(network.backend(JVM), setting, sample);
    List<Float> actual = losses(network.backend(TENSORFLOW), setting, sample);
    assertThat(expected).hasSize(STEPS);
    assertThat(expected.get(STEPS - 1)).as("learns at all").isLessThan(expected.get(0));
    for (int step = 0; step < STEPS; step++) {
      double tolerance = LOSS_TOLERANCE * expected.get(step);
      assertThat((double) actual.get(step))
          .as("loss of step " + step)
          .isCloseTo(expected.get(step), within(tolerance));
    }
  }

  private static List<Float> losses(Autoencoder.Builder network, Setting setting, int... sample) {
    List<Float> losses = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onBatch(int epoch, int batch, float loss) {
            losses.add(loss);
          }
        };
    TrainingOptions options =
        TrainingOptions.of(
            TrainingOptions.epochs(STEPS * BATCH / SAMPLES),
            TrainingOptions.batchSize(BATCH),
            TrainingOptions.seed(7),
            setting,
            TrainingOptions.listener(listener));
    network.build().fit(data(sample), options).close();
    return losses;
  }

  private static void assertSameCodes(Autoencoder.Builder network, int... sample) {
    TrainingOptions options =
        TrainingOptions.of(TrainingOptions.epochs(3), TrainingOptions.batchSize(BATCH));
    TensorData samples = data(sample).inMemory().orElseThrow();
    for (String trainedOn : List.of(JVM, TENSORFLOW)) {
      try (TrainedModel model = network.backend(trainedOn).build().fit(data(sample), options);
          Backend backend = Backends.open();
          TrainedModel moved = TrainedModel.on(backend, model.artifact(), List.of())) {
        assertThat(moved.encode(samples).values())
            .containsExactly(model.encode(samples).values(), within(CODE_TOLERANCE));
        assertThat(moved.reconstruct(samples).values())
            .containsExactly(model.reconstruct(samples).values(), within(CODE_TOLERANCE));
      }
    }
  }

  /** Smooth patterns with a few degrees of freedom, so that there is something to learn. */
  private static Dataset data(int... sample) {
    int width = Shape.of(sample).sampleElements();
    RandomStream random = new RandomStream(3, "patterns");
    float[] values = new float[SAMPLES * width];
    for (int i = 0; i < SAMPLES; i++) {
      double phase = 6 * random.nextUniform();
      double frequency = 0.1 + 0.4 * random.nextUniform();
      for (int j = 0; j < width; j++) {
        values[i * width + j] = (float) (0.5 + 0.5 * Math.sin(phase + frequency * j));
      }
    }
    int[] sizes = new int[sample.length + 1];
    sizes[0] = SAMPLES;
    System.arraycopy(sample, 0, sizes, 1, sample.length);
    return Dataset.of("patterns", TensorData.of(values, sizes));
  }
}
