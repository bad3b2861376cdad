package dev.ae4j.apps.denoising;

import dev.ae4j.apps.report.Format;
import dev.ae4j.apps.report.HtmlReport;
import dev.ae4j.apps.report.HtmlReport.KeyFigure;
import dev.ae4j.apps.report.Table;
import dev.ae4j.apps.report.XyChart;
import dev.ae4j.data.TensorData;
import java.util.LinkedHashMap;
import java.util.Map;

/** What denoisers make of noisy sounds, as a web page. */
public final class SoundDenoisingReport {
  private static final double SHOWN_SECONDS = 0.02;

  private SoundDenoisingReport() {}

  /**
   * Returns the page.
   *
   * @param ratios the signal-to-noise ratios in dB by name, the noisy sounds' first, the model's
   *     second
   * @param sounds the first sound in some forms, by name, each {@code [n, channels]}; 20
   *     milliseconds of their first channels are drawn, around the loudest place of the last one
   * @param rate the samples in a second
   * @param noise what the noise is
   * @param command gives the same figures again
   * @param facts what they depend on, by name
   */
  public static String html(
      Map<String, Double> ratios,
      Map<String, TensorData> sounds,
      int rate,
      String noise,
      String command,
      Map<String, String> facts) {
    Table table = new Table("Means over the files; higher is better.", "method", "SNR, dB");
    Map<String, KeyFigure> figures = new LinkedHashMap<>();
    ratios.forEach(
        (name, ratio) -> {
          table.row(name, Format.psnr(ratio));
          figures.put(name, new KeyFigure(Format.psnr(ratio) + " dB", "signal to noise"));
        });
    return new HtmlReport("Denoising", "What the model makes of noisy sounds.")
        .keyFigures(figures)
        .section("Signal to noise")
        .paragraph("The noise: " + noise + ".")
        .table(table)
        .section("Waves")
        .chart(chart(sounds, rate))
        .section("Once more")
        .command(command)
        .facts(facts)
        .toHtml();
  }

  private static XyChart chart(Map<String, TensorData> sounds, int rate) {
    int loudest = 0;
    int length = 0;
    for (TensorData sound : sounds.values()) {
      int channels = sound.rowShape().sampleElements();
      length = sound.rows();
      loudest = 0;
      for (int i = 0; i < length; i++) {
        float here = Math.abs(sound.values()[i * channels]);
        loudest = here > Math.abs(sound.values()[loudest * channels]) ? i : loudest;
      }
    }
    int count = Math.min(length, Math.max(2, (int) (SHOWN_SECONDS * rate)));
    int from = Math.max(0, Math.min(loudest - count / 2, length - count));
    double[] times = new double[count];
    for (int i = 0; i < count; i++) {
      times[i] = 1000.0 * i / rate;
    }
    XyChart chart = new XyChart("The first sound, where it is loudest.", "ms", "amplitude");
    sounds.forEach(
        (name, sound) -> {
          int channels = sound.rowShape().sampleElements();
          double[] values = new double[count];
          for (int i = 0; i < count; i++) {
            values[i] = sound.values()[(from + i) * channels];
          }
          chart.curve(name, times, values);
        });
    return chart;
  }
}
