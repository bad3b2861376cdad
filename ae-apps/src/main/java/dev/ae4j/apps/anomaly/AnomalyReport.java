package dev.ae4j.apps.anomaly;

import dev.ae4j.apps.picture.ImageGrid;
import dev.ae4j.apps.report.Format;
import dev.ae4j.apps.report.HtmlReport;
import dev.ae4j.apps.report.HtmlReport.KeyFigure;
import dev.ae4j.apps.report.Table;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Scores of anomalies as a web page. */
public final class AnomalyReport {
  private static final int PICTURE_PIXELS = 56;

  private AnomalyReport() {}

  /**
   * How well scores separate anomalies from normal samples.
   *
   * @param rocAuc the area under the ROC curve
   * @param averagePrecision the average precision
   */
  public record Separation(double rocAuc, double averagePrecision) {}

  /**
   * Draws samples, how they are reconstructed, and where they differ.
   *
   * @param samples {@code [n, ...]}, the strangest first
   * @param reconstructions the same shape
   * @param contributions the same shape; shown relative to the largest of each sample
   * @param image the shape of one image
   * @return a PNG file
   * @throws dev.ae4j.DataException if samples are no grey or colour images of that shape
   */
  public static byte[] picture(
      TensorData samples, TensorData reconstructions, TensorData contributions, Shape image) {
    int scale = Math.max(1, PICTURE_PIXELS / Math.max(image.size(0), image.size(1)));
    float[] shares = contributions.values().clone();
    int width = image.sampleElements();
    for (int from = 0; from < shares.length; from += width) {
      float largest = Float.MIN_NORMAL;
      for (int i = from; i < from + width; i++) {
        largest = Math.max(largest, shares[i]);
      }
      for (int i = from; i < from + width; i++) {
        shares[i] /= largest;
      }
    }
    return new ImageGrid(image, scale)
        .row("sample", "", samples)
        .row("reconstruction", "", reconstructions)
        .row("to blame", "", TensorData.of(shares, contributions.shape()))
        .toPng();
  }

  /**
   * Returns the page.
   *
   * @param data the samples
   * @param scores their scores
   * @param threshold how the threshold was found
   * @param limit the score above which samples are flagged
   * @param order the samples by falling score
   * @param separations for each way to reconstruct, by name, the model first; empty without labels
   * @param picture a PNG file of the strangest samples, if they are images
   * @param command gives the same figures again
   * @param facts what they depend on, by name
   */
  public static String html(
      Dataset data,
      double[] scores,
      Threshold threshold,
      double limit,
      int[] order,
      Map<String, Separation> separations,
      Optional<byte[]> picture,
      String command,
      Map<String, String> facts) {
    long flagged = 0;
    for (double score : scores) {
      flagged += score > limit ? 1 : 0;
    }
    Map<String, KeyFigure> figures = new LinkedHashMap<>();
    figures.put(
        "flagged",
        new KeyFigure(Format.count(flagged), "of " + Format.count(scores.length) + " samples"));
    figures.put("threshold", new KeyFigure(number(limit), threshold.toString()));
    HtmlReport report =
        new HtmlReport(
                "Anomalies",
                "Samples of %s that the model cannot reconstruct.".formatted(data.name()))
            .keyFigures(figures)
            .section("The strangest samples");
    picture.ifPresent(
        png ->
            report.picture(
                png,
                "Rows of images: samples, their reconstructions, and where these differ.",
                "The samples with the highest scores, what the model makes of them, and which"
                    + " pixels are to blame."));
    Table strangest = new Table("The highest scores.", "sample", "score");
    for (int row : order) {
      strangest.row(Integer.toString(row), number(scores[row]));
    }
    report.table(strangest);
    if (!separations.isEmpty()) {
      Table table =
          new Table(
              "How well scores separate anomalies from normal samples.",
              "method",
              "ROC-AUC",
              "average precision");
      boolean first = true;
      for (Map.Entry<String, Separation> entry : separations.entrySet()) {
        Separation reached = entry.getValue();
        String[] row = {entry.getKey(), number(reached.rocAuc), number(reached.averagePrecision)};
        if (first) {
          table.strongRow(row);
        } else {
          table.row(row);
        }
        first = false;
      }
      report.section("Separation").table(table);
    }
    return report.section("Once more").command(command).facts(facts).toHtml();
  }

  private static String number(double value) {
    return Format.decimals(value, 4);
  }
}
