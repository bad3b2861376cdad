package dev.ae4j.apps.cli;

import dev.ae4j.DataException;
import dev.ae4j.OptionException;
import dev.ae4j.TrainedModel;
import dev.ae4j.apps.denoising.ClassicalDenoisers;
import dev.ae4j.apps.denoising.Denoising;
import dev.ae4j.apps.denoising.DenoisingReport;
import dev.ae4j.apps.metrics.Distortion;
import dev.ae4j.apps.metrics.ImageQuality;
import dev.ae4j.apps.metrics.Noise;
import dev.ae4j.apps.metrics.NoiseLevel;
import dev.ae4j.artifact.WholeFile;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.Npy;
import dev.ae4j.graph.Shape;
import dev.ae4j.registry.ProviderCatalog;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
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
          + " PCA and the best linear denoiser.",
      ""
    })
final class DenoiseCommand extends AbstractModelCommand {
  private static final int PICTURE_IMAGES = 10;
  private static final String MODEL = "model";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE.npy",
      description = "The file to write the cleaned samples to.")
  Path out;

  @Option(
      names = "--noise",
      paramLabel = "SPEC",
      description =
          "The data is clean: add noise first, always the same. gaussian:SIGMA,"
              + " salt-and-pepper:P, masking:P, speckle:SIGMA or poisson:PEAK.")
  @Nullable String noise;

  @Option(
      names = "--reference",
      paramLabel = "SRC",
      description = "The clean samples, in the same order.")
  @Nullable String reference;

  @Option(
      names = "--train-data",
      paramLabel = "SRC",
      description =
          "Clean images to fit the classical methods on. If not given, what the model was trained"
              + " on if that is a named data set, such as mnist:train.")
  @Nullable String trainData;

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

  private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
  private final Map<String, String> omitted = new LinkedHashMap<>();

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
    for (Path file : new @Nullable Path[] {out, picture, report}) {
      if (file != null) {
        OutputFiles.check(file);
      }
    }
    try (TrainedModel opened = openModel()) {
      Shape shape = opened.spec().sampleShape();
      Dataset opening = openData(data, shape);
      TensorData samples = DataSources.samples(opening);
      values.put("samples", samples.rows());
      if (added != null) {
        compare(opened, opening, samples, added.addTo(unit(data, samples), Noise.TEST_SEED), added);
      } else if (reference != null) {
        Dataset originals = openData(reference, shape);
        if (originals.size() != opening.size()) {
          throw new DataException(
              "%s has %d samples, but %s has %d"
                  .formatted(reference, originals.size(), data, opening.size()));
        }
        TensorData clean = unit(reference, DataSources.samples(originals));
        double sigma = Math.sqrt(Distortion.mse(clean, samples));
        if (sigma == 0) {
          throw new DataException(data + " and " + reference + " are the same, without any noise");
        }
        compare(opened, opening, clean, samples, Noise.gaussian(sigma));
      } else {
        estimateNoise(samples);
        Npy.write(out, cleaned(opened, samples));
      }
      values.put("omitted", omitted);
      values.put("out", out.toString());
      return Result.of(values);
    }
  }

  /** Cleans and compares. */
  private void compare(
      TrainedModel opened, Dataset opening, TensorData clean, TensorData noisy, Noise assumed) {
    Shape image = Images.shape(clean.rowShape());
    TensorData cleaned = cleaned(opened, noisy);
    Map<String, UnaryOperator<TensorData>> denoisers = new LinkedHashMap<>();
    denoisers.put(MODEL, samples -> cleaned);
    denoisers.putAll(classical(opened, assumed, image));
    Denoising denoising = Denoising.compare(clean, noisy, denoisers, image);
    Map<String, ImageQuality> quality = denoising.quality();
    quality.remove(MODEL);
    ImageQuality before = denoising.noisy();
    ImageQuality after = denoising.quality(MODEL);
    values.put("noise", noise);
    values.put("psnr_in", before.psnr());
    values.put("psnr_out", after.psnr());
    values.put("ssim_in", before.ssim());
    values.put("ssim_out", after.ssim());
    estimateNoise(noisy);
    Map<String, Object> baselines = new LinkedHashMap<>();
    quality.forEach((name, reached) -> baselines.put(name, figures(reached)));
    values.put("baselines", baselines);
    values.put("baselines_fitted_to", baselines.isEmpty() ? null : assumed.toString());
    byte @Nullable [] png = picture == null ? null : denoising.picture(PICTURE_IMAGES);
    String html =
        report == null
            ? ""
            : DenoisingReport.html(
                denoising,
                MODEL,
                noise == null ? "as it is in " + data : assumed.toString(),
                Replay.command(arguments),
                Replay.facts(opened, Map.of("data", opening)));
    Npy.write(out, cleaned);
    if (picture != null && png != null) {
      WholeFile.write(picture, stream -> stream.write(png));
    }
    if (report != null) {
      WholeFile.write(report, stream -> stream.write(html.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static Map<String, Double> figures(ImageQuality quality) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("psnr", quality.psnr());
    figures.put("ssim", quality.ssim());
    return figures;
  }

  private TensorData cleaned(TrainedModel opened, TensorData noisy) {
    long start = System.nanoTime();
    TensorData cleaned = opened.reconstruct(noisy);
    values.put("seconds", (System.nanoTime() - start) * 1e-9);
    return cleaned;
  }

  private Map<String, UnaryOperator<TensorData>> classical(
      TrainedModel opened, Noise assumed, Shape image) {
    try {
      Dataset training =
          trainData == null
              ? TrainingData.of(opened.artifact(), catalog)
              : openData(trainData, opened.spec().sampleShape());
      return ClassicalDenoisers.fit(Images.unit(DataSources.samples(training)), assumed, image);
    } catch (DataException e) {
      if (trainData != null) {
        throw e;
      }
      omitted.put("baselines", e.getMessage() + ". Maybe name it with --train-data");
      return Map.of();
    }
  }

  private void estimateNoise(TensorData samples) {
    try {
      values.put(
          "noise_sigma_estimate", NoiseLevel.estimate(samples, Images.shape(samples.rowShape())));
    } catch (DataException e) {
      values.put("noise_sigma_estimate", null);
      omitted.put("noise_sigma_estimate", String.valueOf(e.getMessage()));
    }
  }

  private static TensorData unit(String source, TensorData samples) {
    try {
      return Images.unit(samples);
    } catch (DataException e) {
      throw new DataException(source + ": " + e.getMessage(), e);
    }
  }
}
