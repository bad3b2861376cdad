package dev.ae4j.apps.quickstart;

import dev.ae4j.apps.metrics.ImageQuality;
import java.util.Locale;

/** Figures as texts, the same in every locale. */
final class Format {
  private Format() {}

  static String decimals(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  static String percent(double share) {
    return decimals(100 * share, 2) + " %";
  }

  static String psnr(double value) {
    return decimals(value, 2);
  }

  static String ssim(double value) {
    return decimals(value, 3);
  }

  static String mse(double value) {
    return decimals(value, 4);
  }

  static String quality(ImageQuality quality) {
    return psnr(quality.psnr()) + " dB, SSIM " + ssim(quality.ssim());
  }
}
