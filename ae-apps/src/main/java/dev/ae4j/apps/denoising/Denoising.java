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
 * var denoisers = ClassicalDenoisers.fit(training, noise, Shape.of(28, 28));
 * denoisers.put("autoencoder", model::reconstruct);
 * var quality = Denoising.compare(clean, noisy, denoisers, Shape.of(28, 28)).quality();
 * }</pre>
 */
public final class Denoising {
  private static final int PICTURE_PIXELS = 56;
  private static final int CROP_PIXELS = 192;
  private static final int CROPS = 4;

  private final TensorData clean;
  private final Shape image;
  private final Output noisy;
  private final Map<String, Output> outputs = new LinkedHashMap<>();

  /** Images and how good they are. */
  private record Output(TensorData images, ImageQuality quality) {}

  private Denoising(TensorData clean, Output noisy, Shape image) {
    this.clean = clean;
    this.image = image;
    this.noisy = noisy;
  }

  /**
   * Runs denoisers and compares what they give with the clean images.
   *
   * @param clean {@code [n, ...]}, in {@code [0, 1]}
   * @param noisy the same shape
   * @param denoisers from noisy images to cleaned ones of the same shape, by name
   * @param image the shape of one image, {@code [height, width]} or {@code [height, width,
   *     channels]}
   * @throws dev.ae4j.DataException if the shapes do not fit, or there are no images or images of
   *     less than 11x11 pixels
   */
  public static Denoising compare(
      TensorData clean,
      TensorData noisy,
      Map<String, UnaryOperator<TensorData>> denoisers,
      Shape image) {
    Denoising result = new Denoising(clean, measured(clean, noisy, image), image);
    denoisers.forEach(
        (name, denoiser) ->
            result.outputs.put(name, measured(clean, denoiser.apply(noisy), image)));
    return result;
  }

  /**
   * Runs denoisers over images of any size and compares what they give with the clean images; a
   * picture then shows the middle of the first ones.
   *
   * @param clean each {@code [height, width, channels]}, in {@code [0, 1]}
   * @param noisy the same shapes
   * @param denoisers from a noisy image to a cleaned one of the same shape, by name
   * @throws dev.ae4j.DataException if the shapes do not fit, or there are images of less than 11x11
   *     pixels
   */
  public static Denoising compare(
      List<TensorData> clean,
      List<TensorData> noisy,
      Map<String, UnaryOperator<TensorData>> denoisers) {
    TensorData crops = ImageCrops.of(clean, CROP_PIXELS, CROPS);
    Denoising result = new Denoising(crops, measured(clean, noisy), crops.rowShape());
    denoisers.forEach(
        (name, denoiser) ->
            result.outputs.put(name, measured(clean, noisy.stream().map(denoiser).toList())));
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

  /** Returns how good the images of each denoiser are, by name. */
  public Map<String, ImageQuality> quality() {
    Map<String, ImageQuality> quality = new LinkedHashMap<>();
    outputs.forEach((name, output) -> quality.put(name, output.quality));
    return quality;
  }

  /**
   * Returns how good the images of a denoiser are.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public ImageQuality quality(String denoiser) {
    Output output = outputs.get(denoiser);
    if (output == null) {
      throw new IllegalArgumentException(
          "There is no denoiser " + denoiser + " among " + outputs.keySet());
    }
    return output.quality;
  }

  /**
   * Returns the first images as a PNG file: noisy, cleaned by each denoiser, original.
   *
   * @param count how many images, fewer if there are not so many
   * @throws dev.ae4j.DataException if images are neither grey nor red, green and blue
   */
  public byte[] picture(int count) {
    int scale = Math.max(1, PICTURE_PIXELS / Math.max(image.size(0), image.size(1)));
    int columns = Math.min(count, clean.rows());
    ImageGrid grid = new ImageGrid(image, scale);
    addRow(grid, "noisy", noisy, columns);
    outputs.forEach((name, output) -> addRow(grid, name, output, columns));
    return grid.row("original", "", clean.copyRows(0, columns)).toPng();
  }

  private static void addRow(ImageGrid grid, String name, Output output, int columns) {
    grid.row(name, Format.quality(output.quality), output.images.copyRows(0, columns));
  }
}
