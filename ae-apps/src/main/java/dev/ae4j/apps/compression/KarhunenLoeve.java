package dev.ae4j.apps.compression;

import dev.ae4j.DataException;
import dev.ae4j.apps.metrics.Pca;
import dev.ae4j.data.TensorData;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The best linear transform code: principal components of training samples, all rounded to one
 * step, with as many bits as a perfect entropy coder that knows how often each number occurs in
 * each component would take (Goyal 2001, Theoretical foundations of transform coding).
 */
final class KarhunenLoeve {
  /** Further ones are lost in the rounding at all rates that are of interest here. */
  private static final int COMPONENTS = 200;

  /** Finding components takes time that grows with the cube of this. */
  private static final int MAX_WIDTH = 1024;

  private final Pca pca;

  private KarhunenLoeve(Pca pca) {
    this.pca = pca;
  }

  /**
   * Finds the components.
   *
   * @throws DataException if there are no samples, or too wide ones
   */
  static KarhunenLoeve fit(TensorData training) {
    int width = training.rowShape().sampleElements();
    if (width > MAX_WIDTH) {
      throw new DataException(
          "samples of %s numbers are too wide for PCA here, which takes %s"
              .formatted(width, MAX_WIDTH));
    }
    return new KarhunenLoeve(Pca.fit(training, Math.min(width, COMPONENTS)));
  }

  /**
   * Returns how much samples take with a step, and how close they come back.
   *
   * @param numbers how many numbers the bits are divided by
   * @param psnr of what comes back, in the shape of the samples
   */
  RatePoint at(double step, TensorData samples, long numbers, ToDoubleFunction<TensorData> psnr) {
    TensorData codes = pca.encode(samples);
    float[] values = codes.values();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (Math.rint(values[i] / step) * step);
    }
    int count = pca.components();
    double bits =
        IntStream.range(0, count).parallel().mapToObj(k -> bits(values, k, count)).toList().stream()
            .mapToDouble(Double::doubleValue)
            .sum();
    TensorData output = pca.decode(codes).reshape(samples.shape().sampleSizes());
    return new RatePoint(step, bits / numbers, psnr.applyAsDouble(output));
  }

  /** Returns the entropy of every {@code stride}th value, times their number. */
  private static double bits(float[] values, int from, int stride) {
    Map<Float, Integer> counts = new HashMap<>();
    for (int i = from; i < values.length; i += stride) {
      counts.merge(values[i] + 0f, 1, Integer::sum);
    }
    int all = values.length / stride;
    return counts.values().stream()
        .mapToDouble(count -> -count * StrictMath.log(count / (double) all) / StrictMath.log(2))
        .sorted()
        .sum();
  }
}
