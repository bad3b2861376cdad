package dev.ae4j.apps.features;

import dev.ae4j.apps.report.Format;
import dev.ae4j.apps.report.HtmlReport;
import dev.ae4j.apps.report.HtmlReport.KeyFigure;
import dev.ae4j.apps.report.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** The worth of features as a web page. */
public final class FeatureReport {
  private FeatureReport() {}

  /**
   * Pictures as PNG files.
   *
   * @param components the first two principal components of the codes
   * @param maps samples, their principal components and their codes as points in a plane that near
   *     ones share, if there are enough samples
   * @param traversal what numbers of the code stand for, if samples are images
   * @param neighbours samples and those with the nearest codes, if samples are images
   */
  public record Pictures(
      byte[] components,
      Optional<byte[]> maps,
      Optional<byte[]> traversal,
      Optional<byte[]> neighbours) {}

  /**
   * Returns the page.
   *
   * @param codes the features of the model
   * @param others other features of the same samples, by name
   * @param pictures what to show
   * @param command gives the same figures again
   * @param facts what they depend on, by name
   */
  public static String html(
      FeatureQuality codes,
      Map<String, FeatureQuality> others,
      Pictures pictures,
      String command,
      Map<String, String> facts) {
    Map<String, KeyFigure> figures = new LinkedHashMap<>();
    addFigure(figures, "Linear classifier", codes, others, FeatureQuality::linearProbeAccuracy);
    addFigure(figures, "5 nearest neighbours", codes, others, FeatureQuality::knnAccuracy);
    addFigure(figures, "Clusters, NMI", codes, others, FeatureQuality::kmeansNmi);
    Table table =
        new Table(
            "Of test samples; higher is better.",
            "features",
            "numbers",
            "linear",
            "5-NN",
            "NMI",
            "ARI",
            "silhouette");
    table.strongRow(row("model", codes));
    others.forEach((name, quality) -> table.row(row(name, quality)));
    HtmlReport report =
        new HtmlReport(
                "Features",
                "What %d numbers for each sample, learned without labels, tell about its class."
                    .formatted(codes.size()))
            .keyFigures(figures)
            .section("Worth")
            .paragraph(
                "A linear classifier and the 5 nearest neighbours learn from training samples and"
                    + " are asked about test samples. NMI and ARI tell how far the clusters that"
                    + " k-means finds among the test samples are the classes; the silhouette tells"
                    + " how well these clusters are separated.")
            .table(table)
            .section("Codes")
            .picture(
                pictures.components,
                "Test samples as points, coloured by class.",
                "The first two principal components of the test samples' codes, coloured by class.");
    pictures.maps.ifPresent(
        png ->
            report.picture(
                png,
                "Test samples as points in three planes, coloured by class.",
                "t-SNE of test samples, of their principal components and of their codes, coloured"
                    + " by class: near ones are near each other, but how far others are apart means"
                    + " little."));
    pictures.traversal.ifPresent(
        png ->
            report.picture(
                png,
                "Rows of images that change from left to right.",
                "What the decoder makes of the mean code while one of its numbers goes from three"
                    + " standard deviations below its mean to three above, no further than in any"
                    + " sample. The numbers that vary most come first."));
    pictures.neighbours.ifPresent(
        png ->
            report.picture(
                png,
                "Rows of images: a test sample, then training samples.",
                "A test sample in each row, and behind it the training samples with the nearest"
                    + " codes."));
    return report.section("Once more").command(command).facts(facts).toHtml();
  }

  private static void addFigure(
      Map<String, KeyFigure> figures,
      String name,
      FeatureQuality codes,
      Map<String, FeatureQuality> others,
      Function<FeatureQuality, OptionalDouble> figure) {
    String note =
        others.entrySet().stream()
            .map(entry -> entry.getKey() + " " + text(figure.apply(entry.getValue())))
            .reduce((a, b) -> a + ", " + b)
            .orElse("");
    if (figure.apply(codes).isPresent()) {
      figures.put(name, new KeyFigure(text(figure.apply(codes)), note));
    }
  }

  private static String[] row(String name, FeatureQuality quality) {
    return new String[] {
      name,
      Integer.toString(quality.size()),
      text(quality.linearProbeAccuracy()),
      text(quality.knnAccuracy()),
      text(quality.kmeansNmi()),
      text(quality.kmeansAri()),
      Format.decimals(quality.silhouette(), 3)
    };
  }

  private static String text(OptionalDouble value) {
    return value.isPresent() ? Format.decimals(value.getAsDouble(), 4) : "";
  }
}
