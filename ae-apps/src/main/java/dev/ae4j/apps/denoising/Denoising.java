package dev.ae4j.apps.denoising;

import dev.ae4j.apps.metrics.ImageQuality;
import dev.ae4j.apps.picture.ImageGrid;
import dev.ae4j.apps.report.Format;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import java.util.LinkedHashMap;
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

  private final TensorData clean;
  private final Shape image;
  private final Output noisy;
  private final Map<String, Output> outputs = new LinkedHashMap<>();

  /** Images and how good they are. */
  private record Output(TensorData images, ImageQuality quality) {}

  private Denoising(TensorData clean, TensorData noisy, Shape image) {
    this.clean = clean;
    this.image = image;
    this.noisy = measured(noisy);
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
    Denoising result = new Denoising(clean, noisy, image);
    denoisers.forEach(
        (name, denoiser) -> result.outputs.put(name, result.measured(denoiser.apply(noisy))));
    return result;
  }

  private Output measured(TensorData images) {
    return new Output(images, ImageQuality.of(clean, images, image));
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
