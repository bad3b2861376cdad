package dev.ae4j.apps.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.Mnist;
import dev.ae4j.graph.Shape;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Figures of classical methods on MNIST that NumPy, scikit-learn and scikit-image give, too. */
class MnistFiguresTest {
  private static final Shape IMAGE = Shape.of(28, 28);

  private static TensorData training;
  private static TensorData test;
  private static int[] trainingLabels;
  private static int[] testLabels;
  private static Pca pca;

  @BeforeAll
  static void read() {
    Dataset trainingData = Mnist.train();
    Dataset testData = Mnist.test();
    training = trainingData.inMemory().orElseThrow();
    test = testData.inMemory().orElseThrow();
    trainingLabels = trainingData.labels().orElseThrow();
    testLabels = testData.labels().orElseThrow();
    pca = Pca.fit(training, 100);
  }

  @Test
  void pca() {
    assertThat(pcaError(2)).isCloseTo(0.0555, within(5e-5));
    assertThat(pcaError(8)).isCloseTo(0.0364, within(5e-5));
    assertThat(pcaError(32)).isCloseTo(0.0152, within(5e-5));
    assertThat(pcaError(64)).isCloseTo(0.00775, within(5e-6));
    assertThat(Distortion.bce(test, projected(32))).isCloseTo(0.1175, within(5e-5));
  }

  private static double pcaError(int components) {
    return Distortion.mse(test, projected(components));
  }

  private static TensorData projected(int components) {
    Pca leading = pca.leading(components);
    return Distortion.clip(leading.decode(leading.encode(test)));
  }

  @Test
  void noise() {
    TensorData noisy = Noise.gaussian(0.5).addTo(test, Noise.TEST_SEED);
    assertThat(Distortion.psnr(test, noisy)).isCloseTo(9.38, within(5e-3));
    assertThat(Ssim.mean(test, noisy, IMAGE)).isCloseTo(0.413, within(5e-4));
    TensorData weak = Noise.gaussian(0.25).addTo(test, Noise.TEST_SEED);
    assertThat(Distortion.psnr(test, weak)).isCloseTo(14.86, within(5e-3));
    assertThat(Ssim.mean(test, weak, IMAGE)).isCloseTo(0.632, within(5e-4));
  }

  @ParameterizedTest
  @CsvSource({
    "gaussian:0.75, 7.10",
    "salt-and-pepper:0.25, 9.22",
    "salt-and-pepper:0.5, 6.19",
    "masking:0.25, 15.83",
    "masking:0.5, 12.77",
    "masking:0.75, 10.99",
    "speckle:0.5, 18.68",
    "poisson:4, 17.95"
  })
  void otherNoise(String noise, double psnr) {
    TensorData noisy = Noise.parse(noise).addTo(test, Noise.TEST_SEED);
    assertThat(Distortion.psnr(test, noisy)).isCloseTo(psnr, within(5.1e-3));
  }

  /** The best linear denoiser, which knows all covariances, reaches 17.72 dB. */
  @Test
  void wienerFilterIsCloseToTheLinearOptimum() {
    TensorData clean = training.copyRows(0, 5000);
    WienerFilter filter = WienerFilter.fit(pca, clean, Noise.gaussian(0.5).addTo(clean, 1));
    TensorData cleaned = filter.denoise(Noise.gaussian(0.5).addTo(test, Noise.TEST_SEED));
    assertThat(Distortion.psnr(test, cleaned)).isBetween(17.6, 17.72);
  }

  @Test
  void classifiersOnPrincipalComponents() {
    Pca leading = pca.leading(32);
    LabelledData known = new LabelledData(leading.encode(training), trainingLabels);
    LabelledData asked = new LabelledData(leading.encode(test), testLabels);
    assertThat(NearestNeighbours.accuracy(known, asked, 5)).isCloseTo(0.9756, within(2e-4));
    assertThat(LinearProbe.fit(known).accuracy(asked)).isCloseTo(0.9003, within(2e-3));
  }
}
