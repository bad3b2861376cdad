package dev.ae4j.apps.anomaly;

import dev.ae4j.apps.picture.ImageGrid;
import dev.ae4j.apps.report.Format;
import dev.ae4j.apps.report.HtmlReport;
import dev.ae4j.apps.report.HtmlReport.KeyFigure;
import dev.ae4j.apps.report.Table;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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
   * Why a sample is strange: an element of it, or a column of its row.
   *
   * @param name the number of the element, or the name of the column
   * @param share of the score, from 0 to 1
   * @param value what the sample has there
   * @param expected what the model made of it
   */
  public record Reason(String name, double share, String value, String expected) {}

  /**
   * A sample with a high score.
   *
   * @param row its number in the data
   * @param score the higher the stranger
   * @param reasons those with the largest shares first
   */
  public record Strange(int row, double score, List<Reason> reasons) {

    /** Copies the list. */
    public Strange {
      reasons = List.copyOf(reasons);
    }
  }

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
   * @param data a name for the samples
   * @param samples how many there are
   * @param flagged how many of them have a score above the limit
   * @param threshold how the threshold was found
   * @param limit the score above which samples are flagged
   * @param strangest the samples with the highest scores, by falling score
   * @param separations for each way to reconstruct, by name, the model first; empty without labels
   * @param picture a PNG file of the strangest samples, if they are images
   * @param command gives the same figures again
   * @param facts what they depend on, by name
   */
  public static String html(
      String data,
      long samples,
      long flagged,
      Threshold threshold,
      double limit,
      List<Strange> strangest,
      Map<String, Separation> separations,
      Optional<byte[]> picture,
      String command,
      Map<String, String> facts) {
    Map<String, KeyFigure> figures = new LinkedHashMap<>();
    figures.put(
        "flagged",
        new KeyFigure(Format.count(flagged), "of " + Format.count(samples) + " samples"));
    figures.put("threshold", new KeyFigure(number(limit), threshold.toString()));
    HtmlReport report =
        new HtmlReport(
                "Anomalies", "Samples of %s that the model cannot reconstruct.".formatted(data))
            .keyFigures(figures)
            .section("The strangest samples");
    picture.ifPresent(
        png ->
            report.picture(
                png,
                "Rows of images: samples, their reconstructions, and where these differ.",
                "The samples with the highest scores, what the model makes of them, and which"
                    + " pixels are to blame."));
    Table highest = new Table("The highest scores.", "sample", "score", "because of");
    for (Strange strange : strangest) {
      highest.row(
          Integer.toString(strange.row()),
          number(strange.score()),
          strange.reasons().stream()
              .map(
                  reason ->
                      "%s is %s, expected %s (%.0f %%)"
                          .formatted(
                              reason.name(),
                              reason.value(),
                              reason.expected(),
                              100 * reason.share()))
              .collect(Collectors.joining("; ")));
    }
    report.table(highest);
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
