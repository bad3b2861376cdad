package dev.ae4j.apps.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PcaTest {
  /** Points near a line through (1, 2, 3), much along (0, 3, 4) and a little across. */
  private static TensorData points() {
    Random random = new Random(3);
    float[] values = new float[3 * 500];
    for (int i = 0; i < 500; i++) {
      double along = random.nextGaussian();
      double across = 0.1 * random.nextGaussian();
      values[3 * i] = (float) (1 + across);
      values[3 * i + 1] = (float) (2 + 0.6 * along);
      values[3 * i + 2] = (float) (3 + 0.8 * along);
    }
    return TensorData.of(values, 500, 3);
  }

  @Test
  void firstComponentIsTheDirectionOfLargestVariance() {
    Pca pca = Pca.fit(points(), 1);
    float[] codes = pca.encode(TensorData.of(new float[] {1, 2, 3, 1, 2.6f, 3.8f}, 2, 3)).values();
    assertThat(codes[1] - codes[0]).isCloseTo(1, within(1e-3f));
  }

  @Test
  void allComponentsLoseNothing() {
    TensorData points = points();
    Pca pca = Pca.fit(points, 3);
    assertThat(Distortion.mse(points, pca.decode(pca.encode(points)))).isLessThan(1e-12);
  }

  @Test
  void leadingComponentsAreTheSameAsOfASmallerFit() {
    TensorData points = points();
    Pca two = Pca.fit(points, 3).leading(2);
    assertThat(two.components()).isEqualTo(2);
    float[] expected = Pca.fit(points, 2).encode(points).values();
    float[] actual = two.encode(points).values();
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-5f));
    }
  }

  @Test
  void fewerSamplesThanComponentsAreFine() {
    TensorData two = TensorData.of(new float[] {1, 2, 3, 4, 5, 7}, 2, 3);
    Pca pca = Pca.fit(two, 3);
    assertThat(Distortion.mse(two, pca.decode(pca.encode(two)))).isLessThan(1e-10);
    assertThat(pca.encode(two).values()).doesNotContain(Float.NaN);
  }

  @Test
  void wrongSizesAreRefused() {
    TensorData points = points();
    Pca pca = Pca.fit(points, 2);
    assertThatThrownBy(() -> Pca.fit(points, 4)).isInstanceOf(DataException.class);
    assertThatThrownBy(() -> pca.encode(points.reshape(750, 2))).isInstanceOf(DataException.class);
    assertThatThrownBy(() -> pca.decode(points)).isInstanceOf(DataException.class);
  }

  @Test
  void covarianceIsTheDefinition() {
    Random random = new Random(5);
    int rows = 203;
    int width = 19;
    float[] values = new float[rows * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(3) == 0 ? 0 : random.nextFloat();
    }
    TensorData samples = TensorData.of(values, rows, width);
    double[] mean = Covariance.mean(samples);
    double[][] covariance = Covariance.of(samples, mean);
    for (int i = 0; i < width; i++) {
      for (int j = 0; j < width; j++) {
        double sum = 0;
        for (int row = 0; row < rows; row++) {
          sum += (values[row * width + i] - mean[i]) * (values[row * width + j] - mean[j]);
        }
        assertThat(covariance[i][j]).isCloseTo(sum / rows, within(1e-6));
      }
    }
  }

  @Test
  void eigenvectorsAreOrthonormalAndEigen() {
    int n = 60;
    Random random = new Random(9);
    double[][] factor = new double[n][n];
    for (double[] row : factor) {
      for (int i = 0; i < n; i++) {
        row[i] = random.nextGaussian();
      }
    }
    double[][] matrix = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < n; k++) {
          matrix[i][j] += factor[i][k] * factor[j][k];
        }
      }
    }
    double[][] vectors = LeadingEigenvectors.of(matrix, 5);
    double previous = Double.POSITIVE_INFINITY;
    for (int a = 0; a < 5; a++) {
      double[] image = new double[n];
      double value = 0;
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          image[i] += matrix[i][j] * vectors[a][j];
        }
        value += image[i] * vectors[a][i];
      }
      assertThat(value).isLessThan(previous);
      previous = value;
      for (int i = 0; i < n; i++) {
        assertThat(image[i]).isCloseTo(value * vectors[a][i], within(1e-3));
      }
      for (int b = 0; b <= a; b++) {
        double dot = 0;
        for (int i = 0; i < n; i++) {
          dot += vectors[a][i] * vectors[b][i];
        }
        assertThat(dot).isCloseTo(a == b ? 1 : 0, within(1e-9));
      }
    }
  }
}
