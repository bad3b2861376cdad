package dev.ae4j.apps.anomaly;

import dev.ae4j.DataException;
import dev.ae4j.OptionException;
import dev.ae4j.apps.metrics.Pca;
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
    /** The mean over all elements of {@code (x - reconstruction)^2}. */
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
    Pca pca = Pca.fit(normal, components);
    return fit(
        samples -> TensorData.of(pca.decode(pca.encode(samples)).values(), samples.shape()),
        normal,
        scoring);
  }

  /**
   * Returns a score for each sample, the higher the stranger: the sum of its contributions.
   *
   * @param samples {@code [n, sample...]}
   */
  public double[] scores(TensorData samples) {
    float[] contributions = contributions(samples).values();
    int width = weights.length;
    return IntStream.range(0, samples.rows())
        .mapToDouble(
            row -> {
              double sum = 0;
              for (int j = 0; j < width; j++) {
                sum += contributions[row * width + j];
              }
              return sum;
            })
        .toArray();
  }

  /**
   * Returns how much each element adds to the score of its sample.
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
    float[] x = samples.values();
    float[] y = reconstruct.apply(samples).values();
    float[] contributions = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      double error = (double) x[i] - y[i];
      contributions[i] = (float) (weights[i % width] * error * error);
    }
    return TensorData.of(contributions, samples.shape());
  }
}
