package dev.ae4j.apps.cli;

import dev.ae4j.DataException;
import dev.ae4j.TrainedModel;
import dev.ae4j.apps.anomaly.AnomalyDetector;
import dev.ae4j.apps.anomaly.AnomalyDetector.Scoring;
import dev.ae4j.apps.anomaly.AnomalyReport;
import dev.ae4j.apps.anomaly.AnomalyReport.Separation;
import dev.ae4j.apps.anomaly.Threshold;
import dev.ae4j.artifact.ModelArtifact;
import dev.ae4j.artifact.WholeFile;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import dev.ae4j.registry.ProviderCatalog;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ae detect}: finds samples that are unlike those that a model learned from. */
@Command(
    name = "detect",
    sortOptions = false,
    showDefaultValues = true,
    description = {
      "Finds samples that are unlike those that a model learned from: the higher the error of the"
          + " reconstruction, the stranger the sample.",
      "",
      "Writes a line for each sample with its score, its p-value (the share of normal samples with"
          + " such a score) and whether it is flagged. Normal samples are those of --train-data."
          + " Tables are read row by row, of any length. With labels, tells how well scores separate"
          + " anomalies from normal samples, beside PCA with codes of the same size.",
      ""
    })
final class DetectCommand extends AbstractBaselineCommand {
  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE.csv",
      description = "The file to write the scores to.")
  Path out;

  @Option(
      names = "--threshold",
      paramLabel = "METHOD",
      description =
          "From which score on to flag: quantile=SHARE of the normal samples, mad=FACTOR of their"
              + " median absolute deviation above the median, or false-alarm=RATE.")
  String threshold = "quantile=0.99";

  @Option(
      names = "--calibration-data",
      paramLabel = "SRC",
      description =
          "Other normal samples, to take the threshold from; a false-alarm rate holds only with"
              + " samples that the model did not learn from. If neither this nor --train-data is"
              + " given, what 'ae train --validation-split' set aside.")
  @Nullable String calibrationData;

  @Option(
      names = "--scoring",
      paramLabel = "NAME",
      description = "mse, or scaled by each element's error on normal samples.")
  String scoring = "mse";

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description =
          "The classes of the samples: IDX, NPY or text with a whole number in each line. Not needed"
              + " for a table with a label column: csv:path=FILE.csv,label=COLUMN.")
  @Nullable Path labels;

  @Option(
      names = "--normal",
      paramLabel = "CLASS",
      description =
          "The class of the normal samples; 0 if --labels is given. All others are anomalies.")
  @Nullable Integer normal;

  @Option(
      names = "--explain",
      description = "Add the columns or elements that contribute most to each score.")
  boolean explain;

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "A report with the strangest samples.")
  @Nullable Path report;

  @Inject
  DetectCommand(ProviderCatalog catalog) {
    super(catalog);
  }

  @Override
  public Result call() {
    Threshold method = Threshold.parse(threshold);
    Scoring errors = Scoring.parse(scoring);
    OutputFiles.check(out, report);
    try (TrainedModel opened = openModel()) {
      Shape shape = opened.spec().sampleShape();
      SampleStream asked = openStream(data, shape);
      Optional<boolean[]> anomalies = anomalies(asked);
      Dataset normalSamples = openTrainingData(opened, trainData);
      TensorData known = DataSources.samples(normalSamples);
      Dataset calibration = calibrationData(opened.artifact(), normalSamples);
      AnomalyDetector detector = AnomalyDetector.fit(opened::reconstruct, known, errors);
      double[] normalScores = detector.scores(DataSources.samples(calibration));
      Arrays.sort(normalScores);
      double limit = method.of(normalScores);
      Optional<AnomalyDetector> pca =
          anomalies.isEmpty()
              ? Optional.empty()
              : orOmit(
                  "pca", () -> AnomalyDetector.ofPca(known, principalComponents(opened), errors));

      ScoreFile scores = new ScoreFile(opened, detector, pca, normalScores, limit, explain);
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      scores.write(
          out,
          asked,
          anomalies,
          () -> {
            values.put("samples", scores.samples());
            values.put("threshold", limit);
            values.put("threshold_method", method.toString());
            values.put("calibration_data", calibration.name());
            values.put("flagged", scores.flagged());
            Map<String, Separation> separations =
                anomalies.map(scores::separations).orElse(Map.of());
            separations.forEach(
                (name, reached) -> {
                  if (name.equals(ScoreFile.MODEL)) {
                    values.putAll(figures(reached));
                  } else {
                    values.put(name, figures(reached));
                  }
                });
            if (report != null) {
              String html = html(opened, asked, detector, scores, method, limit, separations);
              WholeFile.write(
                  report, stream -> stream.write(html.getBytes(StandardCharsets.UTF_8)));
            }
          });
      values.put("omitted", omitted);
      values.put("out", out.toString());
      return Result.of(values);
    }
  }

  private Optional<boolean[]> anomalies(SampleStream asked) {
    if (labels == null && normal == null) {
      return Optional.empty();
    }
    int[] classes =
        asked
            .labels(labels)
            .orElseThrow(() -> new DataException(data + " has no labels. Maybe --labels"));
    int ofNormal = normal == null ? 0 : normal;
    boolean[] anomalies = new boolean[classes.length];
    int count = 0;
    for (int i = 0; i < classes.length; i++) {
      anomalies[i] = classes[i] != ofNormal;
      count += anomalies[i] ? 1 : 0;
    }
    if (count == 0 || count == classes.length) {
      throw new DataException(
          "%s has %d samples of the normal class %d and %d others; to measure, both are needed. Maybe another --normal, or none"
              .formatted(data, classes.length - count, ofNormal, count));
    }
    return Optional.of(anomalies);
  }

  private static Map<String, Double> figures(Separation reached) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("roc_auc", reached.rocAuc());
    figures.put("average_precision", reached.averagePrecision());
    return figures;
  }

  /**
   * Returns normal samples to take the threshold from, others than those of the training if any.
   */
  private Dataset calibrationData(ModelArtifact model, Dataset normalSamples) {
    if (calibrationData != null) {
      return openData(calibrationData, normalSamples.sampleShape());
    }
    return trainData != null
        ? normalSamples
        : TrainingData.heldOut(model, catalog).orElse(normalSamples);
  }

  private String html(
      TrainedModel opened,
      SampleStream asked,
      AnomalyDetector detector,
      ScoreFile scores,
      Threshold method,
      double limit,
      Map<String, Separation> separations) {
    Map<String, String> facts = new LinkedHashMap<>(Replay.facts(opened, Map.of()));
    facts.put("data", asked.facts(scores.samples()));
    return AnomalyReport.html(
        asked.name(),
        scores.samples(),
        scores.flagged(),
        method,
        limit,
        scores.strangest(),
        separations,
        picture(opened, scores.strangestSamples(), detector),
        Replay.command(arguments),
        facts);
  }

  private Optional<byte[]> picture(
      TrainedModel opened, TensorData samples, AnomalyDetector detector) {
    if (opened.spec().schema().isPresent()) {
      return Optional.empty();
    }
    return orOmit(
        "picture",
        () ->
            AnomalyReport.picture(
                samples,
                opened.reconstruct(samples),
                detector.contributions(samples),
                Images.shape(samples.rowShape())));
  }
}
