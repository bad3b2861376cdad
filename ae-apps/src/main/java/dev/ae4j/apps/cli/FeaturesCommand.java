package dev.ae4j.apps.cli;

import dev.ae4j.OptionException;
import dev.ae4j.TrainedModel;
import dev.ae4j.apps.features.FeatureExtractor;
import dev.ae4j.apps.features.FeatureQuality;
import dev.ae4j.apps.features.FeatureReport;
import dev.ae4j.apps.features.LatentTraversal;
import dev.ae4j.apps.metrics.LabelledData;
import dev.ae4j.apps.metrics.MissingValues;
import dev.ae4j.apps.metrics.NearestNeighbours;
import dev.ae4j.apps.metrics.Pca;
import dev.ae4j.apps.metrics.Tsne;
import dev.ae4j.apps.picture.ImageGrid;
import dev.ae4j.apps.picture.ScatterPlot;
import dev.ae4j.apps.report.OutputFolder;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.Npy;
import dev.ae4j.graph.Shape;
import dev.ae4j.registry.ProviderCatalog;
import jakarta.inject.Inject;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ae features}: turns samples into codes and tells what these are worth. */
@Command(
    name = "features",
    sortOptions = false,
    showDefaultValues = true,
    description = {
      "Turns samples into codes, and tells how much these say about classes that the model never"
          + " saw, beside the samples as they are and PCA with codes of the same size.",
      "",
      "A linear classifier and the 5 nearest neighbours learn from the training samples and are"
          + " asked about the test samples; k-means divides the test samples into as many clusters"
          + " as there are classes. Without labels only the clusters' silhouette is measured.",
      ""
    })
final class FeaturesCommand extends AbstractTrainedModelCommand {
  private static final int EXAMPLES = 10;
  private static final int NEIGHBOURS = 9;
  private static final int TRAVERSAL_STEPS = 11;

  /** Test samples in the planes: more take long, and cover each other. */
  private static final int MAPPED = 1000;

  private static final double PERPLEXITY = 30;

  @Option(
      names = "--train",
      required = true,
      paramLabel = "SRC",
      description = "Samples to learn from, such as mnist:train or a file.")
  String train;

  @Option(
      names = "--test",
      required = true,
      paramLabel = "SRC",
      description = "Other samples, to measure on.")
  String test;

  @Option(
      names = "--train-labels",
      paramLabel = "FILE",
      description =
          "The classes of the training samples, if the data has none: IDX, NPY or text with a whole"
              + " number in each line.")
  @Nullable Path trainLabels;

  @Option(
      names = "--test-labels",
      paramLabel = "FILE",
      description = "The classes of the test samples.")
  @Nullable Path testLabels;

  @Option(
      names = "--train-limit",
      paramLabel = "N",
      description = "Let classifiers learn from the first N training samples only.")
  @Nullable Integer trainLimit;

  @Option(
      names = "--clusters",
      paramLabel = "K",
      description = "The number of clusters for data without labels.")
  int clusters = 10;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "A folder for the codes as NPY and CSV, pictures and report.html; created if it is not"
              + " there.")
  @Nullable Path out;

  /** Samples with their classes, if they have any. */
  private record Part(Dataset data, TensorData samples, Optional<int[]> labels) {
    /** Returns features of the first samples with their classes. */
    LabelledData labelled(TensorData features, int count) {
      int[] classes = labels.orElseThrow();
      return new LabelledData(features.copyRows(0, count), Arrays.copyOf(classes, count));
    }
  }

  @Inject
  FeaturesCommand(ProviderCatalog catalog) {
    super(catalog);
  }

  @Override
  public Result call() {
    if ((trainLimit != null && trainLimit < 1) || clusters < 2) {
      throw new OptionException(
          "--train-limit is %s and --clusters %d; expected 1 or more, and 2 or more"
              .formatted(trainLimit, clusters));
    }
    if (out != null) {
      OutputFolder.check(out);
    }
    try (TrainedModel opened = openModel()) {
      Part known = open(train, trainLabels, opened);
      Part asked = open(test, testLabels, opened);
      FeatureExtractor extractor = FeatureExtractor.of(opened);
      TensorData knownCodes = extractor.transform(known.samples);
      TensorData askedCodes = extractor.transform(asked.samples);
      FeatureQuality codes = measure(known, asked, knownCodes, askedCodes);
      Map<String, FeatureQuality> others = new LinkedHashMap<>();
      others.put("raw", measure(known, asked, known.samples, asked.samples));
      Optional<Pca> pca = orOmit("pca", () -> Pca.fit(known.samples, principalComponents(opened)));
      Optional<TensorData> principal = pca.map(fitted -> fitted.encode(asked.samples));
      pca.map(fitted -> fitted.encode(known.samples))
          .ifPresent(
              components ->
                  others.put("pca", measure(known, asked, components, principal.orElseThrow())));
      if (out != null) {
        FeatureReport.Pictures pictures =
            new FeatureReport.Pictures(
                components(askedCodes, asked),
                orOmit("maps", () -> maps(asked, askedCodes, principal)),
                orOmit("traversal", () -> traversal(opened, extractor, askedCodes)),
                orOmit("neighbours", () -> neighbours(known, asked, knownCodes, askedCodes)));
        Map<String, Dataset> data = new LinkedHashMap<>();
        data.put("training data", known.data);
        data.put("test data", asked.data);
        String html =
            FeatureReport.html(
                codes, others, pictures, Replay.command(arguments), Replay.facts(opened, data));
        write(out, known, asked, knownCodes, askedCodes, pictures, html);
      }
      Map<String, @Nullable Object> values = values(codes);
      others.forEach((name, quality) -> values.put(name, values(quality)));
      values.put("train_samples", known.samples.rows());
      values.put("test_samples", asked.samples.rows());
      values.put("omitted", omitted);
      values.put("out", out == null ? null : out.toString());
      return Result.of(values);
    }
  }

  private Part open(String source, @Nullable Path labelFile, TrainedModel opened) {
    Dataset data = openData(source, opened.spec().sampleShape());
    TensorData samples = DataSources.samples(data);
    // As the encoder sees them
    TensorData complete = MissingValues.filled(samples, TensorData.zeros(samples.rowShape()));
    return new Part(data, complete, LabelFile.of(data, labelFile));
  }

  private FeatureQuality measure(
      Part known, Part asked, TensorData knownFeatures, TensorData askedFeatures) {
    if (known.labels.isEmpty() || asked.labels.isEmpty()) {
      omitted.put(
          "probes",
          "%s has no labels. Maybe --train-labels and --test-labels"
              .formatted(known.labels.isEmpty() ? train : test));
      return FeatureQuality.of(askedFeatures, clusters);
    }
    int all = knownFeatures.rows();
    return FeatureQuality.of(
        known.labelled(knownFeatures, trainLimit == null ? all : Math.min(trainLimit, all)),
        asked.labelled(askedFeatures, askedFeatures.rows()));
  }

  private static Map<String, @Nullable Object> values(FeatureQuality quality) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("size", quality.size());
    values.put("linear_probe_accuracy", orNull(quality.linearProbeAccuracy()));
    values.put("knn_accuracy", orNull(quality.knnAccuracy()));
    values.put("kmeans_nmi", orNull(quality.kmeansNmi()));
    values.put("kmeans_ari", orNull(quality.kmeansAri()));
    values.put("silhouette", quality.silhouette());
    return values;
  }

  private static @Nullable Double orNull(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  /** Draws the first two principal components of codes. */
  private static byte[] components(TensorData codes, Part part) {
    TensorData plane =
        codes.rowShape().sampleElements() == 1 ? withZeros(codes) : Pca.fit(codes, 2).encode(codes);
    return new ScatterPlot(plane, part.labels.orElseGet(() -> new int[codes.rows()])).toPng();
  }

  /** Draws test samples, their principal components and their codes as points in planes. */
  private static byte[] maps(Part asked, TensorData codes, Optional<TensorData> principal) {
    int count = Math.min(codes.rows(), MAPPED);
    double perplexity = Math.min(PERPLEXITY, (count - 1) / 3.0);
    int[] classes =
        asked.labels.map(labels -> Arrays.copyOf(labels, count)).orElseGet(() -> new int[count]);
    Map<String, TensorData> features = new LinkedHashMap<>();
    features.put("samples", asked.samples);
    principal.ifPresent(components -> features.put("PCA", components));
    features.put("codes", codes);
    Map<String, ScatterPlot> plots = new LinkedHashMap<>();
    features.forEach(
        (name, rows) ->
            plots.put(
                name, new ScatterPlot(Tsne.embed(rows.copyRows(0, count), perplexity), classes)));
    return ScatterPlot.besideEachOther(plots);
  }

  /** Draws what the decoder makes of codes of which one number changes. */
  private static byte[] traversal(
      TrainedModel opened, FeatureExtractor extractor, TensorData codes) {
    Shape image = Images.shape(opened.spec().sampleShape());
    ImageGrid grid = new ImageGrid(image, Images.scale(image));
    LatentTraversal traversal = new LatentTraversal(codes);
    for (int number : traversal.numbers().stream().limit(EXAMPLES).toList()) {
      grid.row(
          "number " + number,
          "",
          extractor.inverseTransform(traversal.along(number, TRAVERSAL_STEPS)));
    }
    return grid.toPng();
  }

  private static TensorData withZeros(TensorData column) {
    TensorData plane = TensorData.zeros(Shape.of(column.rows(), 2));
    for (int row = 0; row < column.rows(); row++) {
      plane.values()[2 * row] = column.values()[row];
    }
    return plane;
  }

  /** Draws some test samples, each with the training samples that have the nearest codes. */
  private static byte[] neighbours(
      Part known, Part asked, TensorData knownCodes, TensorData askedCodes) {
    Shape image = Images.shape(asked.samples.rowShape());
    ImageGrid grid = new ImageGrid(image, Images.scale(image));
    int[] examples = examples(asked);
    int count = Math.min(NEIGHBOURS, known.samples.rows());
    int[][] nearest =
        NearestNeighbours.find(knownCodes, DataSources.rows(codes(askedCodes), examples), count);
    for (int i = 0; i < examples.length; i++) {
      TensorData row = TensorData.zeros(image.batched().withBatch(count + 1));
      int pixels = image.sampleElements();
      asked.data.copyRows(examples, i, 1, row.values());
      float[] images = DataSources.rows(known.data, nearest[i]).values();
      System.arraycopy(images, 0, row.values(), pixels, images.length);
      int index = examples[i];
      grid.row(
          "sample " + index, asked.labels.map(labels -> "class " + labels[index]).orElse(""), row);
    }
    return grid.toPng();
  }

  private static Dataset codes(TensorData codes) {
    return Dataset.of("codes", codes);
  }

  /** Returns the first samples of each class, or simply the first ones. */
  private static int[] examples(Part part) {
    int[] firstOfClass =
        part.labels
            .map(
                labels -> {
                  Map<Integer, Integer> first = new TreeMap<>();
                  for (int i = labels.length - 1; i >= 0; i--) {
                    first.put(labels[i], i);
                  }
                  return first.values().stream().mapToInt(Integer::intValue).toArray();
                })
            .orElseGet(() -> IntStream.range(0, part.samples.rows()).toArray());
    return Arrays.copyOf(firstOfClass, Math.min(EXAMPLES, firstOfClass.length));
  }

  private static void write(
      Path folder,
      Part known,
      Part asked,
      TensorData knownCodes,
      TensorData askedCodes,
      FeatureReport.Pictures pictures,
      String html) {
    Map<String, OutputFolder.Content> files = new LinkedHashMap<>();
    files.put("train-codes.npy", file -> Npy.write(file, knownCodes));
    files.put("test-codes.npy", file -> Npy.write(file, askedCodes));
    files.put("train-codes.csv", file -> writeCsv(file, knownCodes, known.labels));
    files.put("test-codes.csv", file -> writeCsv(file, askedCodes, asked.labels));
    files.put("components.png", file -> Files.write(file, pictures.components()));
    put(files, "maps.png", pictures.maps());
    put(files, "traversal.png", pictures.traversal());
    put(files, "neighbours.png", pictures.neighbours());
    files.put("report.html", file -> Files.writeString(file, html, StandardCharsets.UTF_8));
    OutputFolder.write(folder, files);
  }

  private static void put(
      Map<String, OutputFolder.Content> files, String name, Optional<byte[]> png) {
    png.ifPresent(bytes -> files.put(name, file -> Files.write(file, bytes)));
  }

  private static void writeCsv(Path file, TensorData codes, Optional<int[]> labels)
      throws IOException {
    int width = codes.rowShape().sampleElements();
    try (BufferedWriter writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      for (int j = 0; j < width; j++) {
        writer.write((j == 0 ? "code_" : ",code_") + j);
      }
      writer.write(labels.isPresent() ? ",label\n" : "\n");
      for (int row = 0; row < codes.rows(); row++) {
        for (int j = 0; j < width; j++) {
          writer.write((j == 0 ? "" : ",") + codes.values()[row * width + j]);
        }
        writer.write(labels.isPresent() ? "," + labels.get()[row] + "\n" : "\n");
      }
    }
  }
}
