package dev.ae4j.apps.metrics;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import java.util.Arrays;

/**
 * Samples as points in a plane, so that near samples are near points: t-distributed stochastic
 * neighbour embedding.
 *
 * <p>Van der Maaten and Hinton, "Visualizing Data using t-SNE", 2008, computed exactly: with n
 * samples, each of the steps takes {@code n n} operations. Begins with two principal components, so
 * that nothing is random (Kobak and Berens 2019).
 */
public final class Tsne {
  private static final int MAX_SAMPLES = 5000;
  private static final int STEPS = 750;
  private static final int EXAGGERATED_STEPS = 250;
  private static final double EXAGGERATION = 12;
  private static final double FIRST_SPREAD = 1e-4;
  private static final int BISECTIONS = 60;

  private Tsne() {}

  /**
   * Returns a point for each sample.
   *
   * @param samples {@code [n, ...]} with n from 4 to 5,000
   * @param perplexity how many neighbours count, about; at least 1, and at most a third of the
   *     other samples
   * @return {@code [n, 2]}
   * @throws DataException if the samples or the perplexity are others
   */
  public static TensorData embed(TensorData samples, double perplexity) {
    int count = samples.rows();
    if (count < 4 || count > MAX_SAMPLES || !(perplexity >= 1) || perplexity > (count - 1) / 3.0) {
      throw new DataException(
          "t-SNE of %s samples with the perplexity %s: expected 4 to %s samples, and from 1 to a third of them"
              .formatted(count, perplexity, MAX_SAMPLES));
    }
    double[][] neighbours = affinities(squaredDistances(samples), perplexity);
    double[][] places = start(samples);
    descend(places, neighbours);
    TensorData plane = TensorData.zeros(Shape.of(count, 2));
    for (int i = 0; i < count; i++) {
      plane.values()[2 * i] = (float) places[0][i];
      plane.values()[2 * i + 1] = (float) places[1][i];
    }
    return plane;
  }

  private static double[][] squaredDistances(TensorData samples) {
    int count = samples.rows();
    int width = samples.rowShape().sampleElements();
    float[] values = samples.values();
    double[][] distances = new double[count][count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < i; j++) {
        double sum = 0;
        for (int k = 0; k < width; k++) {
          double difference = values[i * width + k] - values[j * width + k];
          sum += difference * difference;
        }
        distances[i][j] = sum;
        distances[j][i] = sum;
      }
    }
    return distances;
  }

  /** Returns {@code (p(j|i) + p(i|j)) / 2n}, where each {@code p(.|i)} has the perplexity. */
  private static double[][] affinities(double[][] squared, double perplexity) {
    int count = squared.length;
    double[][] conditional = new double[count][];
    for (int i = 0; i < count; i++) {
      conditional[i] = conditional(squared[i], i, StrictMath.log(perplexity));
    }
    double[][] joint = new double[count][count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        joint[i][j] = (conditional[i][j] + conditional[j][i]) / (2.0 * count);
      }
    }
    return joint;
  }

  /** Returns a normal distribution around a sample over the others that has an entropy, in nats. */
  private static double[] conditional(double[] squared, int self, double entropy) {
    double nearest = Double.POSITIVE_INFINITY;
    double mean = 0;
    for (int j = 0; j < squared.length; j++) {
      if (j != self) {
        nearest = Math.min(nearest, squared[j]);
        mean += squared[j] / (squared.length - 1);
      }
    }
    double[] shares = new double[squared.length];
    double scale = mean > 0 ? 1 / mean : 1;
    // Precisions beside that of the mean distance, on a logarithmic scale
    double low = -20;
    double high = 40;
    for (int step = 0; step < BISECTIONS; step++) {
      double middle = (low + high) / 2;
      double precision = scale * StrictMath.exp(middle);
      double sum = 0;
      double weighted = 0;
      for (int j = 0; j < squared.length; j++) {
        double excess = squared[j] - nearest;
        shares[j] = j == self ? 0 : StrictMath.exp(-precision * excess);
        sum += shares[j];
        weighted += shares[j] * excess;
      }
      if (StrictMath.log(sum) + precision * weighted / sum > entropy) {
        low = middle;
      } else {
        high = middle;
      }
      for (int j = 0; j < shares.length; j++) {
        shares[j] /= sum;
      }
    }
    return shares;
  }

  /** Returns two principal components, made small: x and y of all points. */
  private static double[][] start(TensorData samples) {
    int count = samples.rows();
    int components = Math.min(2, samples.rowShape().sampleElements());
    TensorData codes = Pca.fit(samples, components).encode(samples);
    double[][] places = new double[2][count];
    double squares = 0;
    for (int i = 0; i < count; i++) {
      for (int axis = 0; axis < components; axis++) {
        places[axis][i] = codes.values()[i * components + axis];
      }
      squares += places[0][i] * places[0][i];
    }
    double scale = squares > 0 ? FIRST_SPREAD / Math.sqrt(squares / count) : 0;
    for (double[] axis : places) {
      for (int i = 0; i < count; i++) {
        // Points of equal samples would never part
        axis[i] = axis[i] * scale + FIRST_SPREAD * 1e-3 * i / count;
      }
    }
    return places;
  }

  /** Gradient descent with momentum and a rate for each coordinate (Jacobs 1988). */
  private static void descend(double[][] places, double[][] affinities) {
    int count = affinities.length;
    double rate = Math.max(count / EXAGGERATION / 4, 50);
    double[][] speeds = new double[2][count];
    double[][] gains = new double[2][count];
    Arrays.fill(gains[0], 1);
    Arrays.fill(gains[1], 1);
    double[][] gradients = new double[2][count];
    for (int step = 0; step < STEPS; step++) {
      boolean isEarly = step < EXAGGERATED_STEPS;
      gradients(places, affinities, isEarly ? EXAGGERATION : 1, gradients);
      double momentum = isEarly ? 0.5 : 0.8;
      for (int axis = 0; axis < 2; axis++) {
        for (int i = 0; i < count; i++) {
          boolean isTurning = gradients[axis][i] * speeds[axis][i] > 0;
          gains[axis][i] = isTurning ? Math.max(gains[axis][i] * 0.8, 0.01) : gains[axis][i] + 0.2;
          speeds[axis][i] = momentum * speeds[axis][i] - rate * gains[axis][i] * gradients[axis][i];
          places[axis][i] += speeds[axis][i];
        }
      }
    }
  }

  /** Computes {@code 4 sum_j (e p_ij - q_ij) (y_i - y_j) / (1 + |y_i - y_j|^2)}. */
  private static void gradients(
      double[][] places, double[][] affinities, double exaggeration, double[][] gradients) {
    double[] x = places[0];
    double[] y = places[1];
    int count = x.length;
    double sum = 0;
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < i; j++) {
        double dx = x[i] - x[j];
        double dy = y[i] - y[j];
        sum += 2 / (1 + dx * dx + dy * dy);
      }
    }
    Arrays.fill(gradients[0], 0);
    Arrays.fill(gradients[1], 0);
    for (int i = 0; i < count; i++) {
      double[] near = affinities[i];
      for (int j = 0; j < i; j++) {
        double dx = x[i] - x[j];
        double dy = y[i] - y[j];
        double closeness = 1 / (1 + dx * dx + dy * dy);
        double force = 4 * (exaggeration * near[j] - closeness / sum) * closeness;
        gradients[0][i] += force * dx;
        gradients[0][j] -= force * dx;
        gradients[1][i] += force * dy;
        gradients[1][j] -= force * dy;
      }
    }
  }
}
