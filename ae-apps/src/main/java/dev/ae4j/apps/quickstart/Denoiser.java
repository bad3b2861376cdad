package dev.ae4j.apps.quickstart;

import dev.ae4j.Autoencoder;
import dev.ae4j.TrainedModel;
import dev.ae4j.TrainingOptions;
import dev.ae4j.apps.metrics.ImageQuality;
import dev.ae4j.apps.metrics.MedianFilter;
import dev.ae4j.apps.metrics.Noise;
import dev.ae4j.apps.metrics.Pca;
import dev.ae4j.apps.metrics.WienerFilter;
import dev.ae4j.apps.picture.ImageGrid;
import dev.ae4j.apps.quickstart.QuickstartResult.Denoising;
import dev.ae4j.apps.report.Format;
import dev.ae4j.data.TensorData;
import dev.ae4j.training.EpochReport;
import java.util.List;

/**
 * A denoising autoencoder (Vincent et al. 2008): noisy images in, clean ones expected. Measured on
 * test images with the fixed noise, beside classical filters.
 *
 * <p>Its hidden layer is wider than the code of the compressing autoencoder, since nothing has to
 * be stored, and its loss is the cross-entropy, which gives sharper strokes in the same time.
 */
final class Denoiser {
  private static final double SIGMA = 0.5;
  private static final int HIDDEN_UNITS = 256;
  private static final String OPTIMIZER = "adam:learning-rate=0.002";

  /** Enough to fit two numbers for each component. */
  private static final int WIENER_SAMPLES = 10_000;

  private static final long WIENER_NOISE_SEED = 1;

  private final Digits digits;
  private final Pca pca;

  /**
   * What came out.
   *
   * @param result the figures
   * @param history how the training went
   * @param picture a PNG file
   */
  record Outcome(Denoising result, List<EpochReport> history, byte[] picture) {}

  /** Creates a denoiser whose linear baseline works with the components. */
  Denoiser(Digits digits, Pca pca) {
    this.digits = digits;
    this.pca = pca;
  }

  Outcome run(QuickstartOptions options, QuickstartListener listener) {
    String noise = "gaussian:" + SIGMA;
    Autoencoder.Builder network =
        Autoencoder.builder()
            .input(digits.training().sampleShape().sampleSizes())
            .codeSize(HIDDEN_UNITS)
            .loss("bce")
            .corruption(noise);
    options.backend().ifPresent(network::backend);
    TrainingOptions training =
        TrainingOptions.of(
            TrainingOptions.epochs(options.epochs()),
            TrainingOptions.seed(options.seed()),
            TrainingOptions.optimizer(OPTIMIZER),
            TrainingOptions.listener(listener));
    TensorData clean = digits.testImages();
    TensorData noisy = Noise.gaussian(SIGMA).addTo(clean, Noise.TEST_SEED);
    TensorData cleaned;
    List<EpochReport> history;
    try (TrainedModel model = network.build().fit(digits.training(), training)) {
      cleaned = model.reconstruct(noisy);
      history = model.history();
    }
    TensorData median = MedianFilter.apply(noisy, Digits.IMAGE);
    TensorData wiener = wienerFilter().denoise(noisy);
    ImageQuality in = ImageQuality.of(clean, noisy, Digits.IMAGE);
    ImageQuality out = ImageQuality.of(clean, cleaned, Digits.IMAGE);
    ImageQuality ofMedian = ImageQuality.of(clean, median, Digits.IMAGE);
    ImageQuality ofWiener = ImageQuality.of(clean, wiener, Digits.IMAGE);
    Denoising result =
        new Denoising(
            noise,
            HIDDEN_UNITS,
            history.stream().mapToDouble(EpochReport::seconds).sum(),
            in.psnr(),
            out.psnr(),
            in.ssim(),
            out.ssim(),
            ofMedian,
            ofWiener);
    int[] examples = digits.examples();
    byte[] picture =
        new ImageGrid(Digits.IMAGE, 2)
            .row("original", "", Digits.rows(clean, examples))
            .row("noisy", Format.quality(in), Digits.rows(noisy, examples))
            .row("Wiener filter", Format.quality(ofWiener), Digits.rows(wiener, examples))
            .row("autoencoder", Format.quality(out), Digits.rows(cleaned, examples))
            .toPng();
    return new Outcome(result, history, picture);
  }

  private WienerFilter wienerFilter() {
    TensorData images = digits.trainingImages();
    TensorData clean = images.copyRows(0, Math.min(WIENER_SAMPLES, images.rows()));
    return WienerFilter.fit(pca, clean, Noise.gaussian(SIGMA).addTo(clean, WIENER_NOISE_SEED));
  }
}
