package dev.ae4j.jvm.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PhiloxTest {
  /** The known answers published with Random123 for philox4x32 with 10 rounds. */
  @Test
  void knownAnswers() {
    assertWords(0, 0, 0, 0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    assertWords(-1, -1, -1, -1, -1, -1, 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
    assertWords(
        0x243f6a88,
        0x85a308d3,
        0x13198a2e,
        0x03707344,
        0xa4093822,
        0x299f31d0,
        0xd16cfe09,
        0x94fdcceb,
        0x5001e420,
        0x24126ea1);
  }

  private static void assertWords(
      int c0, int c1, int c2, int c3, int k0, int k1, int w0, int w1, int w2, int w3) {
    float[] y = new float[4];
    long seed = (long) k1 << 32 | Integer.toUnsignedLong(k0);
    long step = (long) c3 << 32 | Integer.toUnsignedLong(c2);
    Philox.uniform(seed, c1, step, Integer.toUnsignedLong(c0) << 2, y, 0, 4);
    assertThat(y)
        .containsExactly(
            (w0 >>> 8) * 0x1p-24f,
            (w1 >>> 8) * 0x1p-24f,
            (w2 >>> 8) * 0x1p-24f,
            (w3 >>> 8) * 0x1p-24f);
  }

  @Test
  void anyPartEqualsThatPartOfTheWhole() {
    float[] whole = new float[100];
    Philox.normal(42, 7, 9, 0, whole, 0, 100);
    for (int first = 0; first < 20; first++) {
      for (int n = 0; n < 30; n++) {
        float[] part = new float[n + 2];
        Philox.normal(42, 7, 9, first, part, 1, n);
        for (int i = 0; i < n; i++) {
          assertThat(part[1 + i]).isEqualTo(whole[first + i]);
        }
        assertThat(part[0]).isZero();
        assertThat(part[n + 1]).isZero();
      }
    }
  }

  @Test
  void seedStreamAndStepAllMatter() {
    float[] base = uniform(1, 2, 3);
    assertThat(uniform(1, 2, 3)).isEqualTo(base);
    assertThat(uniform(2, 2, 3)).isNotEqualTo(base);
    assertThat(uniform(1L << 32 | 1, 2, 3)).isNotEqualTo(base);
    assertThat(uniform(1, 3, 3)).isNotEqualTo(base);
    assertThat(uniform(1, 2, 4)).isNotEqualTo(base);
    assertThat(uniform(1, 2, 1L << 32 | 3)).isNotEqualTo(base);
  }

  private static float[] uniform(long seed, int stream, long step) {
    float[] y = new float[8];
    Philox.uniform(seed, stream, step, 0, y, 0, 8);
    return y;
  }

  @Test
  void momentsOfUniformNumbers() {
    int n = 1 << 18;
    float[] y = new float[n];
    Philox.uniform(3, 1, 0, 0, y, 0, n);
    double sum = 0;
    double squares = 0;
    for (float v : y) {
      assertThat(v >= 0 && v < 1).isTrue();
      sum += v;
      squares += (double) v * v;
    }
    assertThat(sum / n).isCloseTo(0.5, within(0.003));
    assertThat(squares / n).isCloseTo(1 / 3.0, within(0.003));
  }

  @Test
  void momentsOfNormalNumbers() {
    int n = 1 << 18;
    float[] y = new float[n];
    Philox.normal(3, 1, 0, 0, y, 0, n);
    double sum = 0;
    double squares = 0;
    double cubes = 0;
    double fourths = 0;
    for (float v : y) {
      sum += v;
      squares += (double) v * v;
      cubes += (double) v * v * v;
      fourths += (double) v * v * v * v;
    }
    assertThat(sum / n).isCloseTo(0, within(0.008));
    assertThat(squares / n).isCloseTo(1, within(0.012));
    assertThat(cubes / n).isCloseTo(0, within(0.03));
    assertThat(fourths / n).isCloseTo(3, within(0.08));
  }

  /** Box-Muller as the documentation states it, in double precision. */
  @Test
  void normalNumbersFollowBoxMuller() {
    float[] u = new float[64];
    float[] z = new float[64];
    Philox.uniform(11, 5, 6, 0, u, 0, 64);
    Philox.normal(11, 5, 6, 0, z, 0, 64);
    for (int i = 0; i < 64; i += 2) {
      double r = Math.sqrt(-2 * Math.log(u[i] + 0x1p-24));
      assertThat(z[i]).isCloseTo((float) (r * Math.cos(2 * Math.PI * u[i + 1])), within(2e-6f));
      assertThat(z[i + 1]).isCloseTo((float) (r * Math.sin(2 * Math.PI * u[i + 1])), within(2e-6f));
    }
  }
}
