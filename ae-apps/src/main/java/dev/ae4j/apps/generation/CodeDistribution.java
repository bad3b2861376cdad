package dev.ae4j.apps.generation;

import dev.ae4j.DataException;
import dev.ae4j.ModelSpec;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import dev.ae4j.model.RandomStream;

/**
 * A normal distribution of codes to draw new ones from, which a decoder makes samples of.
 *
 * <p>For a variational autoencoder that is the prior. For other models the distribution is fitted
 * to the codes of the training data: Ghosh et al., "From Variational to Deterministic
 * Autoencoders", 2020, section 4.
 */
public final class CodeDistribution {
  /** Wider codes would take a minute and more to fit. */
  private static final int MAX_WIDTH = 1024;

  /** Variances this small beside the largest come from rounding. */
  private static final double NEGLIGIBLE = 1e-9;

  private final Shape codeShape;
  private final double[] mean;

  /** The lower triangle {@code f} of a matrix with the covariance {@code f fT}. */
  private final double[][] factor;

  private CodeDistribution(Shape codeShape, double[] mean, double[][] factor) {
    this.codeShape = codeShape;
    this.mean = mean;
    this.factor = factor;
  }

  /**
   * Returns whether a model was trained so that its codes have the standard normal distribution.
   */
  public static boolean isStandardNormal(ModelSpec spec) {
    return spec.loss().terms().stream().anyMatch(term -> term.plugin().id().equals("kl"));
  }

  /**
   * Returns the distribution in which all elements are independent, with mean 0 and variance 1.
   *
   * @param codeShape the shape of one code
   */
  public static CodeDistribution standardNormal(Shape codeShape) {
    int width = codeShape.sampleElements();
    double[][] factor = new double[width][];
    for (int i = 0; i < width; i++) {
      factor[i] = new double[i + 1];
      factor[i][i] = 1;
    }
    return new CodeDistribution(codeShape, new double[width], factor);
  }

  /**
   * Returns the normal distribution with mean and covariance of some codes.
   *
   * @param codes {@code [n, code...]}, at least two
   * @throws DataException if there are fewer, they are not finite, or one has more than 1,024
   *     elements
   */
  public static CodeDistribution fit(TensorData codes) {
    int width = codes.rowShape().sampleElements();
    int rows = codes.rows();
    if (rows < 2 || width > MAX_WIDTH) {
      throw new DataException(
          "No distribution can be fitted to %s codes of %s numbers; expected 2 codes or more, of %s numbers or fewer"
              .formatted(rows, width, MAX_WIDTH));
    }
    float[] values = codes.values();
    double[] mean = new double[width];
    for (int at = 0; at < values.length; at++) {
      mean[at % width] += (double) values[at] / rows;
    }
    double[][] covariance = new double[width][];
    for (int i = 0; i < width; i++) {
      covariance[i] = new double[i + 1];
    }
    double[] centred = new double[width];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < width; i++) {
        centred[i] = values[row * width + i] - mean[i];
        double[] sums = covariance[i];
        for (int j = 0; j <= i; j++) {
          sums[j] += centred[i] * centred[j] / rows;
        }
      }
    }
    for (double[] row : covariance) {
      for (double element : row) {
        if (!Double.isFinite(element)) {
          throw new DataException("The codes have elements that are no finite numbers");
        }
      }
    }
    factorize(covariance);
    return new CodeDistribution(codes.rowShape(), mean, covariance);
  }

  /** Replaces a lower triangle by its Cholesky factor; elements that do not vary get zeros. */
  private static void factorize(double[][] matrix) {
    double largest = 0;
    for (int i = 0; i < matrix.length; i++) {
      largest = Math.max(largest, matrix[i][i]);
    }
    for (int k = 0; k < matrix.length; k++) {
      boolean isFixed = matrix[k][k] <= NEGLIGIBLE * largest;
      double pivot = Math.sqrt(matrix[k][k]);
      for (int i = k; i < matrix.length; i++) {
        matrix[i][k] = isFixed ? 0 : matrix[i][k] / pivot;
      }
      for (int i = k + 1; i < matrix.length; i++) {
        for (int j = k + 1; j <= i; j++) {
          matrix[i][j] -= matrix[i][k] * matrix[j][k];
        }
      }
    }
  }

  /**
   * Draws codes: always the same for a seed, and the first ones the same for any count.
   *
   * @param count how many
   * @return {@code [count, code...]}
   */
  public TensorData sample(int count, long seed) {
    RandomStream random = new RandomStream(seed, "generation/codes");
    TensorData codes = TensorData.zeros(codeShape.batched().withBatch(count));
    double[] independent = new double[mean.length];
    for (int row = 0; row < count; row++) {
      for (int i = 0; i < mean.length; i++) {
        independent[i] = random.nextNormal();
        double sum = mean[i];
        for (int j = 0; j <= i; j++) {
          sum += factor[i][j] * independent[j];
        }
        codes.values()[row * mean.length + i] = (float) sum;
      }
    }
    return codes;
  }
}
