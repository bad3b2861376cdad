package dev.ae4j.apps.anomaly;

import dev.ae4j.DataException;
import dev.ae4j.OptionException;
import dev.ae4j.apps.metrics.MissingValues;
import dev.ae4j.apps.metrics.Pca;
import dev.ae4j.data.TableSchema;
import dev.ae4j.data.TensorData;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Scores samples by how badly something reconstructs them that learned from normal ones only, and
 * tells which elements are to blame.
 *
 * <pre>{@code
 * var detector = AnomalyDetector.fit(model::reconstruct, normal, Scoring.MEAN_SQUARED_ERROR);
 * double threshold = Threshold.parse("false-alarm=0.01").of(detector.scores(moreNormal));
 * double[] scores = detector.scores(samples);
 * }</pre>
 *
 * <p>As safe for use by several threads as what reconstructs.
 */
public final class AnomalyDetector {
  /**
   * The share of the mean error that is added to the error of each element, so that one that never
   * changed does not outweigh all others.
   */
  private static final double FLOOR = 0.1;

  private final UnaryOperator<TensorData> reconstruct;
  private final double[] weights;

  /** What errors count. */
  public enum Scoring {
    /** The mean over all elements that are not missing of {@code (x - reconstruction)^2}. */
    MEAN_SQUARED_ERROR("mse"),

    /**
     * The same with every element divided by its mean squared error on the normal samples, so that
     * an element counts that is always reconstructed well.
     */
    SCALED_ERROR("scaled");

    private final String id;

    Scoring(String id) {
      this.id = id;
    }

    /**
     * Reads {@code mse} or {@code scaled}.
     *
     * @throws OptionException if it is neither
     */
    public static Scoring parse(String text) {
      for (Scoring scoring : values()) {
        if (scoring.id.equals(text)) {
          return scoring;
        }
      }
      throw new OptionException("'" + text + "' is no scoring. Maybe mse or scaled");
    }
  }

  private AnomalyDetector(UnaryOperator<TensorData> reconstruct, double[] weights) {
    this.reconstruct = reconstruct;
    this.weights = weights;
  }

  /**
   * Returns a detector.
   *
   * @param reconstruct from samples to their reconstructions, such as {@code model::reconstruct}
   * @param normal samples, {@code [n, sample...]}
   * @throws DataException if there are no samples
   */
  public static AnomalyDetector fit(
      UnaryOperator<TensorData> reconstruct, TensorData normal, Scoring scoring) {
    int width = normal.rowShape().sampleElements();
    if (normal.rows() == 0) {
      throw new DataException("A detector of anomalies needs normal samples");
    }
    double[] weights = new double[width];
    Arrays.fill(weights, 1.0 / width);
    AnomalyDetector detector = new AnomalyDetector(reconstruct, weights);
    if (scoring == Scoring.SCALED_ERROR) {
      float[] errors = detector.contributions(normal).values();
      double[] means = new double[width];
      double total = 0;
      for (int i = 0; i < errors.length; i++) {
        means[i % width] += errors[i] / (double) normal.rows();
        total += errors[i] / (double) normal.rows();
      }
      for (int j = 0; j < width; j++) {
        double scale = means[j] + FLOOR * total / width;
        weights[j] = scale == 0 ? weights[j] : weights[j] / (width * scale);
      }
    }
    return detector;
  }

  /** Returns a detector that reconstructs with principal components: what a model has to beat. */
  public static AnomalyDetector ofPca(TensorData normal, int components, Scoring scoring) {
    TensorData means = MissingValues.means(normal);
    Pca pca = Pca.fit(MissingValues.filled(normal, means), components);
    return fit(
        samples ->
            TensorData.of(
                pca.decode(pca.encode(MissingValues.filled(samples, means))).values(),
                samples.shape()),
        normal,
        scoring);
  }

  /**
   * Returns a score for each sample, the higher the stranger: the sum of its contributions.
   *
   * @param samples {@code [n, sample...]}
   */
  public double[] scores(TensorData samples) {
    return rowSums(contributions(samples));
  }

  private static double[] rowSums(TensorData rows) {
    int width = rows.rowShape().sampleElements();
    return IntStream.range(0, rows.rows())
        .mapToDouble(
            row -> {
              double sum = 0;
              for (int j = 0; j < width; j++) {
                sum += rows.values()[row * width + j];
              }
              return sum;
            })
        .toArray();
  }

  /**
   * Returns how much each element adds to the score of its sample: nothing if it is missing, NaN.
   *
   * @param samples {@code [n, sample...]}
   * @return the same shape
   * @throws DataException if samples have another size than the normal ones
   */
  public TensorData contributions(TensorData samples) {
    int width = weights.length;
    if (samples.rowShape().sampleElements() != width) {
      throw new DataException(
          "The detector takes samples of %d numbers, not of shape %s"
              .formatted(width, samples.rowShape()));
    }
    return contributions(samples, reconstruct.apply(samples));
  }

  private TensorData contributions(TensorData samples, TensorData reconstructions) {
    int width = weights.length;
    float[] x = samples.values();
    float[] y = reconstructions.values();
    float[] contributions = new float[x.length];
    for (int row = 0; row < samples.rows(); row++) {
      int from = row * width;
      int observed = 0;
      for (int j = 0; j < width; j++) {
        observed += Float.isNaN(x[from + j]) ? 0 : 1;
      }
      for (int j = 0; j < width; j++) {
        if (!Float.isNaN(x[from + j])) {
          double error = (double) x[from + j] - y[from + j];
          double weight = weights[j] * ((double) width / observed);
          contributions[from + j] = (float) (weight * error * error);
        }
      }
    }
    return TensorData.of(contributions, samples.shape());
  }

  /**
   * Which columns of tables make rows strange.
   *
   * @param drops how much lower the score is if the cell of a column is missing, {@code [n,
   *     columns]}; an error of one cell spoils the reconstruction of others too, so this tells the
   *     guilty one better than the errors do
   * @param expected what the elements of each column should be, going by the other columns, {@code
   *     [n, schema.width()]}
   */
  public record ColumnReasons(TensorData drops, TensorData expected) {}

  /**
   * Finds out which columns make rows of a table strange.
   *
   * @param samples {@code [n, schema.width()]}
   * @param schema the columns; what reconstructs has to take NaN for a missing element
   */
  public ColumnReasons columnReasons(TensorData samples, TableSchema schema) {
    int[] offsets = schema.offsets();
    int width = schema.width();
    int rows = samples.rows();
    float[] drops = new float[rows * offsets.length];
    float[] expected = new float[rows * width];
    double[] scores = scores(samples);
    for (int column = 0; column < offsets.length; column++) {
      int from = offsets[column];
      int size = schema.columns().get(column).width();
      TensorData without = TensorData.of(samples.values().clone(), samples.shape());
      for (int row = 0; row < rows; row++) {
        Arrays.fill(without.values(), row * width + from, row * width + from + size, Float.NaN);
      }
      TensorData output = reconstruct.apply(without);
      double[] lower = rowSums(contributions(without, output));
      for (int row = 0; row < rows; row++) {
        drops[row * offsets.length + column] = (float) (scores[row] - lower[row]);
        System.arraycopy(output.values(), row * width + from, expected, row * width + from, size);
      }
    }
    return new ColumnReasons(
        TensorData.of(drops, rows, offsets.length), TensorData.of(expected, rows, width));
  }
}
