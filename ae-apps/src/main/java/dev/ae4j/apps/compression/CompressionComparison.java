package dev.ae4j.apps.compression;

import dev.ae4j.DataException;
import dev.ae4j.TrainedModel;
import dev.ae4j.apps.metrics.Distortion;
import dev.ae4j.apps.picture.ImageCrops;
import dev.ae4j.apps.picture.ImageGrid;
import dev.ae4j.apps.report.Format;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * What samples take with a model, beside what they take without one.
 *
 * <p>Lossy: {@code jpeg} with all samples in one image, and {@code klt}, the principal components
 * of training samples rounded to one step, with as many bits as a perfect entropy coder would take.
 * Lossless: {@code gzip}, {@code xz} and {@code png}, the latter with all samples in one image.
 *
 * <p>Images from files are images of their own for {@code jpeg} and {@code png}. For sounds there
 * are none of these, but {@code mu-law}: 2 to 8 bits for each number, on a scale that is finer for
 * small ones (ITU-T G.711 has it with 8).
 *
 * <p>What does not apply is left out, and {@link #omitted} says why.
 */
public final class CompressionComparison {
  private static final double[] JPEG_QUALITIES = {1, 5, 10, 15, 20, 30, 50, 75};
  private static final double[] KLT_STEPS = {4, 2.8, 2, 1.4, 1, 0.7, 0.5};
  // Tiles of photographs and frames of sounds have small components that count.
  private static final double[] FINE_KLT_STEPS = {2, 1.4, 1, 0.7, 0.5, 0.35, 0.25, 0.18, 0.12};
  private static final double[] SOUND_KLT_STEPS = {0.5, 0.35, 0.25, 0.18, 0.12, 0.08, 0.06, 0.04};
  private static final int MOST_MU_LAW_BITS = 8;
  private static final double[] SHOWN_QUALITIES = {2, 4, 7};
  private static final int SHOWN_SAMPLES = 10;
  private static final int PICTURE_PIXELS = 56;
  private static final int CROP_PIXELS = 192;
  private static final int SHOWN_CROPS = 4;

  private final long numbers;
  private final List<RatePoint> model = new ArrayList<>();
  private final Map<String, List<RatePoint>> lossy = new LinkedHashMap<>();
  private final Map<String, Long> lossless = new LinkedHashMap<>();
  private final Map<String, String> omitted = new LinkedHashMap<>();
  private Optional<byte[]> picture = Optional.empty();

  private final boolean ofFiles;

  private CompressionComparison(long numbers, boolean ofFiles) {
    this.numbers = numbers;
    this.ofFiles = ofFiles;
  }

  /**
   * Compresses samples in all ways; half a minute for MNIST's test images.
   *
   * @param model the autoencoder
   * @param samples {@code [n, sample...]}, images if they are square, of two axes or of three
   * @param training gives what to find principal components in; if that throws a {@link
   *     DataException}, {@code klt} is left out
   * @throws DataException if there are no samples, they have another shape than the model takes, or
   *     their codes are not finite
   */
  public static CompressionComparison of(
      TrainedModel model, TensorData samples, Supplier<TensorData> training) {
    if (samples.rows() == 0) {
      throw new DataException("There are no samples to compress");
    }
    CompressionComparison result = new CompressionComparison(samples.values().length, false);
    byte[] raw = LosslessSizes.raw(samples);
    result.lossless.put("gzip", LosslessSizes.gzip(raw));
    result.lossless.put("xz", LosslessSizes.xz(raw));
    if (isUnit(samples)) {
      result.addCurves(model, samples, training);
      result.addImages(model, samples);
    } else {
      for (String name : List.of("rate_distortion", "klt", "jpeg", "png", "picture")) {
        result.omitted.put(name, "the data has values outside [0, 1]");
      }
    }
    return result;
  }

  /**
   * Compresses images or sounds from files in all ways.
   *
   * @param model the autoencoder
   * @param files what was cut into samples of the shape that the model takes
   * @param training gives what to find principal components in; if that throws a {@link
   *     DataException}, {@code klt} is left out
   * @throws DataException if codes are not finite
   */
  public static CompressionComparison of(
      TrainedModel model, FileSamples files, Supplier<TensorData> training) {
    CompressionComparison result = new CompressionComparison(files.numbers(), true);
    byte[] raw = files.raw();
    result.lossless.put("gzip", LosslessSizes.gzip(raw));
    result.lossless.put("xz", LosslessSizes.xz(raw));
    for (int quality = 0; quality <= AezOptions.BEST_QUALITY; quality++) {
      Aez.Compressed done = Aez.measure(model, files, AezOptions.lossy().withQuality(quality));
      result.model.add(new RatePoint(quality, done.bitsPerDimension(), done.psnr().orElseThrow()));
    }
    TensorData samples = files.samples().inMemory().orElseThrow();
    result.addKlt(
        training,
        files.areSounds() ? SOUND_KLT_STEPS : FINE_KLT_STEPS,
        samples,
        back -> files.psnr(FileSamples.join(files.files(), back)));
    if (files.areSounds()) {
      result.addMuLaw(files);
    } else {
      result.addImages(model, files, samples);
    }
    return result;
  }

  private void addMuLaw(FileSamples files) {
    List<RatePoint> points = new ArrayList<>();
    for (int bits = 2; bits <= MOST_MU_LAW_BITS; bits++) {
      List<TensorData> back = new ArrayList<>();
      for (TensorData whole : files.wholes()) {
        back.add(MuLaw.rounded(whole, bits));
      }
      points.add(new RatePoint(bits, bits, files.psnr(back)));
    }
    lossy.put("mu-law", points);
  }

  private void addImages(TrainedModel opened, FileSamples files, TensorData samples) {
    List<Mosaic> images = new ArrayList<>();
    long png = 0;
    boolean eightBits = true;
    for (TensorData whole : files.wholes()) {
      Mosaic image = Mosaic.of(FileSamples.asOne(whole));
      images.add(image);
      png += image.png().length;
      eightBits &= ChunkCodec.isEightBits(whole);
    }
    if (eightBits) {
      lossless.put("png", png);
    } else {
      omitted.put("png", "the images have values that are no multiples of 1/255");
    }
    List<RatePoint> points = new ArrayList<>();
    for (double quality : JPEG_QUALITIES) {
      long bytes = 0;
      List<TensorData> back = new ArrayList<>();
      for (int i = 0; i < images.size(); i++) {
        byte[] file = images.get(i).jpeg(quality / 100);
        bytes += file.length;
        back.add(TensorData.of(images.get(i).read(file).values(), files.files().get(i).shape()));
      }
      points.add(new RatePoint(quality, bitsPerDimension(bytes), files.psnr(back)));
    }
    lossy.put("jpeg", points);
    TensorData original = ImageCrops.of(files.wholes(), CROP_PIXELS, SHOWN_CROPS);
    ImageGrid grid = new ImageGrid(original.rowShape(), 1).row("original", "", original);
    for (double quality : SHOWN_QUALITIES) {
      TensorData back =
          Aez.preview(opened, files.samples(), samples, AezOptions.lossy().withQuality(quality));
      List<TensorData> wholes = FileSamples.join(files.files(), back);
      addRow(grid, quality, ImageCrops.of(wholes, CROP_PIXELS, SHOWN_CROPS));
    }
    picture = Optional.of(grid.toPng());
  }

  private void addRow(ImageGrid grid, double quality, TensorData images) {
    RatePoint point = model.get((int) quality);
    String detail =
        "%s bits, %s dB"
            .formatted(Format.decimals(point.bitsPerDimension(), 3), Format.psnr(point.psnr()));
    grid.row("quality " + Format.decimals(quality, 0), detail, images);
  }

  private static boolean isUnit(TensorData samples) {
    boolean unit = true;
    for (float value : samples.values()) {
      unit &= value >= 0 && value <= 1;
    }
    return unit;
  }

  private void addCurves(TrainedModel opened, TensorData samples, Supplier<TensorData> training) {
    Dataset data = Dataset.of("the samples", samples);
    for (int quality = 0; quality <= AezOptions.BEST_QUALITY; quality++) {
      Aez.Compressed done = Aez.measure(opened, data, AezOptions.lossy().withQuality(quality));
      model.add(new RatePoint(quality, done.bitsPerDimension(), done.psnr().orElseThrow()));
    }
    addKlt(training, KLT_STEPS, samples, back -> Distortion.psnr(samples, back));
  }

  private void addKlt(
      Supplier<TensorData> training,
      double[] steps,
      TensorData samples,
      ToDoubleFunction<TensorData> psnr) {
    try {
      KarhunenLoeve klt = KarhunenLoeve.fit(training.get());
      List<RatePoint> points = new ArrayList<>();
      for (double step : steps) {
        points.add(klt.at(step, samples, numbers, psnr));
      }
      lossy.put("klt", points);
    } catch (DataException e) {
      omitted.put("klt", String.valueOf(e.getMessage()));
    }
  }

  private void addImages(TrainedModel opened, TensorData samples) {
    try {
      Mosaic mosaic = Mosaic.of(samples);
      if (ChunkCodec.isEightBits(samples)) {
        lossless.put("png", (long) mosaic.png().length);
      } else {
        omitted.put("png", "the data has values that are no multiples of 1/255");
      }
      List<RatePoint> points = new ArrayList<>();
      for (double quality : JPEG_QUALITIES) {
        byte[] file = mosaic.jpeg(quality / 100);
        double psnr = Distortion.psnr(samples, mosaic.read(file));
        points.add(new RatePoint(quality, bitsPerDimension(file.length), psnr));
      }
      lossy.put("jpeg", points);
      picture = Optional.of(draw(opened, samples));
    } catch (DataException e) {
      for (String name : List.of("jpeg", "png", "picture")) {
        omitted.put(name, String.valueOf(e.getMessage()));
      }
    }
  }

  private byte[] draw(TrainedModel opened, TensorData samples) {
    Shape image = Mosaic.image(samples.rowShape());
    TensorData shown = samples.copyRows(0, Math.min(SHOWN_SAMPLES, samples.rows()));
    int scale = Math.max(1, PICTURE_PIXELS / Math.max(image.size(0), image.size(1)));
    ImageGrid grid = new ImageGrid(image, scale).row("original", "", shown);
    Dataset data = Dataset.of("the samples", samples);
    for (double quality : SHOWN_QUALITIES) {
      AezOptions options = AezOptions.lossy().withQuality(quality);
      addRow(grid, quality, Aez.preview(opened, data, shown, options));
    }
    return grid.toPng();
  }

  /** Returns what the model takes without the model itself, at each whole quality from 0 to 10. */
  public List<RatePoint> model() {
    return List.copyOf(model);
  }

  /** Returns whether images or sounds from files were compressed, not an array. */
  boolean isOfFiles() {
    return ofFiles;
  }

  /** Returns what {@code klt}, {@code jpeg} and {@code mu-law} take, by name. */
  public Map<String, List<RatePoint>> lossy() {
    return new LinkedHashMap<>(lossy);
  }

  /** Returns the bytes that {@code gzip}, {@code xz} and {@code png} take, by name. */
  public Map<String, Long> lossless() {
    return new LinkedHashMap<>(lossless);
  }

  /** Returns why something is missing, by name. */
  public Map<String, String> omitted() {
    return new LinkedHashMap<>(omitted);
  }

  /** Returns the bits for each number of the samples. */
  public double bitsPerDimension(long bytes) {
    return 8.0 * bytes / numbers;
  }

  /**
   * Returns the PSNR that a way to compress reaches with some number of bits, between the points
   * that were measured; empty outside them.
   */
  public OptionalDouble psnrAt(String name, double bitsPerDimension) {
    List<RatePoint> points = lossy.getOrDefault(name, List.of());
    for (int i = 1; i < points.size(); i++) {
      RatePoint a = points.get(i - 1);
      RatePoint b = points.get(i);
      if (a.bitsPerDimension() <= bitsPerDimension && bitsPerDimension <= b.bitsPerDimension()) {
        double room = b.bitsPerDimension() - a.bitsPerDimension();
        double share = room == 0 ? 0 : (bitsPerDimension - a.bitsPerDimension()) / room;
        return OptionalDouble.of(a.psnr() + share * (b.psnr() - a.psnr()));
      }
    }
    return OptionalDouble.empty();
  }

  /**
   * Returns the first samples and what the model makes of them at three qualities, as a PNG file;
   * empty if they are no images.
   */
  public Optional<byte[]> picture() {
    return picture.map(byte[]::clone);
  }
}
