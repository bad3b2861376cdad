package dev.ae4j.apps.cli;

import dev.ae4j.DataException;
import dev.ae4j.TrainedModel;
import dev.ae4j.apps.anomaly.AnomalyDetector;
import dev.ae4j.apps.anomaly.AnomalyDetector.ColumnReasons;
import dev.ae4j.apps.anomaly.AnomalyReport.Reason;
import dev.ae4j.apps.anomaly.AnomalyReport.Separation;
import dev.ae4j.apps.anomaly.AnomalyReport.Strange;
import dev.ae4j.apps.metrics.Ranking;
import dev.ae4j.data.TableSchema;
import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.CsvTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Writes a line with the score of each sample, and keeps what is told about all of them. */
final class ScoreFile {
  /** The name of the model beside others in {@link #separations}. */
  static final String MODEL = "model";

  private static final int CHUNK = 1024;
  private static final int REASONS = 3;
  private static final int STRANGEST = 10;

  private final TrainedModel model;
  private final AnomalyDetector detector;
  private final Optional<AnomalyDetector> pca;
  private final double[] normalScores;
  private final double limit;
  private final boolean explain;
  private final DoubleStream.Builder scores = DoubleStream.builder();
  private final DoubleStream.Builder pcaScores = DoubleStream.builder();
  private final List<Kept> strangest = new ArrayList<>();
  private int samples;
  private long flagged;

  private record Kept(Strange strange, float[] sample) {}

  /**
   * Creates the writer.
   *
   * @param pca what to compare the model with, if known
   * @param normalScores those of normal samples in rising order
   * @param limit the score above which samples are flagged
   * @param explain whether to write reasons
   */
  ScoreFile(
      TrainedModel model,
      AnomalyDetector detector,
      Optional<AnomalyDetector> pca,
      double[] normalScores,
      double limit,
      boolean explain) {
    this.model = model;
    this.detector = detector;
    this.pca = pca;
    this.normalScores = normalScores;
    this.limit = limit;
    this.explain = explain;
  }

  /**
   * Scores all samples, once; the file appears whole or not at all.
   *
   * @param anomalies whether each sample is one, if known
   * @param last what to do before the file appears; if it fails, there is no file
   * @throws DataException if there are no samples, or more or fewer than labels
   */
  void write(Path file, SampleStream data, Optional<boolean[]> anomalies, Runnable last) {
    Optional<TableSchema> schema = model.spec().schema();
    int reasons = Math.min(REASONS, parts(schema));
    List<String> header = new ArrayList<>(List.of("sample", "score", "p_value", "flagged"));
    anomalies.ifPresent(truth -> header.add("anomaly"));
    for (int i = 1; i <= (explain ? reasons : 0); i++) {
      header.add((schema.isPresent() ? "column_" : "element_") + i);
      header.addAll(List.of("share_" + i, "value_" + i, "expected_" + i));
    }
    Consumer<Consumer<List<String>>> content =
        lines -> {
          data.forEach(
              CHUNK,
              (chunk, rows) -> {
                InterruptOnExit.check(file);
                add(chunk, rows, anomalies, reasons, lines);
              });
          if (samples == 0 || anomalies.map(truth -> truth.length).orElse(samples) != samples) {
            throw new DataException(
                "%s has %d samples%s"
                    .formatted(
                        data.name(),
                        samples,
                        anomalies
                            .map(truth -> ", but there are %d labels".formatted(truth.length))
                            .orElse("")));
          }
          last.run();
        };
    InterruptOnExit.during(() -> CsvTable.write(file, header, content));
  }

  private int parts(Optional<TableSchema> schema) {
    return schema
        .map(columns -> columns.columns().size())
        .orElseGet(() -> model.spec().sampleShape().sampleElements());
  }

  private void add(
      TensorData chunk,
      List<List<String>> rows,
      Optional<boolean[]> anomalies,
      int reasons,
      Consumer<List<String>> lines) {
    double[] chunkScores = detector.scores(chunk);
    pca.ifPresent(other -> Arrays.stream(other.scores(chunk)).forEach(pcaScores));
    double bar = strangest.size() < STRANGEST ? -1 : strangest.get(STRANGEST - 1).strange.score();
    boolean isStrange = Arrays.stream(chunkScores).anyMatch(score -> score > bar);
    Explanation explanation = explain || isStrange ? new Explanation(chunk, rows) : null;
    int width = chunk.rowShape().sampleElements();
    for (int i = 0; i < chunkScores.length; i++) {
      double score = chunkScores[i];
      List<Reason> because =
          explanation != null && (explain || score > bar)
              ? explanation.reasons(i, score, reasons)
              : List.of();
      if (score > bar) {
        float[] sample = Arrays.copyOfRange(chunk.values(), i * width, (i + 1) * width);
        strangest.add(new Kept(new Strange(samples, score, because), sample));
      }
      List<String> line =
          new ArrayList<>(
              List.of(
                  Integer.toString(samples),
                  Double.toString(score),
                  Double.toString(pValue(score)),
                  Boolean.toString(score > limit)));
      if (anomalies.isPresent()) {
        boolean[] truth = anomalies.get();
        line.add(samples < truth.length ? Boolean.toString(truth[samples]) : "");
      }
      for (Reason reason : explain ? because : List.<Reason>of()) {
        line.add(reason.name());
        line.add(Float.toString((float) reason.share()));
        line.add(reason.value());
        line.add(reason.expected());
      }
      lines.accept(line);
      scores.add(score);
      flagged += score > limit ? 1 : 0;
      samples++;
    }
    strangest.sort(Comparator.comparingDouble(kept -> -kept.strange.score()));
    strangest.subList(Math.min(STRANGEST, strangest.size()), strangest.size()).clear();
  }

  /** Returns the share of normal samples with such a score, the new one among them. */
  private double pValue(double score) {
    int at = Arrays.binarySearch(normalScores, score);
    int below = at < 0 ? -at - 1 : at;
    while (below > 0 && normalScores[below - 1] == score) {
      below--;
    }
    return (normalScores.length - below + 1.0) / (normalScores.length + 1);
  }

  /** Returns how many samples there were. */
  int samples() {
    return samples;
  }

  /** Returns how many had a score above the limit. */
  long flagged() {
    return flagged;
  }

  /** Returns the samples with the highest scores, by falling score. */
  List<Strange> strangest() {
    return strangest.stream().map(Kept::strange).toList();
  }

  /** Returns the values of {@link #strangest()}. */
  TensorData strangestSamples() {
    int width = strangest.get(0).sample.length;
    TensorData values =
        TensorData.zeros(model.spec().sampleShape().batched().withBatch(strangest.size()));
    for (int i = 0; i < strangest.size(); i++) {
      System.arraycopy(strangest.get(i).sample, 0, values.values(), i * width, width);
    }
    return values;
  }

  /** Returns how well the scores of the model, and those of PCA, separate. */
  Map<String, Separation> separations(boolean[] anomalies) {
    Map<String, Separation> separations = new LinkedHashMap<>();
    separations.put(MODEL, separation(scores.build().toArray(), anomalies));
    if (pca.isPresent()) {
      separations.put("pca", separation(pcaScores.build().toArray(), anomalies));
    }
    return separations;
  }

  private static Separation separation(double[] scores, boolean[] anomalies) {
    return new Separation(
        Ranking.rocAuc(scores, anomalies), Ranking.averagePrecision(scores, anomalies));
  }

  /** Tells why samples have their scores. */
  private final class Explanation {
    private final TensorData samples;
    private final List<List<String>> rows;
    private final TensorData expected;
    private final TensorData parts;

    Explanation(TensorData samples, List<List<String>> rows) {
      this.samples = samples;
      this.rows = rows;
      Optional<ColumnReasons> columns =
          model.spec().schema().map(schema -> detector.columnReasons(samples, schema));
      this.parts =
          columns.map(ColumnReasons::drops).orElseGet(() -> detector.contributions(samples));
      this.expected =
          columns.map(ColumnReasons::expected).orElseGet(() -> model.reconstruct(samples));
    }

    List<Reason> reasons(int row, double score, int count) {
      int width = parts.rowShape().sampleElements();
      int from = row * width;
      float[] shares = parts.values();
      return IntStream.range(0, width)
          .boxed()
          .sorted(Comparator.comparingDouble(part -> -shares[from + part]))
          .limit(count)
          .map(part -> reason(row, part, score == 0 ? 0 : Math.max(0, shares[from + part] / score)))
          .toList();
    }

    private Reason reason(int row, int part, double share) {
      int from = row * samples.rowShape().sampleElements();
      Optional<TableSchema> schema = model.spec().schema();
      if (schema.isEmpty()) {
        return new Reason(
            Integer.toString(part),
            share,
            Float.toString(samples.values()[from + part]),
            Float.toString(expected.values()[from + part]));
      }
      List<String> cells =
          rows.isEmpty() ? schema.get().decode(samples.values(), from) : rows.get(row);
      return new Reason(
          schema.get().columns().get(part).name(),
          share,
          cells.get(part),
          schema.get().decode(expected.values(), from).get(part));
    }
  }
}
