package dev.ae4j.apps.generation;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;

/** The way from one code to another. */
public enum Interpolation {
  /** Along a straight line. */
  STRAIGHT {
    @Override
    void weigh(double share, double angle, double[] weights) {
      weights[0] = 1 - share;
      weights[1] = share;
    }
  },

  /**
   * Along a great circle, with lengths in between: codes of many numbers with a standard normal
   * distribution lie close to a sphere, which a straight line leaves. Shoemake 1985; White 2016.
   */
  SPHERICAL {
    @Override
    void weigh(double share, double angle, double[] weights) {
      double sine = StrictMath.sin(angle);
      if (sine < LEAST_SINE) {
        STRAIGHT.weigh(share, angle, weights);
      } else {
        weights[0] = StrictMath.sin((1 - share) * angle) / sine;
        weights[1] = StrictMath.sin(share * angle) / sine;
      }
    }
  };

  /** Below, two codes point the same way, or opposite ways, and there is no one circle. */
  private static final double LEAST_SINE = 1e-6;

  /** Sets the weights of the two codes at a share of the way; the angle is that between them. */
  abstract void weigh(double share, double angle, double[] weights);

  /**
   * Returns codes at equal distances from the first to the second of each pair, both included.
   *
   * @param from {@code [n, code...]}
   * @param to {@code [n, code...]}
   * @param steps how many codes for each pair, at least 2
   * @return {@code [n * steps, code...]}, pair by pair
   * @throws DataException if there are not as many codes of one shape, or fewer than 2 steps
   */
  public TensorData between(TensorData from, TensorData to, int steps) {
    if (!from.shape().equals(to.shape()) || steps < 2) {
      throw new DataException(
          "There are no %s steps from codes of shape %s to codes of shape %s; expected 2 or more, and the same shape"
              .formatted(steps, from.shape(), to.shape()));
    }
    int width = from.rowShape().sampleElements();
    int count = Math.multiplyExact(from.rows(), steps);
    TensorData codes = TensorData.zeros(from.rowShape().batched().withBatch(count));
    double[] weights = new double[2];
    for (int row = 0; row < count; row++) {
      int start = row / steps * width;
      weigh(row % steps / (steps - 1.0), angle(from, to, start, width), weights);
      for (int i = 0; i < width; i++) {
        codes.values()[row * width + i] =
            (float) (weights[0] * from.values()[start + i] + weights[1] * to.values()[start + i]);
      }
    }
    return codes;
  }

  private static double angle(TensorData from, TensorData to, int start, int width) {
    double product = 0;
    double a = 0;
    double b = 0;
    for (int i = start; i < start + width; i++) {
      product += (double) from.values()[i] * to.values()[i];
      a += (double) from.values()[i] * from.values()[i];
      b += (double) to.values()[i] * to.values()[i];
    }
    double cosine = a > 0 && b > 0 ? product / Math.sqrt(a * b) : 1;
    return StrictMath.acos(Math.min(Math.max(cosine, -1), 1));
  }
}
