package dev.ae4j.apps.features;

import dev.ae4j.Autoencoder;
import dev.ae4j.TrainedModel;
import dev.ae4j.TrainingOptions;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;

/**
 * The codes of a model as features: a flat row of numbers for each sample.
 *
 * <pre>{@code
 * try (FeatureExtractor extractor = FeatureExtractor.fit(autoencoder, data, options)) {
 *   TensorData features = extractor.transform(samples);
 *   TensorData similar = extractor.inverseTransform(features);
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads at once, except {@link #close()}.
 */
public final class FeatureExtractor implements AutoCloseable {
  private final TrainedModel model;
  private final Shape codeShape;

  private FeatureExtractor(TrainedModel model) {
    this.model = model;
    this.codeShape = model.artifact().decode().inputs().get(0).shape().sample();
  }

  /** Trains a model and returns its features. */
  public static FeatureExtractor fit(
      Autoencoder autoencoder, Dataset data, TrainingOptions options) {
    return new FeatureExtractor(autoencoder.fit(data, options));
  }

  /** Returns the features of a model, which is then closed together with them. */
  public static FeatureExtractor of(TrainedModel model) {
    return new FeatureExtractor(model);
  }

  /** Returns the number of features. */
  public int size() {
    return codeShape.sampleElements();
  }

  /**
   * Returns the features of samples.
   *
   * @param samples {@code [n, sample...]}
   * @return {@code [n, size]}
   * @throws dev.ae4j.DataException if the samples have another shape than the model was built for
   */
  public TensorData transform(TensorData samples) {
    return model.encode(samples).reshape(samples.rows(), size());
  }

  /**
   * Returns the samples that features stand for.
   *
   * @param features {@code [n, size]}
   * @return {@code [n, sample...]}
   * @throws dev.ae4j.DataException if there are more or fewer features
   */
  public TensorData inverseTransform(TensorData features) {
    Shape rows = codeShape.batched().withBatch(features.rows());
    return model.decode(TensorData.of(features.values(), rows));
  }

  /** Closes the model. */
  @Override
  public void close() {
    model.close();
  }
}
