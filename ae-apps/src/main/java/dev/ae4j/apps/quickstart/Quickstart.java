package dev.ae4j.apps.quickstart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.ae4j.Autoencoder;
import dev.ae4j.TrainedModel;
import dev.ae4j.TrainingOptions;
import dev.ae4j.apps.metrics.ImageQuality;
import dev.ae4j.apps.metrics.Pca;
import dev.ae4j.apps.picture.ImageGrid;
import dev.ae4j.apps.quickstart.QuickstartListener.Stage;
import dev.ae4j.apps.quickstart.QuickstartResult.Reconstruction;
import dev.ae4j.apps.report.Format;
import dev.ae4j.apps.report.OutputFolder;
import dev.ae4j.artifact.ModelArtifact;
import dev.ae4j.data.TensorData;
import dev.ae4j.training.EpochReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The first thing to try: trains the classic 784-32-784 autoencoder on MNIST and shows on the test
 * images what it is good for: compression, denoising and features, each beside a classical method.
 *
 * <p>Writes into one folder {@value #MODEL}, {@value #METRICS}, {@value #REPORT} and the pictures
 * {@value #RECONSTRUCTIONS}, {@value #DENOISING} and {@value #CODES}; all of them at the end,
 * whole, or none.
 */
public final class Quickstart {
  /** The name of the file with the trained autoencoder. */
  public static final String MODEL = "model.ae4j";

  /** The name of the file with the {@link QuickstartResult} as JSON. */
  public static final String METRICS = "metrics.json";

  /** The name of the report, a web page that needs no other file. */
  public static final String REPORT = "report.html";

  /** The name of the picture of test images, before and after. */
  public static final String RECONSTRUCTIONS = "reconstructions.png";

  /** The name of the picture of noisy and cleaned test images. */
  public static final String DENOISING = "denoising.png";

  /** The name of the picture of what lies between the codes of two digits. */
  public static final String CODES = "codes.png";

  private static final int CODE_SIZE = 32;

  /** More than the code has, for the linear denoiser. */
  private static final int COMPONENTS = 100;

  /** From which digit to which, all ten of them, and in how many steps. */
  private static final int[][] WALKS = {{0, 6}, {1, 7}, {3, 8}, {4, 9}, {5, 2}};

  private static final int STEPS = 11;

  private final QuickstartOptions options;
  private final QuickstartListener listener;

  private Quickstart(QuickstartOptions options, QuickstartListener listener) {
    this.options = options;
    this.listener = listener;
  }

  /**
   * Trains, measures and writes: half a minute on two cores.
   *
   * <p>The same options give the same figures on the same backend, except times.
   *
   * @throws dev.ae4j.DataException if the folder cannot be written to
   * @throws dev.ae4j.BackendException if the backend cannot be used
   * @throws dev.ae4j.OptionException if the number of epochs is negative
   */
  public static QuickstartResult run(QuickstartOptions options, QuickstartListener listener) {
    return run(options, listener, Digits::mnist);
  }

  static QuickstartResult run(
      QuickstartOptions options, QuickstartListener listener, Supplier<Digits> source) {
    OutputFolder.check(options.out());
    long start = System.nanoTime();
    listener.onStage(Stage.READING);
    return new Quickstart(options, listener).run(start, source.get());
  }

  private QuickstartResult run(long start, Digits digits) {
    listener.onStage(Stage.TRAINING);
    try (TrainedModel model = train(digits)) {
      TensorData test = digits.testImages();
      listener.onStage(Stage.BASELINE);
      Pca components = Pca.fit(digits.trainingImages(), COMPONENTS);
      Pca pca = components.leading(CODE_SIZE);
      TensorData reconstructed = model.reconstruct(test);
      TensorData projected = pca.decode(pca.encode(test));
      ImageQuality learned = ImageQuality.of(test, reconstructed, Digits.IMAGE);
      ImageQuality linear = ImageQuality.of(test, projected, Digits.IMAGE);
      listener.onStage(Stage.COMPRESSION);
      QuickstartResult.Compression compression = new Compressor(digits).compress(model, pca);
      listener.onStage(Stage.DENOISING);
      Denoiser.Outcome denoising = new Denoiser(digits, components).run(options, listener);
      listener.onStage(Stage.FEATURES);
      QuickstartResult.Features features = new FeatureProbes(digits).measure(model, pca);
      listener.onStage(Stage.WRITING);
      QuickstartResult result =
          new QuickstartResult(
              learned.mse(),
              options.epochs(),
              (System.nanoTime() - start) * 1e-9,
              model.history().stream().mapToDouble(EpochReport::seconds).sum(),
              model.backend(),
              options.seed(),
              new Reconstruction(CODE_SIZE, learned.mse(), learned.psnr(), learned.ssim(), linear),
              compression,
              denoising.result(),
              features);
      int[] examples = digits.examples();
      QuickstartReport.Pictures pictures =
          new QuickstartReport.Pictures(
              new ImageGrid(Digits.IMAGE, 2)
                  .row("original", "784 pixels", Digits.rows(test, examples))
                  .row("autoencoder", Format.quality(learned), Digits.rows(reconstructed, examples))
                  .row("PCA", Format.quality(linear), Digits.rows(projected, examples))
                  .toPng(),
              denoising.picture(),
              walks(model, digits));
      ModelArtifact artifact =
          model.artifact().with(Map.of("test-mse", Double.toString(learned.mse())));
      QuickstartReport report =
          new QuickstartReport(
              options, digits, result, artifact, model.history(), denoising.history(), pictures);
      write(artifact, result, pictures, report);
      return result;
    }
  }

  private TrainedModel train(Digits digits) {
    Autoencoder.Builder network =
        Autoencoder.builder()
            .input(digits.training().sampleShape().sampleSizes())
            .codeSize(CODE_SIZE);
    options.backend().ifPresent(network::backend);
    // The test images as validation data are only looked at: nothing is chosen by their loss.
    return network
        .build()
        .fit(
            digits.training(),
            TrainingOptions.of(
                TrainingOptions.epochs(options.epochs()),
                TrainingOptions.seed(options.seed()),
                TrainingOptions.validation(digits.test()),
                TrainingOptions.listener(listener)));
  }

  private static byte[] walks(TrainedModel model, Digits digits) {
    int[] examples = digits.examples();
    TensorData codes = model.encode(Digits.rows(digits.testImages(), examples));
    ImageGrid grid = new ImageGrid(Digits.IMAGE, 2);
    for (int[] walk : WALKS) {
      if (walk[0] < examples.length && walk[1] < examples.length) {
        int from = digits.testLabel(examples[walk[0]]);
        int to = digits.testLabel(examples[walk[1]]);
        grid.row(from + " to " + to, "", model.decode(steps(codes, walk[0], walk[1])));
      }
    }
    return grid.toPng();
  }

  /** Returns codes on the straight line from one to another, both included. */
  private static TensorData steps(TensorData codes, int from, int to) {
    int width = codes.rowShape().sampleElements();
    float[] values = codes.values();
    float[] steps = new float[STEPS * width];
    for (int step = 0; step < STEPS; step++) {
      float share = step / (STEPS - 1f);
      for (int k = 0; k < width; k++) {
        steps[step * width + k] =
            (1 - share) * values[from * width + k] + share * values[to * width + k];
      }
    }
    return TensorData.of(steps, STEPS, width);
  }

  private void write(
      ModelArtifact artifact,
      QuickstartResult result,
      QuickstartReport.Pictures pictures,
      QuickstartReport report) {
    Map<String, OutputFolder.Content> files = new LinkedHashMap<>();
    files.put(MODEL, artifact::save);
    files.put(METRICS, file -> Files.writeString(file, json(result)));
    files.put(RECONSTRUCTIONS, file -> Files.write(file, pictures.reconstructions()));
    files.put(DENOISING, file -> Files.write(file, pictures.denoising()));
    files.put(CODES, file -> Files.write(file, pictures.codes()));
    files.put(REPORT, file -> Files.writeString(file, report.toHtml(), StandardCharsets.UTF_8));
    OutputFolder.write(options.out(), files);
  }

  private static String json(QuickstartResult result) throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    return mapper.writeValueAsString(result) + "\n";
  }
}
