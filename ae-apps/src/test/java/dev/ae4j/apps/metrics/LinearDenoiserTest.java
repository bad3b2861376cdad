package dev.ae4j.apps.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinearDenoiserTest {
  /** With x of variance 1 and noise of variance 1 the best estimate is half of what is seen. */
  @Test
  void shrinksByTheShareOfTheSignal() {
    Random random = new Random(1);
    float[] clean = new float[20_000];
    float[] noisy = new float[clean.length];
    for (int i = 0; i < clean.length; i++) {
      clean[i] = (float) random.nextGaussian() + 3;
      noisy[i] = clean[i] + (float) random.nextGaussian();
    }
    LinearDenoiser denoiser =
        LinearDenoiser.fit(TensorData.of(clean, 20_000, 1), TensorData.of(noisy, 20_000, 1));
    float[] cleaned = denoiser.denoise(TensorData.of(new float[] {3, 5, 1}, 3, 1)).values();
    assertThat(cleaned[0]).isCloseTo(3, within(0.05f));
    assertThat(cleaned[1]).isCloseTo(4, within(0.1f));
    assertThat(cleaned[2]).isCloseTo(2, within(0.1f));
  }

  /** What was mixed linearly and without noise comes back. */
  @Test
  void invertsALinearMixture() {
    Random random = new Random(2);
    float[] clean = new float[3 * 500];
    float[] mixed = new float[clean.length];
    for (int i = 0; i < clean.length; i += 3) {
      float a = random.nextFloat();
      float b = random.nextFloat();
      clean[i] = a;
      clean[i + 1] = b;
      mixed[i] = a + b + 1;
      mixed[i + 1] = a - b;
      // The third element never changes
    }
    TensorData expected = TensorData.of(clean, 500, 3);
    TensorData seen = TensorData.of(mixed, 500, 3);
    LinearDenoiser denoiser = LinearDenoiser.fit(expected, seen);
    assertThat(Distortion.mse(expected, denoiser.denoise(seen))).isLessThan(1e-9);
    assertThatThrownBy(() -> denoiser.denoise(TensorData.of(new float[2], 1, 2)))
        .isInstanceOf(DataException.class);
  }

  @Test
  void tooWideSamplesAreRefused() {
    TensorData wide = TensorData.of(new float[2000], 1, 2000);
    assertThatThrownBy(() -> LinearDenoiser.fit(wide, wide))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("2000 numbers");
  }
}
