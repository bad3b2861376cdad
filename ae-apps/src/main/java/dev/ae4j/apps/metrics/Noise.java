package dev.ae4j.apps.metrics;

import dev.ae4j.data.TensorData;
import java.util.Random;

/**
 * Noise for measuring denoisers, which any program can repeat: one stream of {@link Random}, images
 * in order, each row by row.
 */
public final class Noise {
  /** The seed of the noise on test images, the same for everybody who compares figures. */
  public static final long TEST_SEED = 20240042;

  private Noise() {}

  /** Returns a copy with normal noise: {@code clip(x + sigma n, 0, 1)}. */
  public static TensorData gaussian(TensorData images, double sigma, long seed) {
    Random random = new Random(seed);
    float[] noisy = images.values().clone();
    for (int i = 0; i < noisy.length; i++) {
      double value = noisy[i] + sigma * random.nextGaussian();
      noisy[i] = (float) Math.min(Math.max(value, 0), 1);
    }
    return TensorData.of(noisy, images.shape());
  }
}
