package dev.ae4j.apps.denoising;

import dev.ae4j.apps.metrics.ImageQuality;
import dev.ae4j.apps.report.Format;
import dev.ae4j.apps.report.HtmlReport;
import dev.ae4j.apps.report.HtmlReport.KeyFigure;
import dev.ae4j.apps.report.Table;
import java.util.LinkedHashMap;
import java.util.Map;

/** A comparison of denoisers as a web page. */
public final class DenoisingReport {
  private static final int IMAGES = 10;
  private static final String NOISY = "noisy";

  private DenoisingReport() {}

  /**
   * Returns the page.
   *
   * @param denoising what to show
   * @param noise what the noise is
   * @param command gives the same figures again
   * @param facts what they depend on, by name
   */
  public static String html(
      Denoising denoising, String noise, String command, Map<String, String> facts) {
    Map<String, ImageQuality> all = denoising.baselines();
    ImageQuality noisy = denoising.noisy();
    ImageQuality cleaned = denoising.cleaned();
    Table table =
        new Table("Compared with the originals; higher is better.", "method", "PSNR, dB", "SSIM")
            .strongRow("model", Format.psnr(cleaned.psnr()), Format.ssim(cleaned.ssim()));
    Map<String, KeyFigure> figures = new LinkedHashMap<>();
    figures.put("PSNR", new KeyFigure(Format.psnr(cleaned.psnr()) + " dB", best(all, noisy, true)));
    figures.put("SSIM", new KeyFigure(Format.ssim(cleaned.ssim()), best(all, noisy, false)));
    all.forEach(
        (name, quality) ->
            table.row(name, Format.psnr(quality.psnr()), Format.ssim(quality.ssim())));
    table.row(NOISY, Format.psnr(noisy.psnr()), Format.ssim(noisy.ssim()));
    return new HtmlReport(
            "Denoising", "What the model makes of noisy images, beside classical methods.")
        .keyFigures(figures)
        .section("Images")
        .paragraph("The noise: " + noise + ".")
        .picture(
            denoising.picture(IMAGES),
            "Images with noise, cleaned by each method, and as they were.",
            "The first images of the data.")
        .table(table)
        .paragraph(
            "Median and gaussian are filters of the pixels around each, pca keeps principal"
                + " components, lmmse is the best of all linear denoisers. What they can choose"
                + " they chose on training images.")
        .section("Once more")
        .command(command)
        .facts(facts)
        .toHtml();
  }

  private static String best(
      Map<String, ImageQuality> classical, ImageQuality noisy, boolean psnr) {
    String name = NOISY;
    ImageQuality best = noisy;
    for (Map.Entry<String, ImageQuality> entry : classical.entrySet()) {
      ImageQuality other = entry.getValue();
      if (psnr ? other.psnr() > best.psnr() : other.ssim() > best.ssim()) {
        name = entry.getKey();
        best = other;
      }
    }
    return name + " " + (psnr ? Format.psnr(best.psnr()) + " dB" : Format.ssim(best.ssim()));
  }
}
