package dev.ae4j.apps.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SsimTest {
  /**
   * Against scikit-image 0.26: {@code structural_similarity(a, b, gaussian_weights=True, sigma=1.5,
   * use_sample_covariance=False, data_range=1)}.
   */
  @ParameterizedTest
  @CsvSource({
    "11, 11, 1, -0.18823845065704495, 0.9092650358021463",
    "28, 28, 2, 0.1155032943512413, 0.932441998148765",
    "17, 23, 3, -0.08709097868949492, 0.9159822448104656"
  })
  void equalsScikitImage(int height, int width, int seed, double unlike, double like) {
    float[] a = bytes(height * width, seed);
    float[] b = bytes(height * width, seed + 100);
    float[] mixed = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      mixed[i] = 0.75f * a[i] + 0.25f * b[i];
    }
    Shape image = Shape.of(height, width);
    TensorData target = TensorData.of(a, 1, height * width);
    assertThat(Ssim.mean(target, TensorData.of(b, 1, height * width), image))
        .isCloseTo(unlike, within(1e-9));
    assertThat(Ssim.mean(target, TensorData.of(mixed, 1, height * width), image))
        .isCloseTo(like, within(1e-9));
  }

  @Test
  void meanIsOverImagesAndChannels() {
    int height = 13;
    int width = 12;
    float[] a = bytes(2 * height * width * 3, 7);
    float[] b = bytes(2 * height * width * 3, 8);
    double expected = 0;
    for (int n = 0; n < 2; n++) {
      for (int channel = 0; channel < 3; channel++) {
        double[][] x = new double[height][width];
        double[][] y = new double[height][width];
        for (int r = 0; r < height; r++) {
          for (int c = 0; c < width; c++) {
            int at = ((n * height + r) * width + c) * 3 + channel;
            x[r][c] = a[at];
            y[r][c] = b[at];
          }
        }
        expected += oracle(x, y) / 6;
      }
    }
    Shape image = Shape.of(height, width, 3);
    TensorData target = TensorData.of(a, 2, height, width, 3);
    TensorData output = TensorData.of(b, 2, height, width, 3);
    assertThat(Ssim.mean(target, output, image)).isCloseTo(expected, within(1e-12));
    assertThat(Ssim.mean(target, target, image)).isEqualTo(1);
  }

  @Test
  void imagesSmallerThanTheWindowAreRefused() {
    TensorData small = TensorData.zeros(Shape.of(1, 64));
    assertThatThrownBy(() -> Ssim.mean(small, small, Shape.of(8, 8)))
        .isInstanceOf(DataException.class)
        .hasMessage("SSIM needs images of 11x11 pixels or more, not 8x8");
    assertThatThrownBy(() -> Ssim.mean(small, small, Shape.of(11, 11)))
        .isInstanceOf(DataException.class);
  }

  /** The definition, window by window. */
  private static double oracle(double[][] x, double[][] y) {
    int rows = x.length - 10;
    int columns = x[0].length - 10;
    double sum = 0;
    for (int top = 0; top < rows; top++) {
      for (int left = 0; left < columns; left++) {
        double total = 0;
        double mx = 0;
        double my = 0;
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int r = 0; r < 11; r++) {
          for (int c = 0; c < 11; c++) {
            double w = Math.exp(-((r - 5) * (r - 5) + (c - 5) * (c - 5)) / 4.5);
            double a = x[top + r][left + c];
            double b = y[top + r][left + c];
            total += w;
            mx += w * a;
            my += w * b;
            xx += w * a * a;
            yy += w * b * b;
            xy += w * a * b;
          }
        }
        mx /= total;
        my /= total;
        double vx = xx / total - mx * mx;
        double vy = yy / total - my * my;
        double cov = xy / total - mx * my;
        sum +=
            (2 * mx * my + 1e-4)
                * (2 * cov + 9e-4)
                / ((mx * mx + my * my + 1e-4) * (vx + vy + 9e-4));
      }
    }
    return sum / (rows * columns);
  }

  /** Grey values that any language can repeat. */
  private static float[] bytes(int count, long seed) {
    float[] values = new float[count];
    long state = seed;
    for (int i = 0; i < count; i++) {
      state = (state * 1103515245 + 12345) % (1L << 31);
      values[i] = (float) ((state >> 8) % 256 / 255.0);
    }
    return values;
  }
}
