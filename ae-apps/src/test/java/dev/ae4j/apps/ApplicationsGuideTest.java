package dev.ae4j.apps;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ae4j.Autoencoder;
import dev.ae4j.TrainedModel;
import dev.ae4j.TrainingOptions;
import dev.ae4j.apps.anomaly.AnomalyDetector;
import dev.ae4j.apps.anomaly.AnomalyDetector.Scoring;
import dev.ae4j.apps.anomaly.Threshold;
import dev.ae4j.apps.compression.Aez;
import dev.ae4j.apps.compression.AezOptions;
import dev.ae4j.apps.compression.CompressionComparison;
import dev.ae4j.apps.compression.RatePoint;
import dev.ae4j.apps.denoising.ClassicalDenoisers;
import dev.ae4j.apps.denoising.Denoising;
import dev.ae4j.apps.features.FeatureExtractor;
import dev.ae4j.apps.features.FeatureQuality;
import dev.ae4j.apps.generation.CodeDistribution;
import dev.ae4j.apps.generation.Interpolation;
import dev.ae4j.apps.imputation.Imputer;
import dev.ae4j.apps.metrics.Distortion;
import dev.ae4j.apps.metrics.ImageQuality;
import dev.ae4j.apps.metrics.LabelledData;
import dev.ae4j.apps.metrics.Noise;
import dev.ae4j.apps.tiles.Tiles;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.Table;
import dev.ae4j.data.TableSchema;
import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.CsvTable;
import dev.ae4j.datasets.ImageFile;
import dev.ae4j.datasets.Mnist;
import dev.ae4j.graph.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java snippets of docs/applications.md are the code between the marks here, and it works. */
class ApplicationsGuideTest {
  private static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  private static final Dataset DIGITS = Mnist.test();
  private static final TensorData IMAGES = DIGITS.inMemory().orElseThrow();

  @TempDir Path folder;

  private static final Autoencoder autoencoder =
      Autoencoder.builder().input(784).codeSize(8).build();
  private static final Dataset data = Dataset.of("digits", IMAGES.copyRows(0, 500));
  private static final TrainingOptions options =
      TrainingOptions.of(TrainingOptions.epochs(2), TrainingOptions.seed(1));

  private static TensorData images(int from, int to) {
    return IMAGES.copyRows(from, to);
  }

  private static int[] labels(int from, int to) {
    return Arrays.copyOfRange(DIGITS.labels().orElseThrow(), from, to);
  }

  @Test
  void ownImages() {
    Path file = folder.resolve("photo.png");
    Path result = folder.resolve("cleaned.png");
    ImageFile.write(file, TensorData.zeros(Shape.of(50, 70, 3)));
    try (TrainedModel model = autoencoder.fit(data, options)) {
      // snippet begins
      Tiles tiles = Tiles.ofImages(model.spec().sampleShape(), 0.5); // half of each shared
      TensorData photo = ImageFile.read(file); // [height, width, channels], in [0, 1]
      TensorData cleaned = tiles.apply(photo, model::reconstruct);
      ImageFile.write(result, cleaned);
      // snippet ends
      assertThat(ImageFile.read(result).shape()).isEqualTo(photo.shape());
    }
  }

  @Test
  void denoising() {
    TensorData training = images(0, 300);
    TensorData clean = images(300, 320);
    Shape image = Shape.of(28, 28);
    try (TrainedModel model = autoencoder.fit(data, options)) {
      // snippet begins
      Noise noise = Noise.gaussian(0.5);
      TensorData noisy = noise.addTo(clean, Noise.TEST_SEED);
      TensorData cleaned = model.reconstruct(noisy);
      Map<String, UnaryOperator<TensorData>> baselines =
          ClassicalDenoisers.fit(training, noise, image);
      Denoising denoising = Denoising.compare(clean, noisy, cleaned, baselines, image);
      ImageQuality reached = denoising.cleaned();
      Map<String, ImageQuality> others = denoising.baselines();
      // snippet ends
      assertThat(others).containsOnlyKeys("median", "gaussian", "pca", "lmmse");
      assertThat(reached.mse()).isEqualTo(Distortion.mse(clean, cleaned));
    }
  }

  @Test
  void features() {
    TensorData known = images(0, 300);
    int[] knownLabels = labels(0, 300);
    TensorData samples = images(300, 500);
    int[] labels = labels(300, 500);
    // snippet begins
    try (FeatureExtractor extractor = FeatureExtractor.fit(autoencoder, data, options)) {
      TensorData features = extractor.transform(samples); // [n, size]
      TensorData similar = extractor.inverseTransform(features);
      FeatureQuality quality =
          FeatureQuality.of(
              new LabelledData(extractor.transform(known), knownLabels),
              new LabelledData(features, labels));
      // snippet ends
      assertThat(similar.shape()).isEqualTo(samples.shape());
      assertThat(quality.size()).isEqualTo(8);
    }
  }

  @Test
  void generation() {
    TensorData training = images(0, 300);
    TensorData some = images(300, 304);
    TensorData others = images(304, 308);
    try (TrainedModel model = autoencoder.fit(data, options)) {
      // snippet begins
      CodeDistribution distribution = CodeDistribution.fit(model.encode(training));
      TensorData made = model.decode(distribution.sample(100, 1)); // the seed 1
      TensorData way = Interpolation.STRAIGHT.between(model.encode(some), model.encode(others), 10);
      TensorData between = model.decode(way); // [n * 10, ...]
      // snippet ends
      assertThat(made.shape()).isEqualTo(Shape.of(100, 784));
      assertThat(between.shape()).isEqualTo(Shape.of(40, 784));
    }
  }

  @Test
  void anomalies() {
    TensorData normal = images(0, 300);
    TensorData moreNormal = images(300, 450);
    TensorData samples = images(450, 500);
    try (TrainedModel model = autoencoder.fit(data, options)) {
      // snippet begins
      AnomalyDetector detector =
          AnomalyDetector.fit(model::reconstruct, normal, Scoring.MEAN_SQUARED_ERROR);
      double threshold = Threshold.parse("false-alarm=0.01").of(detector.scores(moreNormal));
      double[] scores = detector.scores(samples);
      TensorData reasons = detector.contributions(samples); // what each element adds to its score
      // snippet ends
      assertThat(threshold).isPositive();
      assertThat(scores).hasSize(50);
      assertThat(reasons.shape()).isEqualTo(samples.shape());
    }
  }

  @Test
  void tables() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("payments.csv"), "id,amount,shop,fraud\n1,5.5,a,0\n2,,b,1\n3,7,a,0\n");
    // snippet begins
    Table payments = CsvTable.of(file).withLabel("fraud").without("id");
    Dataset data = Dataset.of(payments, TableSchema.fit(payments));
    var autoencoder = Autoencoder.builder().input(data).codeSize(2).build();
    // snippet ends
    assertThat(autoencoder.spec().sampleShape()).isEqualTo(Shape.of(3));
    assertThat(data.labels()).contains(new int[] {0, 1, 0});
  }

  @Test
  void imputation() {
    TensorData samples = images(0, 10);
    Arrays.fill(samples.values(), 300, 500, Float.NaN);
    try (TrainedModel model = autoencoder.fit(data, options)) {
      // snippet begins
      TensorData complete = Imputer.of(model::reconstruct, 2).fill(samples); // NaN is missing
      // snippet ends
      assertThat(complete.values()).doesNotContain(Float.NaN);
    }
  }

  @Test
  void compression() {
    TensorData training = images(0, 300);
    TensorData images = images(300, 400);
    Dataset digits = Dataset.of("digits", images);
    AtomicInteger seen = new AtomicInteger();
    try (TrainedModel model = autoencoder.fit(data, options)) {
      // snippet begins
      Path file = folder.resolve("digits.aez");
      Aez.Compressed done = Aez.compress(model, digits, file, AezOptions.lossy().withQuality(8));
      double bits = done.bitsPerDimension();
      TensorData back = Aez.decompress(file, model);
      Aez.decompress(file, model, chunk -> seen.addAndGet(chunk.rows())); // of any size

      CompressionComparison comparison = CompressionComparison.of(model, images, () -> training);
      List<RatePoint> jpeg = comparison.lossy().get("jpeg");
      OptionalDouble pca = comparison.psnrAt("klt", bits); // dB with as many bits
      // snippet ends
      assertThat(back.shape()).isEqualTo(images.shape());
      assertThat(seen).hasValue(images.rows());
      assertThat(jpeg).isNotEmpty();
      assertThat(pca).isNotNull();
    }
  }

  @Test
  void theSnippetsAreThoseTested() throws IOException {
    String guide = Files.readString(MODULE.getParent().resolve("docs/applications.md"), UTF_8);
    Path source = MODULE.resolve("src/test/java/dev/ae4j/apps/ApplicationsGuideTest.java");
    String[] parts = Files.readString(source, UTF_8).split(" *// snippet " + "begins\n", -1);
    assertThat(guide.split("```java\n", -1)).hasSameSizeAs(parts);
    for (int i = 1; i < parts.length; i++) {
      String snippet =
          parts[i].split(" *// snippet " + "ends\n", 2)[0].stripTrailing().stripIndent();
      assertThat(guide).contains("```java\n" + snippet + "\n");
    }
  }
}
