package dev.ae4j.apps.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * A report as one HTML file that needs nothing else: no network, no scripts, pictures inside. It
 * follows the reader's choice of light or dark and fits on a phone.
 *
 * <p>Every text that is passed in is escaped. Not safe for use by several threads.
 */
public final class HtmlReport {
  private final String title;
  private final StringBuilder body = new StringBuilder();
  private boolean inSection;

  /**
   * Creates a report with a title and nothing else.
   *
   * @param title the heading of the page
   * @param lead one or two sentences that say what it is about
   */
  public HtmlReport(String title, String lead) {
    this.title = title;
    body.append("<header>\n<h1>").append(Html.escape(title)).append("</h1>\n<p class=\"lead\">");
    body.append(Html.escape(lead)).append("</p>\n</header>\n");
  }

  /** Begins a section and returns this report. */
  public HtmlReport section(String heading) {
    endSection();
    body.append("<section>\n<h2>").append(Html.escape(heading)).append("</h2>\n");
    inSection = true;
    return this;
  }

  /** Adds a paragraph and returns this report. */
  public HtmlReport paragraph(String text) {
    body.append("<p>").append(Html.escape(text)).append("</p>\n");
    return this;
  }

  /**
   * Adds the figures that matter most and returns this report.
   *
   * @param figures in order, what each is with its value and a note: {@code "PSNR" -> {"20.1 dB",
   *     "PCA 18.6 dB"}}
   */
  public HtmlReport keyFigures(Map<String, KeyFigure> figures) {
    body.append("<dl class=\"key\">\n");
    figures.forEach(
        (name, figure) ->
            body.append("<div><dt>")
                .append(Html.escape(name))
                .append("</dt><dd><b>")
                .append(Html.escape(figure.value()))
                .append("</b><span>")
                .append(Html.escape(figure.note()))
                .append("</span></dd></div>\n"));
    body.append("</dl>\n");
    return this;
  }

  /**
   * A figure that matters.
   *
   * @param value with its unit
   * @param note what to compare it with
   */
  public record KeyFigure(String value, String note) {}

  /**
   * Adds a picture and returns this report.
   *
   * @param png a PNG file
   * @param alternative what it shows, for those who cannot see it
   * @param caption stands below it
   */
  public HtmlReport picture(byte[] png, String alternative, String caption) {
    ByteBuffer header = ByteBuffer.wrap(png);
    body.append(
            "<figure>\n<div class=\"scroll picture\" tabindex=\"0\" role=\"region\" aria-label=\"")
        .append(Html.escape(caption))
        .append("\"><img width=\"")
        .append(header.getInt(16))
        .append("\" height=\"")
        .append(header.getInt(20))
        .append("\" alt=\"")
        .append(Html.escape(alternative))
        .append("\" src=\"data:image/png;base64,")
        .append(Base64.getEncoder().encodeToString(png))
        .append("\"/></div>\n<figcaption>")
        .append(Html.escape(caption))
        .append("</figcaption>\n</figure>\n");
    return this;
  }

  /** Adds a chart and returns this report. */
  public HtmlReport chart(LineChart chart) {
    return chart(chart.title(), chart.toSvg());
  }

  /** Adds a chart and returns this report. */
  public HtmlReport chart(XyChart chart) {
    return chart(chart.title(), chart.toSvg());
  }

  private HtmlReport chart(String title, String svg) {
    body.append("<figure class=\"chart\">\n")
        .append("<figcaption>")
        .append(Html.escape(title))
        .append("</figcaption>\n")
        .append(svg)
        .append("</figure>\n");
    return this;
  }

  /** Adds a table and returns this report. */
  public HtmlReport table(Table table) {
    body.append(table.toHtml());
    return this;
  }

  /** Adds a command that can be copied and returns this report. */
  public HtmlReport command(String command) {
    body.append("<pre><code>").append(Html.escape(command)).append("</code></pre>\n");
    return this;
  }

  /** Adds names with a text each, in order, and returns this report. */
  public HtmlReport facts(Map<String, String> facts) {
    body.append("<dl class=\"facts\">\n");
    facts.forEach(
        (name, text) ->
            body.append("<dt>")
                .append(Html.escape(name))
                .append("</dt><dd>")
                .append(Html.escape(text))
                .append("</dd>\n"));
    body.append("</dl>\n");
    return this;
  }

  /** Returns the page. */
  public String toHtml() {
    endSection();
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <meta http-equiv="Content-Security-Policy" \
        content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"/>
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        <main>
        %s</main>
        </body>
        </html>
        """
        .formatted(Html.escape(title), style(), body);
  }

  private void endSection() {
    if (inSection) {
      body.append("</section>\n");
      inSection = false;
    }
  }

  private static String style() {
    try (InputStream css = HtmlReport.class.getResourceAsStream("report.css")) {
      if (css == null) {
        throw new IllegalStateException("report.css is missing from the jar");
      }
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
