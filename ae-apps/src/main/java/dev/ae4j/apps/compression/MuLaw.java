package dev.ae4j.apps.compression;

import dev.ae4j.data.TensorData;

/** Numbers of few bits on a logarithmic scale, as telephones have them: ITU-T G.711. */
final class MuLaw {
  private static final double MU = 255;

  private MuLaw() {}

  /**
   * Returns what comes back of a sound in {@code [-1, 1]}: {@code sign(x) ln(1 + mu |x|) / ln(1 +
   * mu)} in {@code 2^bits} steps from -1 to 1.
   */
  static TensorData rounded(TensorData sound, int bits) {
    double steps = (1 << bits) - 1;
    float[] back = sound.values().clone();
    for (int i = 0; i < back.length; i++) {
      double x = Math.min(Math.max(back[i], -1), 1);
      double y = Math.signum(x) * StrictMath.log1p(MU * Math.abs(x)) / StrictMath.log1p(MU);
      double level = Math.rint((y + 1) / 2 * steps) / steps * 2 - 1;
      double size = StrictMath.expm1(Math.abs(level) * StrictMath.log1p(MU)) / MU;
      back[i] = (float) (Math.signum(level) * size);
    }
    return TensorData.of(back, sound.shape());
  }
}
