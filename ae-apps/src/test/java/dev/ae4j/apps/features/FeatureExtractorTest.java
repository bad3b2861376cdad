package dev.ae4j.apps.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ae4j.Autoencoder;
import dev.ae4j.TrainingOptions;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import org.junit.jupiter.api.Test;

class FeatureExtractorTest {
  @Test
  void transformsThereAndBack() {
    TensorData samples = TensorData.zeros(Shape.of(5, 6));
    for (int i = 0; i < 30; i++) {
      samples.values()[i] = i / 30f;
    }
    Autoencoder autoencoder = Autoencoder.builder().input(6).codeSize(3).build();
    try (FeatureExtractor extractor =
        FeatureExtractor.fit(
            autoencoder,
            Dataset.of("samples", samples),
            TrainingOptions.of(TrainingOptions.epochs(1)))) {
      TensorData features = extractor.transform(samples);
      assertThat(extractor.size()).isEqualTo(3);
      assertThat(features.shape()).isEqualTo(Shape.of(5, 3));
      assertThat(extractor.inverseTransform(features).shape()).isEqualTo(Shape.of(5, 6));
    }
  }
}
