package dev.ae4j.apps.denoising;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.DataException;
import dev.ae4j.apps.metrics.Distortion;
import dev.ae4j.apps.metrics.ImageQuality;
import dev.ae4j.apps.metrics.Noise;
import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.Mnist;
import dev.ae4j.graph.Shape;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassicalDenoisersTest {
  private static final Shape IMAGE = Shape.of(28, 28);

  /** Fitted on all training images and measured on all test images, lmmse gives 17.72 dB, 0.659. */
  @Test
  void everyMethodCleansDigits() {
    TensorData digits = Mnist.test().inMemory().orElseThrow();
    TensorData clean = digits.copyRows(0, 500);
    Noise noise = Noise.gaussian(0.5);
    TensorData noisy = noise.addTo(clean, Noise.TEST_SEED);
    Denoising denoising =
        Denoising.compare(
            clean,
            noisy,
            clean,
            ClassicalDenoisers.fit(digits.copyRows(1000, 3000), noise, IMAGE),
            IMAGE);
    assertThat(denoising.noisy().mse()).isEqualTo(Distortion.mse(clean, noisy));
    assertThat(denoising.cleaned().ssim()).isCloseTo(1, within(1e-9));
    Map<String, ImageQuality> quality = denoising.baselines();
    assertThat(quality).containsOnlyKeys("median", "gaussian", "pca", "lmmse");
    assertThat(quality.get("median").psnr()).isBetween(14.5, 15.2);
    assertThat(quality.get("gaussian").psnr()).isBetween(15.2, 15.9);
    assertThat(quality.get("pca").psnr()).isBetween(15.3, 16.0);
    assertThat(quality.get("lmmse").psnr()).isBetween(16.0, 17.0);
    assertThat(quality.get("lmmse").ssim()).isBetween(0.5, 0.6);
  }

  @Test
  void colourImagesHaveChannels() {
    Shape image = Shape.of(12, 12, 3);
    TensorData images = TensorData.zeros(Shape.of(4, 12, 12, 3));
    images.values()[100] = 1;
    Noise noise = Noise.parse("salt-and-pepper:0.2");
    TensorData noisy = noise.addTo(images, 1);
    Denoising denoising =
        Denoising.compare(
            images, noisy, noisy, ClassicalDenoisers.fit(images, noise, image), image);
    assertThat(denoising.baselines()).hasSize(4);
    assertThat(denoising.cleaned()).isEqualTo(denoising.noisy());
    assertThat(denoising.picture(2)).isNotEmpty();
    assertThatThrownBy(() -> ClassicalDenoisers.fit(images, noise, Shape.of(5, 5)))
        .isInstanceOf(DataException.class);
  }
}
