package dev.ae4j.apps.imputation;

import dev.ae4j.OptionException;
import dev.ae4j.apps.metrics.Distortion;
import dev.ae4j.apps.metrics.MissingValues;
import dev.ae4j.apps.metrics.Pca;
import dev.ae4j.data.TensorData;
import dev.ae4j.model.RandomStream;
import java.util.function.UnaryOperator;

/**
 * Fills in missing elements, NaN, with what a model makes of the others.
 *
 * <pre>{@code
 * TensorData complete = Imputer.of(model::reconstruct, 3).fill(samples);
 * }</pre>
 *
 * <p>Missing elements are 0 at first, as in training with the corruption {@code masking}, and in
 * rows of tables the mean. Then they get the values of the reconstruction, several times if asked
 * for (Rezende, Mohamed and Wierstra 2014, appendix F, without the sampling). Elements that are
 * there stay as they are.
 */
@FunctionalInterface
public interface Imputer {
  /**
   * Returns samples without missing elements.
   *
   * @param samples {@code [n, sample...]}
   */
  TensorData fill(TensorData samples);

  /**
   * Returns an imputer that uses a model.
   *
   * @param reconstruct from samples to their reconstructions, such as {@code model::reconstruct}
   * @param rounds how often to reconstruct, 1 or more
   * @throws OptionException if there is no round
   */
  static Imputer of(UnaryOperator<TensorData> reconstruct, int rounds) {
    if (rounds < 1) {
      throw new OptionException("Filling in takes 1 round or more, not " + rounds);
    }
    return samples -> fill(samples, TensorData.zeros(samples.rowShape()), reconstruct, rounds);
  }

  /** Returns an imputer that fills in the mean of the training data: what is easily done. */
  static Imputer ofMeans(TensorData training) {
    TensorData means = MissingValues.means(training);
    return samples -> MissingValues.filled(samples, means);
  }

  /**
   * Returns an imputer that projects onto principal components again and again: what a model has to
   * beat.
   *
   * <p>There are 1, 2, 4 ... components, as many as fill in best what is hidden, a quarter of the
   * first 200 samples of the training data: many follow what was filled in first instead of what is
   * there.
   *
   * @param training may have missing elements, for which means are taken
   * @param components how many there are at most
   */
  static Imputer ofPca(TensorData training, int components, int rounds) {
    TensorData means = MissingValues.means(training);
    TensorData complete = MissingValues.filled(training, means);
    Pca pca = Pca.fit(complete, components);
    // Elements enough to tell one number of components from the next, in a moment
    int probes = Math.min(200, complete.rows());
    // Often more than is really missing, but few holes would leave the choice to chance
    double holes = 0.25;
    TensorData truth = complete.copyRows(0, probes);
    TensorData given = TensorData.of(truth.values().clone(), truth.shape());
    RandomStream random = new RandomStream(1, "probes");
    for (int i = 0; i < given.values().length; i++) {
      given.values()[i] = random.nextUniform() < holes ? Float.NaN : given.values()[i];
    }
    Imputer best = ofMeans(training);
    double least = Double.POSITIVE_INFINITY;
    for (int count = 1; count <= components; count *= 2) {
      Pca leading = pca.leading(count);
      Imputer candidate =
          samples ->
              fill(
                  samples,
                  means,
                  filled ->
                      TensorData.of(
                          leading.decode(leading.encode(filled)).values(), filled.shape()),
                  rounds);
      double error = Distortion.mse(truth, candidate.fill(given));
      if (error < least) {
        least = error;
        best = candidate;
      }
    }
    return best;
  }

  private static TensorData fill(
      TensorData samples, TensorData first, UnaryOperator<TensorData> reconstruct, int rounds) {
    TensorData filled = MissingValues.filled(samples, first);
    for (int round = 0; round < rounds; round++) {
      filled = MissingValues.filled(samples, reconstruct.apply(filled));
    }
    return filled;
  }
}
