package dev.ae4j.testkit.plugin;

import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import dev.ae4j.model.RandomStream;
import dev.ae4j.testkit.DoubleData;

/** Samples that two numbers describe, with elements between 0.1 and 0.9, so that any loss fits. */
final class SampleData {
  /** The number of samples to train with. */
  static final int SIZE = 64;

  private SampleData() {}

  /** Returns samples of a shape. */
  static TensorData samples(Shape sampleShape, int count) {
    TensorData data = TensorData.zeros(sampleShape.batched().withBatch(count));
    RandomStream random = new RandomStream(0, "samples");
    int width = sampleShape.sampleElements();
    for (int i = 0; i < count; i++) {
      double a = random.nextNormal();
      double b = random.nextNormal();
      for (int j = 0; j < width; j++) {
        double wave = a * StrictMath.sin(0.5 * (j + 1)) + b * StrictMath.cos(0.9 * j);
        data.values()[i * width + j] = (float) (0.1 + 0.8 / (1 + StrictMath.exp(-2 * wave)));
      }
    }
    return data;
  }

  /** Returns samples of a shape in more digits. */
  static DoubleData batch(Shape sampleShape, int count) {
    return DoubleData.from(samples(sampleShape, count));
  }

  /** Returns samples of a shape to train with, each in one of three classes. */
  static Dataset dataset(Shape sampleShape) {
    return dataset("two waves", samples(sampleShape, SIZE));
  }

  /** Returns samples, each in one of three classes. */
  static Dataset dataset(String name, TensorData samples) {
    int[] labels = new int[samples.rows()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 3;
    }
    return Dataset.of(name, samples, labels);
  }
}
