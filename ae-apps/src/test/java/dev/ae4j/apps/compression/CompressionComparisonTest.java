package dev.ae4j.apps.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ae4j.Autoencoder;
import dev.ae4j.DataException;
import dev.ae4j.TrainedModel;
import dev.ae4j.TrainingOptions;
import dev.ae4j.apps.metrics.Distortion;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.Mnist;
import dev.ae4j.graph.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressionComparisonTest {
  private static final TensorData DIGITS = Mnist.test().inMemory().orElseThrow().copyRows(0, 400);

  @TempDir Path folder;

  private static TrainedModel model(TensorData samples) {
    return Autoencoder.builder()
        .input(samples.rowShape().sampleElements())
        .codeSize(3)
        .backend("jvm")
        .build()
        .fit(
            Dataset.of("samples", samples),
            TrainingOptions.of(TrainingOptions.epochs(2), TrainingOptions.seed(1)));
  }

  @Test
  void digitsAreComparedWithEverything() {
    try (TrainedModel model = model(DIGITS)) {
      CompressionComparison comparison = CompressionComparison.of(model, DIGITS, () -> DIGITS);
      assertThat(comparison.omitted()).isEmpty();
      assertThat(comparison.model()).hasSize(11);
      assertThat(comparison.lossless()).containsOnlyKeys("gzip", "xz", "png");
      assertThat(comparison.lossless().values()).allMatch(bytes -> bytes > 0 && bytes < 313_600);
      assertThat(comparison.lossy()).containsOnlyKeys("klt", "jpeg");
      for (List<RatePoint> points : comparison.lossy().values()) {
        for (int i = 1; i < points.size(); i++) {
          assertThat(points.get(i).bitsPerDimension())
              .isGreaterThan(points.get(i - 1).bitsPerDimension());
          assertThat(points.get(i).psnr()).isGreaterThan(points.get(i - 1).psnr());
        }
      }
      RatePoint first = comparison.lossy().getOrDefault("klt", List.of()).get(0);
      assertThat(comparison.psnrAt("klt", first.bitsPerDimension())).hasValue(first.psnr());
      assertThat(comparison.psnrAt("klt", first.bitsPerDimension() / 2)).isEmpty();
      assertThat(comparison.picture().orElseThrow()).startsWith(0x89, 'P', 'N', 'G');
      checkTheFile(model, comparison.model().get(7));
    }
  }

  /** What is measured is what the file has. */
  private void checkTheFile(TrainedModel model, RatePoint measured) {
    Path file = folder.resolve("digits.aez");
    Aez.Compressed done =
        Aez.compress(model, Dataset.of("digits", DIGITS), file, AezOptions.lossy());
    assertThat(measured)
        .isEqualTo(new RatePoint(7, done.bitsPerDimension(), done.psnr().orElseThrow()));
    TensorData shown = DIGITS.copyRows(0, 5);
    assertThat(Aez.preview(model, Dataset.of("digits", DIGITS), shown, AezOptions.lossy()))
        .isEqualTo(Aez.decompress(file, model).copyRows(0, 5));
  }

  @Test
  void whatIsNoImageHasNoImageFormats() {
    TensorData samples = TensorData.of(new float[60], 10, 6);
    for (int i = 0; i < 60; i++) {
      samples.values()[i] = i * 7 % 13 / 12f;
    }
    try (TrainedModel model = model(samples)) {
      CompressionComparison comparison =
          CompressionComparison.of(
              model,
              samples,
              () -> {
                throw new DataException("there is none");
              });
      assertThat(comparison.lossless()).containsOnlyKeys("gzip", "xz");
      assertThat(comparison.lossy()).isEmpty();
      assertThat(comparison.model()).hasSize(11);
      assertThat(comparison.picture()).isEmpty();
      assertThat(comparison.omitted())
          .containsOnlyKeys("klt", "jpeg", "png", "picture")
          .containsEntry("klt", "there is none");
      samples.values()[7] = 1.5f;
      assertThat(CompressionComparison.of(model, samples, () -> samples).omitted())
          .containsOnlyKeys("rate_distortion", "klt", "jpeg", "png", "picture");
      assertThatThrownBy(
              () ->
                  CompressionComparison.of(model, TensorData.zeros(Shape.of(0, 6)), () -> samples))
          .isInstanceOf(DataException.class)
          .hasMessage("There are no samples to compress");
    }
  }

  @Test
  void pngKeepsEveryPixelOfAMosaic() {
    Random random = new Random(3);
    for (int[] shape : new int[][] {{7, 5, 4}, {3, 2, 5, 3}, {1, 9}, {5, 4, 4, 1}}) {
      TensorData images = TensorData.zeros(Shape.of(shape));
      for (int i = 0; i < images.values().length; i++) {
        images.values()[i] = random.nextInt(256) / 255f;
      }
      Mosaic mosaic = Mosaic.of(images);
      assertThat(mosaic.read(mosaic.png())).isEqualTo(images);
      // Noise is hard on JPEG, most of all its colours; unrelated noise has 7.8 dB
      assertThat(Distortion.psnr(images, mosaic.read(mosaic.jpeg(1)))).isGreaterThan(10);
    }
  }

  @Test
  void theEntropyIsThatOfTheRoundedNumbers() {
    // One component with the numbers -2, 0, 0 and 2: 1.5 bits each
    TensorData samples = TensorData.of(new float[] {0, 0, 0.5f, 0.5f, 0.5f, 0.5f, 1, 1}, 4, 2);
    RatePoint point =
        KarhunenLoeve.fit(samples)
            .at(0.35, samples, samples.values().length, back -> Distortion.psnr(samples, back));
    assertThat(point.bitsPerDimension()).isCloseTo(0.75, within(1e-12));
  }
}
