package dev.ae4j.apps.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The loss of multinomial logistic regression on standardised features: the mean cross-entropy of
 * the softmax of {@code w (x - mean) / deviation + b}.
 *
 * <p>A point holds, class by class, the weights and then the intercept. The standardisation is
 * folded into weights and gradients, {@code w (x - m) / s = (w / s) x - w m / s}, so the features
 * are used as they are. Every sum has one order, so nothing depends on the number of threads.
 */
final class LogisticLoss {
  private static final int BLOCK = 256;

  private final int classes;
  private final int width;
  private final int samples;
  private final double[] mean;
  private final double[] deviation;
  private final List<Block> blocks;

  /**
   * Some samples, both ways round: each product of matrices then adds up whole arrays.
   *
   * @param rows {@code [samples][features]}
   * @param columns {@code [features][samples]}
   * @param labels the class of each sample
   */
  private record Block(float[][] rows, float[][] columns, int[] labels) {
    static Block of(LabelledData data, int from, int to) {
      int width = data.width();
      float[] values = data.features().values();
      float[][] rows = new float[to - from][];
      float[][] columns = new float[width][to - from];
      for (int i = 0; i < rows.length; i++) {
        int start = (from + i) * width;
        rows[i] = Arrays.copyOfRange(values, start, start + width);
        for (int j = 0; j < width; j++) {
          columns[j][i] = rows[i][j];
        }
      }
      return new Block(rows, columns, Arrays.copyOfRange(data.labels(), from, to));
    }
  }

  /** A sum over a block: of the cross-entropy and of its gradient for features as they are. */
  private record Part(double loss, double[] gradient) {}

  LogisticLoss(LabelledData data, int classes) {
    this.classes = classes;
    this.width = data.width();
    this.samples = data.size();
    this.mean = Covariance.mean(data.features());
    this.deviation = deviation(data, mean);
    this.blocks = new ArrayList<>();
    for (int from = 0; from < samples; from += BLOCK) {
      blocks.add(Block.of(data, from, Math.min(from + BLOCK, samples)));
    }
  }

  private static double[] deviation(LabelledData data, double[] mean) {
    float[] values = data.features().values();
    double[] deviation = new double[mean.length];
    for (int i = 0; i < values.length; i++) {
      double d = values[i] - mean[i % mean.length];
      deviation[i % mean.length] += d * d;
    }
    for (int j = 0; j < mean.length; j++) {
      double standard = Math.sqrt(deviation[j] / data.size());
      deviation[j] = standard == 0 ? 1 : standard;
    }
    return deviation;
  }

  /** Returns the number of weights and intercepts. */
  int parameters() {
    return classes * (width + 1);
  }

  /** Returns the weights and intercepts for features that are not standardised. */
  double[] folded(double[] point) {
    double[] folded = point.clone();
    for (int c = 0; c < classes; c++) {
      int start = c * (width + 1);
      for (int j = 0; j < width; j++) {
        folded[start + j] /= deviation[j];
        folded[start + width] -= folded[start + j] * mean[j];
      }
    }
    return folded;
  }

  /**
   * Returns the loss plus {@code penalty / 2} times the sum of the squared weights.
   *
   * @param gradient receives the gradient
   */
  double at(double[] point, double penalty, double[] gradient) {
    double[] folded = folded(point);
    List<Part> parts =
        IntStream.range(0, blocks.size())
            .parallel()
            .mapToObj(b -> part(blocks.get(b), folded))
            .toList();
    double loss = 0;
    Arrays.fill(gradient, 0);
    for (Part part : parts) {
      loss += part.loss / samples;
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] += part.gradient[i] / samples;
      }
    }
    for (int c = 0; c < classes; c++) {
      int start = c * (width + 1);
      double intercept = gradient[start + width];
      for (int j = 0; j < width; j++) {
        int i = start + j;
        loss += penalty / 2 * point[i] * point[i];
        gradient[i] = (gradient[i] - mean[j] * intercept) / deviation[j] + penalty * point[i];
      }
    }
    return loss;
  }

  private Part part(Block block, double[] folded) {
    int[] features = IntStream.range(0, width).toArray();
    int size = block.labels.length;
    float[][] scores = new float[classes][size];
    float[] weights = new float[width];
    for (int c = 0; c < classes; c++) {
      int start = c * (width + 1);
      for (int j = 0; j < width; j++) {
        weights[j] = (float) folded[start + j];
      }
      Arrays.fill(scores[c], (float) folded[start + width]);
      WeightedSum.add(block.columns, features, weights, width, 0, scores[c]);
    }
    double loss = 0;
    for (int i = 0; i < size; i++) {
      loss += toErrors(scores, i, block.labels[i]);
    }
    double[] gradient = new double[folded.length];
    int[] rows = IntStream.range(0, size).toArray();
    float[] sum = new float[width];
    for (int c = 0; c < classes; c++) {
      int start = c * (width + 1);
      Arrays.fill(sum, 0);
      WeightedSum.add(block.rows, rows, scores[c], size, 0, sum);
      for (int j = 0; j < width; j++) {
        gradient[start + j] = sum[j];
      }
      for (float error : scores[c]) {
        gradient[start + width] += error;
      }
    }
    return new Part(loss, gradient);
  }

  /** Replaces the scores of a sample by {@code softmax - onehot}, and returns its cross-entropy. */
  private static double toErrors(float[][] scores, int sample, int label) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float[] score : scores) {
      largest = Math.max(largest, score[sample]);
    }
    double labelScore = scores[label][sample] - largest;
    double sum = 0;
    for (float[] score : scores) {
      sum += StrictMath.exp(score[sample] - largest);
    }
    for (float[] score : scores) {
      score[sample] = (float) (StrictMath.exp(score[sample] - largest) / sum);
    }
    scores[label][sample] -= 1;
    return StrictMath.log(sum) - labelScore;
  }
}
