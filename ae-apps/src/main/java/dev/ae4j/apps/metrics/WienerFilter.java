package dev.ae4j.apps.metrics;

import dev.ae4j.data.TensorData;

/**
 * A linear denoiser: keeps the principal components of clean images and shrinks each by the linear
 * regression of the clean coordinate on the noisy one (Wiener 1949, in the basis of PCA).
 *
 * <p>With all components and noise that is the same in every direction it is the best of all linear
 * denoisers; a sensible baseline for learned ones.
 */
public final class WienerFilter {
  private final Pca pca;
  private final double[] slope;
  private final double[] intercept;

  private WienerFilter(Pca pca, double[] slope, double[] intercept) {
    this.pca = pca;
    this.slope = slope;
    this.intercept = intercept;
  }

  /**
   * Fits the shrinkage of each component.
   *
   * @param pca fitted on clean training images
   * @param clean training images, {@code [n, sample...]}
   * @param noisy the same images with noise
   * @throws dev.ae4j.DataException if the shapes differ
   */
  public static WienerFilter fit(Pca pca, TensorData clean, TensorData noisy) {
    RowMean.checkSameShape(clean, noisy);
    TensorData target = pca.encode(clean);
    TensorData source = pca.encode(noisy);
    double[] targetMean = Covariance.mean(target);
    double[] sourceMean = Covariance.mean(source);
    double[] slope = new double[pca.components()];
    double[] intercept = new double[slope.length];
    for (int k = 0; k < slope.length; k++) {
      double covariance = 0;
      double variance = 0;
      for (int i = k; i < source.values().length; i += slope.length) {
        double deviation = source.values()[i] - sourceMean[k];
        covariance += deviation * (target.values()[i] - targetMean[k]);
        variance += deviation * deviation;
      }
      slope[k] = variance == 0 ? 0 : covariance / variance;
      intercept[k] = targetMean[k] - slope[k] * sourceMean[k];
    }
    return new WienerFilter(pca, slope, intercept);
  }

  /**
   * Returns cleaned images, limited to {@code [0, 1]}.
   *
   * @param noisy {@code [n, sample...]}
   * @return {@code [n, elements]}
   */
  public TensorData denoise(TensorData noisy) {
    TensorData codes = pca.encode(noisy);
    float[] values = codes.values();
    for (int i = 0; i < values.length; i++) {
      int k = i % slope.length;
      values[i] = (float) (intercept[k] + slope[k] * values[i]);
    }
    return Distortion.clip(pca.decode(codes));
  }
}
