package dev.ae4j.apps.report;

import dev.ae4j.apps.metrics.ImageQuality;
import java.util.Locale;

/** Figures as texts, the same in every locale. */
public final class Format {
  private Format() {}

  /** Returns a number with so many digits behind the point. */
  public static String decimals(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** Returns a whole number with its thousands apart. */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Returns a share in percent. */
  public static String percent(double share) {
    return decimals(100 * share, 2) + " %";
  }

  /** Returns a ratio in dB, without the unit. */
  public static String psnr(double value) {
    return decimals(value, 2);
  }

  /** Returns a structural similarity. */
  public static String ssim(double value) {
    return decimals(value, 3);
  }

  /** Returns a squared error. */
  public static String mse(double value) {
    return decimals(value, 4);
  }

  /** Returns the PSNR and the SSIM of images. */
  public static String quality(ImageQuality quality) {
    return psnr(quality.psnr()) + " dB, SSIM " + ssim(quality.ssim());
  }

  /** Returns a word as a POSIX shell reads it. */
  public static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./:=,+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
