package dev.ae4j.apps.denoising;

import dev.ae4j.apps.metrics.ImageQuality;
import dev.ae4j.apps.picture.ImageCrops;
import dev.ae4j.apps.picture.ImageGrid;
import dev.ae4j.apps.report.Format;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What denoisers make of noisy images whose clean originals are known.
 *
 * <pre>{@code
 * Noise noise = Noise.gaussian(0.5);
 * TensorData noisy = noise.addTo(clean, Noise.TEST_SEED);
 * TensorData cleaned = model.reconstruct(noisy);
 * var baselines = ClassicalDenoisers.fit(training, noise, Shape.of(28, 28));
 * var denoising = Denoising.compare(clean, noisy, cleaned, baselines, Shape.of(28, 28));
 * }</pre>
 */
public final class Denoising {
  private static final int PICTURE_PIXELS = 56;
  private static final int CROP_PIXELS = 192;
  private static final int CROPS = 4;

  private final TensorData clean;
  private final Shape image;
  private final Output noisy;
  private final Output cleaned;
  private final Map<String, Output> baselines = new LinkedHashMap<>();

  /** Images and how good they are. */
  private record Output(TensorData images, ImageQuality quality) {}

  private Denoising(TensorData clean, Output noisy, Output cleaned, Shape image) {
    this.clean = clean;
    this.image = image;
    this.noisy = noisy;
    this.cleaned = cleaned;
  }

  /**
   * Compares cleaned images, and what other denoisers give, with the clean images.
   *
   * @param clean {@code [n, ...]}, in {@code [0, 1]}
   * @param noisy the same shape
   * @param cleaned what became of the noisy images: the same shape
   * @param baselines from noisy images to cleaned ones of the same shape, by name
   * @param image the shape of one image, {@code [height, width]} or {@code [height, width,
   *     channels]}
   * @throws dev.ae4j.DataException if the shapes do not fit, or there are no images or images of
   *     less than 11x11 pixels
   */
  public static Denoising compare(
      TensorData clean,
      TensorData noisy,
      TensorData cleaned,
      Map<String, UnaryOperator<TensorData>> baselines,
      Shape image) {
    Denoising result =
        new Denoising(clean, measured(clean, noisy, image), measured(clean, cleaned, image), image);
    baselines.forEach(
        (name, denoiser) ->
            result.baselines.put(name, measured(clean, denoiser.apply(noisy), image)));
    return result;
  }

  /**
   * Compares images of any size as above; a picture then shows the middle of the first ones.
   *
   * @param clean each {@code [height, width, channels]}, in {@code [0, 1]}
   * @param noisy the same shapes
   * @param cleaned what became of the noisy images: the same shapes
   * @param baselines from a noisy image to a cleaned one of the same shape, by name
   * @throws dev.ae4j.DataException if the shapes do not fit, or there are images of less than 11x11
   *     pixels
   */
  public static Denoising compare(
      List<TensorData> clean,
      List<TensorData> noisy,
      List<TensorData> cleaned,
      Map<String, UnaryOperator<TensorData>> baselines) {
    TensorData crops = ImageCrops.of(clean, CROP_PIXELS, CROPS);
    Denoising result =
        new Denoising(crops, measured(clean, noisy), measured(clean, cleaned), crops.rowShape());
    baselines.forEach(
        (name, denoiser) ->
            result.baselines.put(name, measured(clean, noisy.stream().map(denoiser).toList())));
    return result;
  }

  private static Output measured(TensorData clean, TensorData images, Shape image) {
    return new Output(images, ImageQuality.of(clean, images, image));
  }

  private static Output measured(List<TensorData> clean, List<TensorData> images) {
    double mse = 0;
    double psnr = 0;
    double ssim = 0;
    for (int i = 0; i < clean.size(); i++) {
      Shape image = clean.get(i).shape();
      ImageQuality quality = ImageQuality.of(one(clean.get(i)), one(images.get(i)), image);
      mse += quality.mse() / clean.size();
      psnr += quality.psnr() / clean.size();
      ssim += quality.ssim() / clean.size();
    }
    return new Output(ImageCrops.of(images, CROP_PIXELS, CROPS), new ImageQuality(mse, psnr, ssim));
  }

  private static TensorData one(TensorData image) {
    return TensorData.of(image.values(), image.shape().batched().withBatch(1));
  }

  /** Returns how good the noisy images are. */
  public ImageQuality noisy() {
    return noisy.quality;
  }

  /** Returns how good the cleaned images are. */
  public ImageQuality cleaned() {
    return cleaned.quality;
  }

  /** Returns how good the images of the other denoisers are, by name. */
  public Map<String, ImageQuality> baselines() {
    Map<String, ImageQuality> quality = new LinkedHashMap<>();
    baselines.forEach((name, output) -> quality.put(name, output.quality));
    return quality;
  }

  /**
   * Returns the first images as a PNG file: noisy, cleaned by the model and by each other denoiser,
   * original.
   *
   * @param count how many images, fewer if there are not so many
   * @throws dev.ae4j.DataException if images are neither grey nor red, green and blue
   */
  public byte[] picture(int count) {
    int scale = Math.max(1, PICTURE_PIXELS / Math.max(image.size(0), image.size(1)));
    int columns = Math.min(count, clean.rows());
    ImageGrid grid = new ImageGrid(image, scale);
    addRow(grid, "noisy", noisy, columns);
    addRow(grid, "model", cleaned, columns);
    baselines.forEach((name, output) -> addRow(grid, name, output, columns));
    return grid.row("original", "", clean.copyRows(0, columns)).toPng();
  }

  private static void addRow(ImageGrid grid, String name, Output output, int columns) {
    grid.row(name, Format.quality(output.quality), output.images.copyRows(0, columns));
  }
}
