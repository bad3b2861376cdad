package dev.ae4j.apps.denoising;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ae4j.Autoencoder;
import dev.ae4j.TrainedModel;
import dev.ae4j.TrainingOptions;
import dev.ae4j.apps.metrics.Distortion;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import dev.ae4j.model.RandomStream;
import org.junit.jupiter.api.Test;

/** Learns to clean images from noisy ones, with codes that are wide enough for all the noise. */
class NoisyDataAloneTest {
  private static final int SIDE = 6;
  private static final int COUNT = 2000;
  private static final float SIGMA = 0.3f;

  /** Returns images whose brightness changes evenly from one edge to the other. */
  private static TensorData slopes() {
    RandomStream random = new RandomStream(1, "slopes");
    TensorData images = TensorData.zeros(Shape.of(COUNT, SIDE, SIDE));
    for (int i = 0, n = 0; n < COUNT; n++) {
      double down = random.nextNormal();
      double across = random.nextNormal();
      for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
          images.values()[i++] = (float) (down * y + across * x) / SIDE;
        }
      }
    }
    return images;
  }

  private static TensorData noisy(TensorData clean) {
    RandomStream random = new RandomStream(2, "noise");
    TensorData noisy = TensorData.of(clean.values().clone(), clean.shape());
    for (int i = 0; i < noisy.values().length; i++) {
      noisy.values()[i] += SIGMA * (float) random.nextNormal();
    }
    return noisy;
  }

  private static double error(TensorData clean, TensorData noisy, String... corruptions) {
    Autoencoder.Builder builder =
        Autoencoder.builder()
            .input(SIDE, SIDE)
            .encoder("dense:code-activation=linear")
            .decoder("dense:output-activation=linear")
            .codeSize(SIDE * SIDE)
            .backend("jvm:threads=1");
    for (String corruption : corruptions) {
      builder.corruption(corruption);
    }
    TrainingOptions options =
        TrainingOptions.of(
            TrainingOptions.epochs(30),
            TrainingOptions.batchSize(50),
            TrainingOptions.optimizer("adam:learning-rate=0.005"));
    try (TrainedModel model = builder.build().fit(Dataset.of("noisy", noisy), options)) {
      return Distortion.mse(clean, model.reconstruct(noisy));
    }
  }

  @Test
  void aBlindSpotCleansWhereOtherwiseTheNoiseIsCopied() {
    TensorData clean = slopes();
    TensorData noisy = noisy(clean);
    double before = Distortion.mse(clean, noisy);
    assertThat(error(clean, noisy)).isGreaterThan(0.8 * before);
    assertThat(error(clean, noisy, "blind-spot")).isLessThan(0.25 * before);
  }
}
