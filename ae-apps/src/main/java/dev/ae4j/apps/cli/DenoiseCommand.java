package dev.ae4j.apps.cli;

import dev.ae4j.DataException;
import dev.ae4j.OptionException;
import dev.ae4j.TrainedModel;
import dev.ae4j.apps.denoising.ClassicalDenoisers;
import dev.ae4j.apps.denoising.Denoising;
import dev.ae4j.apps.denoising.DenoisingReport;
import dev.ae4j.apps.metrics.Noise;
import dev.ae4j.artifact.WholeFile;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import dev.ae4j.registry.ProviderCatalog;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ae denoise}: cleans data with a model. */
@Command(
    name = "denoise",
    sortOptions = false,
    description = {
      "Cleans data with a model that was trained on noisy samples ('ae train --corrupt').",
      "",
      "With --noise or --reference, data and model are images with values in [0, 1], flat ones if"
          + " they are square, and the result is compared with the clean images, beside filters,"
          + " PCA and the best linear denoiser, fitted to --train-data.",
      "",
      "Images (PNG, JPEG) and sounds (WAV), a file or a folder, may have any size: they are cleaned"
          + " in overlapping tiles, and written as files.",
      ""
    })
final class DenoiseCommand extends AbstractBaselineCommand {
  private static final int PICTURE_IMAGES = 10;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "OUT",
      description =
          "What to write: an .npy file with the cleaned samples; for images and sounds a folder, or"
              + " if there is only one, a .png or .wav file.")
  Path out;

  @Option(
      names = "--noise",
      paramLabel = "SPEC",
      description =
          "The data is clean: add noise first, always the same. gaussian:SIGMA,"
              + " salt-and-pepper:P, masking:P, speckle:SIGMA or poisson:PEAK; for sounds"
              + " gaussian:SIGMA.")
  @Nullable String noise;

  @Option(
      names = "--reference",
      paramLabel = "SRC",
      description = "The clean samples, in the same order.")
  @Nullable String reference;

  @Option(
      names = "--picture",
      paramLabel = "FILE.png",
      description = "A picture of the first images; needs --noise or --reference.")
  @Nullable Path picture;

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "A report; needs --noise or --reference.")
  @Nullable Path report;

  /** What the result has. */
  final Map<String, @Nullable Object> values = new LinkedHashMap<>();

  /** Writes files, when all that they hold is there. */
  final List<Runnable> writes = new ArrayList<>();

  @Inject
  DenoiseCommand(ProviderCatalog catalog) {
    super(catalog);
  }

  @Override
  public Result call() {
    if (noise != null && reference != null) {
      throw new OptionException("--noise and --reference exclude each other. Maybe leave one out");
    }
    if (noise == null && reference == null && (picture != null || report != null)) {
      throw new OptionException(
          "--picture and --report compare with clean images. Maybe --noise gaussian:0.5");
    }
    Noise added = noise == null ? null : Noise.parse(noise);
    Optional<Path> media =
        out.toString().toLowerCase(Locale.ROOT).endsWith(".npy")
            ? Optional.empty()
            : DataSources.media(data, catalog);
    OutputFiles.check(media.isPresent() ? null : out, picture, report);
    try (TrainedModel opened = openModel()) {
      if (opened.spec().schema().isPresent()) {
        throw new DataException(
            model + " is a model of rows of a table, which have no noise. Maybe 'ae impute'");
      }
      if (media.isPresent()) {
        new FileDenoising(this, opened, media.get()).run(added);
      } else {
        new ArrayDenoising(this, opened).run(added);
      }
    }
    writes.forEach(Runnable::run);
    values.put("omitted", omitted);
    values.put("out", out.toString());
    return Result.of(values);
  }

  /** Cleans, and puts the time that it takes into the result. */
  <T> T cleaned(Supplier<T> cleaning) {
    long start = System.nanoTime();
    T cleaned = cleaning.get();
    values.put("seconds", (System.nanoTime() - start) * 1e-9);
    return cleaned;
  }

  /**
   * Returns what noise is assumed where the clean samples are known.
   *
   * @param sigma the root of the mean squared difference
   */
  Noise assumed(double sigma) {
    if (sigma == 0) {
      throw new DataException(data + " and " + reference + " are the same, without any noise");
    }
    return Noise.gaussian(sigma);
  }

  /** Returns what is said of the noise. */
  String noiseText(Noise assumed) {
    return noise == null ? "as it is in " + data : assumed.toString();
  }

  /** Estimates the noise, where that can be done. */
  void estimateNoise(DoubleSupplier estimate) {
    String name = "noise_sigma_estimate";
    values.put(name, orOmit(name, estimate::getAsDouble).orElse(null));
  }

  /** Returns denoisers of images to compare with, fitted to a noise, by name. */
  Map<String, UnaryOperator<TensorData>> baselines(TrainedModel opened, Noise assumed) {
    Shape image = Images.shape(opened.spec().sampleShape());
    return trainingSamples(opened, "baselines")
        .map(known -> ClassicalDenoisers.fit(Images.unit(known), assumed, image))
        .orElse(Map.of());
  }

  /** Puts how good denoisers of images are into the result, and into a picture and a report. */
  void putImages(TrainedModel opened, Denoising denoising, Noise assumed, Dataset opening) {
    values.put("noise", noise);
    values.put("psnr_in", denoising.noisy().psnr());
    values.put("psnr_out", denoising.cleaned().psnr());
    values.put("ssim_in", denoising.noisy().ssim());
    values.put("ssim_out", denoising.cleaned().ssim());
    Map<String, Object> baselines = new LinkedHashMap<>();
    denoising
        .baselines()
        .forEach(
            (name, quality) -> {
              Map<String, Double> figures = new LinkedHashMap<>();
              figures.put("psnr", quality.psnr());
              figures.put("ssim", quality.ssim());
              baselines.put(name, figures);
            });
    putBaselines(baselines, assumed);
    if (picture != null) {
      Path file = picture;
      byte[] png = denoising.picture(PICTURE_IMAGES);
      writes.add(() -> WholeFile.write(file, stream -> stream.write(png)));
    }
    putReport(
        () ->
            DenoisingReport.html(
                denoising,
                noiseText(assumed),
                Replay.command(arguments),
                Replay.facts(opened, Map.of("data", opening))));
  }

  /** Puts the figures of other denoisers into the result, by name. */
  void putBaselines(Map<String, Object> baselines, Noise assumed) {
    values.put("baselines", baselines);
    values.put("baselines_fitted_to", baselines.isEmpty() ? null : assumed.toString());
  }

  /** Makes a report, if one is wanted. */
  void putReport(Supplier<String> page) {
    if (report != null) {
      Path file = report;
      byte[] html = page.get().getBytes(StandardCharsets.UTF_8);
      writes.add(() -> WholeFile.write(file, stream -> stream.write(html)));
    }
  }
}
