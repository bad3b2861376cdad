package dev.ae4j.apps.cli;

import dev.ae4j.DataException;
import dev.ae4j.OptionException;
import dev.ae4j.TrainedModel;
import dev.ae4j.apps.compression.AezFile;
import dev.ae4j.apps.compression.FileSamples;
import dev.ae4j.apps.denoising.ClassicalDenoisers;
import dev.ae4j.apps.denoising.Denoising;
import dev.ae4j.apps.denoising.DenoisingReport;
import dev.ae4j.apps.denoising.SoundDenoisingReport;
import dev.ae4j.apps.metrics.Distortion;
import dev.ae4j.apps.metrics.ImageQuality;
import dev.ae4j.apps.metrics.LinearDenoiser;
import dev.ae4j.apps.metrics.Noise;
import dev.ae4j.apps.metrics.NoiseLevel;
import dev.ae4j.apps.tiles.Tiles;
import dev.ae4j.artifact.WholeFile;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.Npy;
import dev.ae4j.graph.Shape;
import dev.ae4j.registry.ProviderCatalog;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
  private static final String MODEL = "model";
  // The part of a tile that it shares with its neighbour
  private static final double OVERLAP = 0.5;

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

  private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

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
    for (Path file : new @Nullable Path[] {media.isPresent() ? null : out, picture, report}) {
      if (file != null) {
        OutputFiles.check(file);
      }
    }
    try (TrainedModel opened = openModel()) {
      if (opened.spec().schema().isPresent()) {
        throw new DataException(
            model + " is a model of rows of a table, which have no noise. Maybe 'ae impute'");
      }
      if (media.isPresent()) {
        cleanFiles(opened, media.get(), added);
        values.put("omitted", omitted);
        values.put("out", out.toString());
        return Result.of(values);
      }
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

  /** Cleans images or sounds from files, in overlapping tiles. */
  private void cleanFiles(TrainedModel opened, Path path, @Nullable Noise added) {
    Shape shape = opened.spec().sampleShape();
    if (path.toAbsolutePath().normalize().equals(out.toAbsolutePath().normalize())) {
      throw new OptionException(
          "--data and --out name the same place, so the originals would be lost. Maybe name another"
              + " one");
    }
    FileSamples files = FileSamples.read(path, shape);
    MediaOutput output = new MediaOutput(out, files.files());
    values.put("files", files.files().size());
    FileSamples clean = files;
    List<TensorData> noisy = files.wholes();
    Noise assumed = added;
    if (added != null) {
      noisy = noisy.stream().map(whole -> noisy(added, whole, files.areSounds())).toList();
    } else if (reference != null) {
      clean = reference(reference, files, shape);
      assumed = Noise.gaussian(difference(clean.wholes(), noisy));
    }
    long start = System.nanoTime();
    Tiles tiles =
        files.areSounds() ? Tiles.ofSounds(shape, OVERLAP) : Tiles.ofImages(shape, OVERLAP);
    List<TensorData> cleaned =
        noisy.stream().map(whole -> tiles.apply(whole, opened::reconstruct)).toList();
    values.put("seconds", (System.nanoTime() - start) * 1e-9);
    String html = "";
    byte @Nullable [] png = null;
    if (assumed == null) {
      if (!files.areSounds()) {
        estimateNoise(noisy);
      }
    } else if (files.areSounds()) {
      html = compareSounds(opened, clean, List.of(noisy, cleaned), assumed, tiles);
    } else {
      Denoising denoising = compareImages(opened, clean, List.of(noisy, cleaned), assumed, tiles);
      png = picture == null ? null : denoising.picture(PICTURE_IMAGES);
      html = report == null ? "" : html(opened, denoising, assumed, files.samples());
    }
    output.write(cleaned);
    write(png, html);
  }

  private static TensorData noisy(Noise noise, TensorData whole, boolean isSound) {
    if (!isSound) {
      return noise.addTo(whole, Noise.TEST_SEED);
    }
    if (noise.kind() != Noise.Kind.GAUSSIAN) {
      throw new OptionException("Sounds take no noise but gaussian, such as gaussian:0.01");
    }
    // The noise is made for [0, 1]
    TensorData unit = TensorData.of(whole.values().clone(), whole.shape());
    for (int i = 0; i < unit.values().length; i++) {
      unit.values()[i] = (unit.values()[i] + 1) / 2;
    }
    TensorData noisy = Noise.gaussian(noise.amount() / 2).addTo(unit, Noise.TEST_SEED);
    for (int i = 0; i < noisy.values().length; i++) {
      noisy.values()[i] = noisy.values()[i] * 2 - 1;
    }
    return noisy;
  }

  private FileSamples reference(String source, FileSamples files, Shape shape) {
    FileSamples clean =
        FileSamples.read(
            DataSources.media(source, catalog)
                .orElseThrow(
                    () ->
                        new DataException(
                            source + " has no images or sounds to compare those of " + data)),
            shape);
    List<Shape> expected = files.files().stream().map(AezFile::shape).toList();
    List<Shape> found = clean.files().stream().map(AezFile::shape).toList();
    if (!expected.equals(found) || clean.areSounds() != files.areSounds()) {
      throw new DataException(
          "%s has files of the sizes %s, but %s %s. Maybe they do not belong together"
              .formatted(source, found, data, expected));
    }
    return clean;
  }

  private double difference(List<TensorData> clean, List<TensorData> noisy) {
    double sum = 0;
    long count = 0;
    for (int i = 0; i < clean.size(); i++) {
      int numbers = clean.get(i).values().length;
      sum += Distortion.mse(clean.get(i), noisy.get(i)) * numbers;
      count += numbers;
    }
    if (sum == 0) {
      throw new DataException(data + " and " + reference + " are the same, without any noise");
    }
    return Math.sqrt(sum / count);
  }

  /**
   * Compares images.
   *
   * @param noisyAndCleaned the noisy ones and what the model made of them
   */
  private Denoising compareImages(
      TrainedModel opened,
      FileSamples clean,
      List<List<TensorData>> noisyAndCleaned,
      Noise assumed,
      Tiles tiles) {
    List<TensorData> noisy = noisyAndCleaned.get(0);
    Iterator<TensorData> cleaned = noisyAndCleaned.get(1).iterator();
    Map<String, UnaryOperator<TensorData>> denoisers = new LinkedHashMap<>();
    // Asked once for each image, in order
    denoisers.put(MODEL, image -> cleaned.next());
    Shape tile = Images.shape(opened.spec().sampleShape());
    classical(opened, assumed, tile)
        .forEach((name, denoiser) -> denoisers.put(name, image -> tiles.apply(image, denoiser)));
    Denoising denoising = Denoising.compare(clean.wholes(), noisy, denoisers);
    putQuality(denoising, assumed);
    estimateNoise(noisy);
    return denoising;
  }

  private void estimateNoise(List<TensorData> images) {
    double sum = 0;
    for (TensorData image : images) {
      sum += NoiseLevel.estimate(FileSamples.asOne(image), image.shape());
    }
    values.put("noise_sigma_estimate", sum / images.size());
  }

  private String compareSounds(
      TrainedModel opened,
      FileSamples clean,
      List<List<TensorData>> noisyAndCleaned,
      Noise assumed,
      Tiles tiles) {
    if (picture != null) {
      throw new OptionException("--picture is for images. Maybe --report FILE.html");
    }
    List<TensorData> noisy = noisyAndCleaned.get(0);
    List<TensorData> cleaned = noisyAndCleaned.get(1);
    Map<String, Double> ratios = new LinkedHashMap<>();
    ratios.put("noisy", ratio(clean, noisy));
    ratios.put(MODEL, ratio(clean, cleaned));
    values.put("noise", noise);
    values.put("snr_in", ratios.get("noisy"));
    values.put("snr_out", ratios.get(MODEL));
    Map<String, Object> baselines = new LinkedHashMap<>();
    TensorData known = trainingSamples(opened, "baselines").orElse(null);
    if (known != null && known.rowShape().sampleElements() <= LinearDenoiser.MAX_WIDTH) {
      LinearDenoiser lmmse = LinearDenoiser.fit(known, noisy(assumed, known, true));
      double ratio =
          ratio(clean, noisy.stream().map(whole -> tiles.apply(whole, lmmse::denoise)).toList());
      ratios.put("lmmse", ratio);
      baselines.put("lmmse", Map.of("snr", ratio));
    }
    values.put("baselines", baselines);
    values.put("baselines_fitted_to", baselines.isEmpty() ? null : assumed.toString());
    if (report == null) {
      return "";
    }
    Map<String, TensorData> sounds = new LinkedHashMap<>();
    sounds.put("noisy", noisy.get(0));
    sounds.put(MODEL, cleaned.get(0));
    sounds.put("original", clean.wholes().get(0));
    return SoundDenoisingReport.html(
        ratios,
        sounds,
        clean.files().get(0).rate(),
        noiseText(assumed),
        Replay.command(arguments),
        Replay.facts(opened, Map.of("data", clean.samples())));
  }

  private double ratio(FileSamples clean, List<TensorData> sounds) {
    return clean
        .snr(sounds)
        .orElseThrow(() -> new DataException(data + " is silence, which has no signal"));
  }

  private String noiseText(Noise assumed) {
    return noise == null ? "as it is in " + data : assumed.toString();
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
    putQuality(denoising, assumed);
    estimateNoise(noisy);
    byte @Nullable [] png = picture == null ? null : denoising.picture(PICTURE_IMAGES);
    String html = report == null ? "" : html(opened, denoising, assumed, opening);
    Npy.write(out, cleaned);
    write(png, html);
  }

  private void putQuality(Denoising denoising, Noise assumed) {
    Map<String, ImageQuality> quality = denoising.quality();
    quality.remove(MODEL);
    ImageQuality before = denoising.noisy();
    ImageQuality after = denoising.quality(MODEL);
    values.put("noise", noise);
    values.put("psnr_in", before.psnr());
    values.put("psnr_out", after.psnr());
    values.put("ssim_in", before.ssim());
    values.put("ssim_out", after.ssim());
    Map<String, Object> baselines = new LinkedHashMap<>();
    quality.forEach((name, reached) -> baselines.put(name, figures(reached)));
    values.put("baselines", baselines);
    values.put("baselines_fitted_to", baselines.isEmpty() ? null : assumed.toString());
  }

  private String html(TrainedModel opened, Denoising denoising, Noise assumed, Dataset opening) {
    return DenoisingReport.html(
        denoising,
        MODEL,
        noiseText(assumed),
        Replay.command(arguments),
        Replay.facts(opened, Map.of("data", opening)));
  }

  private void write(byte @Nullable [] png, String html) {
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
    return trainingSamples(opened, "baselines")
        .map(known -> ClassicalDenoisers.fit(Images.unit(known), assumed, image))
        .orElse(Map.of());
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
