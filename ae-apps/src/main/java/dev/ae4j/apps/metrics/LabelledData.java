package dev.ae4j.apps.metrics;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import java.util.Arrays;

/**
 * Features of samples with the class of each: what probes are fitted and measured on.
 *
 * @param features {@code [n, ...]}
 * @param labels the class of each sample, 0 or more
 */
public record LabelledData(TensorData features, int[] labels) {
  /**
   * Checks the sizes.
   *
   * @throws DataException if there are no samples, not as many labels as samples, or a label is
   *     negative
   */
  public LabelledData {
    if (features.rows() != labels.length || labels.length == 0) {
      throw new DataException(features.rows() + " samples have " + labels.length + " labels");
    }
    for (int label : labels) {
      if (label < 0) {
        throw new DataException("A label is " + label + ", not 0 or more");
      }
    }
  }

  /** Returns a copy of the samples {@code from} to {@code to - 1}. */
  LabelledData slice(int from, int to) {
    return new LabelledData(features.copyRows(from, to), Arrays.copyOfRange(labels, from, to));
  }

  int size() {
    return labels.length;
  }

  /** Returns the number of numbers in a sample. */
  int width() {
    return features.rowShape().sampleElements();
  }

  int classes() {
    return Arrays.stream(labels).max().orElse(0) + 1;
  }

  /** Returns the share of equal elements. */
  double accuracy(int[] predicted) {
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      if (predicted[i] == labels[i]) {
        right++;
      }
    }
    return (double) right / labels.length;
  }
}
