package dev.ae4j.apps.denoising;

import dev.ae4j.DataException;
import dev.ae4j.apps.metrics.Distortion;
import dev.ae4j.apps.metrics.GaussianFilter;
import dev.ae4j.apps.metrics.LinearDenoiser;
import dev.ae4j.apps.metrics.MedianFilter;
import dev.ae4j.apps.metrics.Noise;
import dev.ae4j.apps.metrics.Pca;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The denoisers that a learned one has to beat, each at its best for the noise: what there is to
 * choose is chosen on training images, and the result of the filters is corrected by the linear
 * regression {@code a y + b} of the clean pixels on the filtered ones.
 */
public final class ClassicalDenoisers {
  private static final int TUNING_IMAGES = 1000;
  private static final double[] SIGMAS = {0.5, 0.7, 1, 1.4, 2};
  private static final int[] COMPONENTS = {1, 2, 4, 8, 16, 32, 64, 128};

  private final TensorData clean;
  private final TensorData noisy;
  private final Shape image;

  private ClassicalDenoisers(TensorData clean, TensorData noisy, Shape image) {
    this.clean = clean;
    this.noisy = noisy;
    this.image = image;
  }

  /**
   * Fits denoisers to a noise.
   *
   * @param training clean images, {@code [n, ...]}, in {@code [0, 1]}
   * @param noise what they are to remove
   * @param image the shape of one image, {@code [height, width]} or {@code [height, width,
   *     channels]}
   * @return from noisy images, {@code [n, ...]}, to cleaned ones of the same shape in {@code [0,
   *     1]}, by name: {@code median} of 3x3 pixels, {@code gaussian} filter, {@code pca}: the
   *     projection on principal components, {@code lmmse}: the best linear denoiser; the last two
   *     only for images that are small enough
   * @throws DataException if there are no images of that shape
   */
  public static Map<String, UnaryOperator<TensorData>> fit(
      TensorData training, Noise noise, Shape image) {
    if (training.rows() == 0) {
      throw new DataException("Denoisers cannot be fitted to 0 images");
    }
    TensorData withNoise = noise.addTo(training, Noise.TRAINING_SEED);
    int count = Math.min(TUNING_IMAGES, training.rows());
    ClassicalDenoisers tuning =
        new ClassicalDenoisers(training.copyRows(0, count), withNoise.copyRows(0, count), image);
    Map<String, UnaryOperator<TensorData>> denoisers = new LinkedHashMap<>();
    denoisers.put("median", tuning.best(List.of(images -> MedianFilter.apply(images, image))));
    denoisers.put("gaussian", tuning.gaussian());
    int width = image.sampleElements();
    if (width <= Pca.MAX_WIDTH) {
      denoisers.put("pca", tuning.pca(training, width));
    }
    if (width <= LinearDenoiser.MAX_WIDTH) {
      LinearDenoiser lmmse = LinearDenoiser.fit(training, withNoise);
      denoisers.put("lmmse", images -> Distortion.clip(lmmse.denoise(images)));
    }
    return denoisers;
  }

  private UnaryOperator<TensorData> gaussian() {
    List<UnaryOperator<TensorData>> filters = new ArrayList<>();
    for (double sigma : SIGMAS) {
      filters.add(images -> GaussianFilter.apply(images, image, sigma));
    }
    return best(filters);
  }

  private UnaryOperator<TensorData> pca(TensorData training, int width) {
    Pca all = Pca.fit(training, Math.min(COMPONENTS[COMPONENTS.length - 1], width));
    List<UnaryOperator<TensorData>> projections = new ArrayList<>();
    for (int components : COMPONENTS) {
      if (components <= all.components()) {
        Pca pca = all.leading(components);
        projections.add(
            images -> TensorData.of(pca.decode(pca.encode(images)).values(), images.shape()));
      }
    }
    return best(projections);
  }

  /** Returns the filter that leaves the smallest error, after the correction. */
  private UnaryOperator<TensorData> best(List<UnaryOperator<TensorData>> filters) {
    UnaryOperator<TensorData> best = filters.get(0);
    double smallest = Double.POSITIVE_INFINITY;
    for (UnaryOperator<TensorData> filter : filters) {
      UnaryOperator<TensorData> corrected = corrected(filter);
      double error = Distortion.mse(clean, corrected.apply(noisy));
      if (error < smallest) {
        smallest = error;
        best = corrected;
      }
    }
    return best;
  }

  private UnaryOperator<TensorData> corrected(UnaryOperator<TensorData> filter) {
    float[] y = filter.apply(noisy).values();
    float[] x = clean.values();
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < x.length; i++) {
      meanX += x[i] / (double) x.length;
      meanY += y[i] / (double) x.length;
    }
    double covariance = 0;
    double variance = 0;
    for (int i = 0; i < x.length; i++) {
      covariance += (x[i] - meanX) * (y[i] - meanY);
      variance += (y[i] - meanY) * (y[i] - meanY);
    }
    double slope = variance == 0 ? 0 : covariance / variance;
    double intercept = meanX - slope * meanY;
    return images -> {
      TensorData filtered = filter.apply(images);
      float[] values = filtered.values().clone();
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (slope * values[i] + intercept);
      }
      return Distortion.clip(TensorData.of(values, filtered.shape()));
    };
  }
}
