package dev.ae4j.apps.metrics;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;

/**
 * Structural similarity: Wang, Bovik, Sheikh and Simoncelli, "Image quality assessment: from error
 * visibility to structural similarity", 2004.
 *
 * <p>As in the paper: an 11x11 Gaussian window with the standard deviation 1.5, the constants
 * {@code C1 = 0.01^2} and {@code C2 = 0.03^2} for images of the range 1, biased covariances. Only
 * windows that lie inside the image count, so a border of 5 pixels is left out.
 */
public final class Ssim {
  private static final int WINDOW = 11;
  private static final double SIGMA = 1.5;
  private static final double C1 = 0.01 * 0.01;
  private static final double C2 = 0.03 * 0.03;
  private static final double[] WEIGHTS = weights();

  private final int height;
  private final int width;
  private final int channels;

  private Ssim(int height, int width, int channels) {
    this.height = height;
    this.width = width;
    this.channels = channels;
  }

  /**
   * Returns the mean structural similarity over images, their channels and windows, with outputs
   * limited to {@code [0, 1]} first; 1 for equal images.
   *
   * @param target {@code [n, ...]}, in {@code [0, 1]}
   * @param output the same shape as the target
   * @param image the shape of one image, {@code [height, width]} or {@code [height, width,
   *     channels]}, with as many elements as a row
   * @throws DataException if the shapes do not fit, an image is smaller than the window or there
   *     are no images
   */
  public static double mean(TensorData target, TensorData output, Shape image) {
    RowMean.checkSameShape(target, output);
    Planes planes = Planes.of(target, image);
    Ssim ssim = new Ssim(planes.height(), planes.width(), planes.channels());
    if (ssim.height < WINDOW || ssim.width < WINDOW) {
      throw new DataException(
          "SSIM needs images of 11x11 pixels or more, not " + ssim.height + "x" + ssim.width);
    }
    TensorData limited = Distortion.clip(output);
    return RowMean.of(target.rows(), row -> ssim.ofImage(target.values(), limited.values(), row));
  }

  private double ofImage(float[] target, float[] output, int row) {
    int pixels = height * width;
    double[] x = new double[pixels];
    double[] y = new double[pixels];
    double sum = 0;
    for (int channel = 0; channel < channels; channel++) {
      for (int i = 0; i < pixels; i++) {
        int at = (row * pixels + i) * channels + channel;
        x[i] = target[at];
        y[i] = output[at];
      }
      sum += ofPlane(x, y);
    }
    return sum / channels;
  }

  private double ofPlane(double[] x, double[] y) {
    double[] meanX = smooth(x);
    double[] meanY = smooth(y);
    double[] meanXx = smooth(product(x, x));
    double[] meanYy = smooth(product(y, y));
    double[] meanXy = smooth(product(x, y));
    double sum = 0;
    for (int i = 0; i < meanX.length; i++) {
      double mx = meanX[i];
      double my = meanY[i];
      double varianceX = meanXx[i] - mx * mx;
      double varianceY = meanYy[i] - my * my;
      double covariance = meanXy[i] - mx * my;
      sum +=
          (2 * mx * my + C1)
              * (2 * covariance + C2)
              / ((mx * mx + my * my + C1) * (varianceX + varianceY + C2));
    }
    return sum / meanX.length;
  }

  private static double[] product(double[] a, double[] b) {
    double[] result = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      result[i] = a[i] * b[i];
    }
    return result;
  }

  /** Returns the weighted mean over every window inside the image, along rows, then columns. */
  private double[] smooth(double[] plane) {
    int innerWidth = width - WINDOW + 1;
    int innerHeight = height - WINDOW + 1;
    double[] alongRows = new double[height * innerWidth];
    for (int r = 0; r < height; r++) {
      for (int k = 0; k < WINDOW; k++) {
        add(plane, r * width + k, WEIGHTS[k], alongRows, r * innerWidth, innerWidth);
      }
    }
    double[] result = new double[innerHeight * innerWidth];
    for (int r = 0; r < innerHeight; r++) {
      for (int k = 0; k < WINDOW; k++) {
        add(alongRows, (r + k) * innerWidth, WEIGHTS[k], result, r * innerWidth, innerWidth);
      }
    }
    return result;
  }

  private static void add(
      double[] source, int from, double weight, double[] target, int to, int count) {
    for (int i = 0; i < count; i++) {
      target[to + i] += weight * source[from + i];
    }
  }

  private static double[] weights() {
    double[] weights = new double[WINDOW];
    double sum = 0;
    for (int i = 0; i < WINDOW; i++) {
      double distance = i - WINDOW / 2;
      weights[i] = StrictMath.exp(-distance * distance / (2 * SIGMA * SIGMA));
      sum += weights[i];
    }
    for (int i = 0; i < WINDOW; i++) {
      weights[i] /= sum;
    }
    return weights;
  }
}
