package dev.ae4j.apps.quickstart;

import dev.ae4j.DataException;
import dev.ae4j.apps.metrics.LabelledData;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.Mnist;
import dev.ae4j.graph.Shape;
import java.util.Arrays;

/**
 * The labelled images that the quickstart works on.
 *
 * @param training to learn from
 * @param test to measure on
 */
record Digits(Dataset training, Dataset test) {
  static final Shape IMAGE = Mnist.IMAGE_SHAPE;

  static Digits mnist() {
    return new Digits(Mnist.train(), Mnist.test());
  }

  TensorData trainingImages() {
    return images(training);
  }

  TensorData testImages() {
    return images(test);
  }

  /** Returns the test images that are the first of their class, in the order of the classes. */
  int[] examples() {
    int[] labels = labels(test);
    int classes = Arrays.stream(labels).max().orElse(0) + 1;
    int[] first = new int[classes];
    Arrays.fill(first, -1);
    for (int i = labels.length - 1; i >= 0; i--) {
      first[labels[i]] = i;
    }
    return Arrays.stream(first).filter(index -> index >= 0).toArray();
  }

  /** Returns the digit that a test image shows. */
  int testLabel(int index) {
    return labels(test)[index];
  }

  /** Returns some rows of an array. */
  static TensorData rows(TensorData data, int[] rows) {
    int width = data.rowShape().sampleElements();
    TensorData selected = TensorData.zeros(data.shape().withSize(0, rows.length));
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(data.values(), rows[i] * width, selected.values(), i * width, width);
    }
    return selected;
  }

  /** Returns features of the first training images with their labels. */
  LabelledData labelledTraining(TensorData features) {
    return new LabelledData(features, Arrays.copyOf(labels(training), features.rows()));
  }

  /** Returns features of the first test images with their labels. */
  LabelledData labelledTest(TensorData features) {
    return new LabelledData(features, Arrays.copyOf(labels(test), features.rows()));
  }

  private static TensorData images(Dataset data) {
    return data.inMemory().orElseThrow(() -> new DataException(data.name() + " is not in memory"));
  }

  private static int[] labels(Dataset data) {
    return data.labels().orElseThrow(() -> new DataException(data.name() + " has no labels"));
  }
}
