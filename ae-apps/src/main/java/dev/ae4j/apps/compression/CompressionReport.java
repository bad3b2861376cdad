package dev.ae4j.apps.compression;

import dev.ae4j.apps.report.Format;
import dev.ae4j.apps.report.HtmlReport;
import dev.ae4j.apps.report.HtmlReport.KeyFigure;
import dev.ae4j.apps.report.Table;
import dev.ae4j.apps.report.XyChart;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What a compression took, beside other ways to compress, as a web page. */
public final class CompressionReport {
  private static final Map<String, String> NAMES =
      Map.of(
          "jpeg", "JPEG mosaic",
          "klt", "PCA (KLT), ideal entropy coding",
          "png", "PNG mosaic");
  private static final Map<String, String> NAMES_OF_FILES =
      Map.of(
          "jpeg", "JPEG",
          "klt", "PCA (KLT), ideal entropy coding",
          "mu-law", "mu-law",
          "png", "PNG");

  private static final double SHOWN = 5;

  private CompressionReport() {}

  /**
   * Returns the page.
   *
   * @param done the compression
   * @param comparison of the same samples
   * @param command gives the same figures again
   * @param facts what they depend on, by name
   */
  public static String html(
      Aez.Compressed done,
      CompressionComparison comparison,
      String command,
      Map<String, String> facts) {
    HtmlReport report =
        new HtmlReport(
            "Compression", "What samples take as codes of an autoencoder, beside other formats.");
    report.keyFigures(keyFigures(done, comparison));
    if (!comparison.model().isEmpty()) {
      addCurves(report, comparison);
    }
    comparison
        .picture()
        .ifPresent(
            png ->
                report
                    .section("Images")
                    .picture(
                        png,
                        "Images, and below them what comes back at three qualities.",
                        "The first samples and what comes back, with bits per dimension."));
    report.section("Without loss").table(losslessTable(done, comparison));
    if (!comparison.model().isEmpty()) {
      report.section("All points of the curves").table(lossyTable(comparison));
    }
    if (!comparison.omitted().isEmpty()) {
      report.section("Left out").facts(comparison.omitted());
    }
    return report.section("Once more").command(command).facts(facts).toHtml();
  }

  private static Map<String, KeyFigure> keyFigures(
      Aez.Compressed done, CompressionComparison comparison) {
    Map<String, KeyFigure> figures = new LinkedHashMap<>();
    int model = done.info().modelBytes();
    figures.put(
        "file",
        new KeyFigure(
            Format.count(done.bytes()) + " B",
            model == 0
                ? "raw " + Format.count(done.rawBytes()) + " B"
                : "of which " + Format.count(model) + " B are the model"));
    double bits = done.bitsPerDimension();
    figures.put(
        "bits per dimension",
        new KeyFigure(
            bits(bits),
            done.info().isLossless()
                ? smallest(comparison)
                : "raw " + bits(comparison.bitsPerDimension(done.rawBytes()))));
    if (done.psnr().isPresent()) {
      OptionalDouble klt = comparison.psnrAt("klt", bits);
      OptionalDouble jpeg = comparison.psnrAt("jpeg", bits);
      figures.put(
          "PSNR",
          new KeyFigure(
              Format.psnr(done.psnr().getAsDouble()) + " dB",
              klt.isPresent()
                  ? "PCA at this size " + Format.psnr(klt.getAsDouble()) + " dB"
                  : jpeg.isPresent()
                      ? "JPEG at this size " + Format.psnr(jpeg.getAsDouble()) + " dB"
                      : "step " + Format.decimals(done.info().step(), 4)));
    }
    return figures;
  }

  private static String smallest(CompressionComparison comparison) {
    Map.Entry<String, Long> smallest =
        comparison.lossless().entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow();
    return smallest.getKey() + " " + bits(comparison.bitsPerDimension(smallest.getValue()));
  }

  /**
   * Returns the points to draw: at least two, but none of many times the bits of the model, beside
   * which the model would be too small to see.
   */
  private static List<RatePoint> shown(List<RatePoint> points, double modelBits) {
    int end = Math.min(2, points.size());
    while (end < points.size() && points.get(end).bitsPerDimension() <= SHOWN * modelBits) {
      end++;
    }
    return points.subList(0, end);
  }

  private static String name(CompressionComparison comparison, String name) {
    return (comparison.isOfFiles() ? NAMES_OF_FILES : NAMES).getOrDefault(name, name);
  }

  private static void addCurves(HtmlReport report, CompressionComparison comparison) {
    double modelBits =
        comparison.model().stream().mapToDouble(RatePoint::bitsPerDimension).max().orElse(0);
    XyChart chart =
        new XyChart(
            "Left and up is better: fewer bits, closer to the original.",
            "bits per dimension",
            "PSNR, dB");
    addCurve(chart, "model", comparison.model());
    comparison
        .lossy()
        .forEach(
            (name, points) -> addCurve(chart, name(comparison, name), shown(points, modelBits)));
    report
        .section("Rate and distortion")
        .chart(chart)
        .paragraph(
            (comparison.isOfFiles()
                    ? "Means over the files; the peak of a sound is 1. "
                    : "JPEG has all samples in one image. ")
                + "Everything that decoding takes is counted, except the model, and for PCA its"
                + " components and the statistics of its numbers. PCA was fitted to training data."
                + " Curves may go on beyond the chart; the table below has all points.");
  }

  private static void addCurve(XyChart chart, String name, List<RatePoint> points) {
    chart.curve(
        name,
        points.stream().mapToDouble(RatePoint::bitsPerDimension).toArray(),
        points.stream().mapToDouble(RatePoint::psnr).toArray());
  }

  private static Table lossyTable(CompressionComparison comparison) {
    Table table =
        new Table(
            "The setting is the quality, for PCA (klt) the step.",
            "method",
            "setting",
            "bits per dimension",
            "PSNR, dB");
    add(table, "model", comparison.model());
    comparison.lossy().forEach((name, points) -> add(table, name, points));
    return table;
  }

  private static void add(Table table, String name, List<RatePoint> points) {
    for (RatePoint point : points) {
      String setting = Format.decimals(point.setting(), name.equals("klt") ? 1 : 0);
      String[] cells = {name, setting, bits(point.bitsPerDimension()), Format.psnr(point.psnr())};
      if (name.equals("model")) {
        table.strongRow(cells);
      } else {
        table.row(cells);
      }
    }
  }

  private static Table losslessTable(Aez.Compressed done, CompressionComparison comparison) {
    Table table =
        new Table(
            comparison.isOfFiles()
                ? "Every bit of the values comes back."
                : "Every bit comes back. The PNG file has all samples in one image.",
            "format",
            "bytes",
            "bits per dimension");
    if (done.info().isLossless()) {
      long bytes = done.bytes() - done.info().modelBytes();
      table.strongRow(
          done.info().modelBytes() == 0 ? "this file" : "this file without the model",
          Format.count(bytes),
          bits(done.bitsPerDimension()));
    }
    comparison
        .lossless()
        .forEach(
            (name, bytes) ->
                table.row(
                    name(comparison, name),
                    Format.count(bytes),
                    bits(comparison.bitsPerDimension(bytes))));
    return table.row(
        "raw", Format.count(done.rawBytes()), bits(comparison.bitsPerDimension(done.rawBytes())));
  }

  private static String bits(double value) {
    return Format.decimals(value, 3);
  }
}
