package dev.ae4j.apps.metrics;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;

/**
 * How close images are to what they should be.
 *
 * @param mse the mean squared error of each pixel
 * @param psnr the mean peak signal-to-noise ratio in dB
 * @param ssim the mean structural similarity
 */
public record ImageQuality(double mse, double psnr, double ssim) {
  /**
   * Measures images, which are limited to {@code [0, 1]} first.
   *
   * @param target {@code [n, ...]}, in {@code [0, 1]}
   * @param output the same shape as the target
   * @param image the shape of one image, {@code [height, width]} or {@code [height, width,
   *     channels]}
   * @throws dev.ae4j.DataException if the shapes do not fit, or there are no images or images of
   *     less than 11x11 pixels
   */
  public static ImageQuality of(TensorData target, TensorData output, Shape image) {
    TensorData limited = Distortion.clip(output);
    return new ImageQuality(
        Distortion.mse(target, limited),
        Distortion.psnr(target, limited),
        Ssim.mean(target, limited, image));
  }
}
