package dev.ae4j.apps.metrics;

import dev.ae4j.DataException;
import java.util.stream.IntStream;

/**
 * A linear classifier on features, which tells how much about the classes they hold in plain view:
 * multinomial logistic regression on standardised features (Alain and Bengio, "Understanding
 * intermediate layers using linear classifier probes", 2016).
 *
 * <p>Minimises the mean cross-entropy plus {@code penalty / 2} times the sum of the squared
 * weights. The penalty is the best of a few on the last sixth of the training data, from strong to
 * weak until the accuracy falls; with it the final classifier is fitted on all of it. Repeatable,
 * whatever the number of threads.
 */
public final class LinearProbe {
  private static final double[] PENALTIES = {1e-1, 1e-2, 1e-3, 1e-4, 1e-5};
  private static final int VALIDATION_SHARE = 6;
  private static final double TOLERANCE = 1e-4;
  private static final int MAX_STEPS = 200;

  private final int width;
  private final int classes;

  /** For features as they are, class by class: the weights, then the intercept. */
  private final double[] weights;

  private LinearProbe(LabelledData training, double[] weights) {
    this.width = training.width();
    this.classes = training.classes();
    this.weights = weights;
  }

  /**
   * Fits a probe.
   *
   * @throws DataException if there are fewer than 6 samples
   */
  public static LinearProbe fit(LabelledData training) {
    int held = training.size() / VALIDATION_SHARE;
    if (held == 0) {
      throw new DataException(
          "A probe needs " + VALIDATION_SHARE + " samples or more, not " + training.size());
    }
    LabelledData validation = training.slice(training.size() - held, training.size());
    LogisticLoss part =
        new LogisticLoss(training.slice(0, training.size() - held), training.classes());
    double[] point = new double[part.parameters()];
    double[] best = point;
    double bestPenalty = PENALTIES[0];
    double bestAccuracy = -1;
    for (double penalty : PENALTIES) {
      minimize(part, penalty, point);
      double accuracy = new LinearProbe(training, part.folded(point)).accuracy(validation);
      if (accuracy < bestAccuracy) {
        break;
      }
      if (accuracy > bestAccuracy) {
        bestAccuracy = accuracy;
        bestPenalty = penalty;
        best = point.clone();
      }
    }
    LogisticLoss all = new LogisticLoss(training, training.classes());
    minimize(all, bestPenalty, best);
    return new LinearProbe(training, all.folded(best));
  }

  private static void minimize(LogisticLoss loss, double penalty, double[] point) {
    Lbfgs.minimize((at, gradient) -> loss.at(at, penalty, gradient), point, TOLERANCE, MAX_STEPS);
  }

  /**
   * Returns the share of samples whose class is predicted.
   *
   * @throws DataException if the features have another size than those of the training data
   */
  public double accuracy(LabelledData test) {
    if (test.width() != width) {
      throw new DataException(
          "The probe takes " + width + " features, not " + test.features().rowShape());
    }
    float[] features = test.features().values();
    int[] predicted = new int[test.size()];
    IntStream.range(0, test.size())
        .parallel()
        .forEach(row -> predicted[row] = predict(features, row * width));
    return test.accuracy(predicted);
  }

  private int predict(float[] features, int from) {
    int best = 0;
    double bestScore = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      int start = c * (width + 1);
      double score = weights[start + width];
      for (int j = 0; j < width; j++) {
        score += weights[start + j] * features[from + j];
      }
      if (score > bestScore) {
        bestScore = score;
        best = c;
      }
    }
    return best;
  }
}
