package dev.ae4j.apps.cli;

import dev.ae4j.DataException;
import dev.ae4j.TrainedModel;
import dev.ae4j.apps.health.Finding;
import dev.ae4j.apps.health.HealthCheck;
import dev.ae4j.apps.metrics.Distortion;
import dev.ae4j.apps.metrics.MissingValues;
import dev.ae4j.apps.metrics.Pca;
import dev.ae4j.apps.metrics.Ssim;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import dev.ae4j.registry.ProviderCatalog;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ae evaluate}: tells how well a model reconstructs data. */
@Command(
    name = "evaluate",
    sortOptions = false,
    description = {
      "Tells how well a model reconstructs data, beside PCA of --train-data with codes of the same"
          + " size.",
      "",
      "PSNR and SSIM are for images, flat ones if they are square, with values in [0, 1]. A metric"
          + " that does not apply is null, and the result says why. Signs that the model does not"
          + " do its work, such as units of the code that are never active, are listed in the end.",
      "",
      "For a model that the trainer fine-tune made, and data with labels, the accuracy is the share"
          + " of the samples whose class is the most probable one.",
      ""
    })
final class EvaluateCommand extends AbstractBaselineCommand {
  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description =
          "The classes of the samples, if the data has none: IDX, NPY or text with a whole number in"
              + " each line.")
  @Nullable Path labels;

  private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

  @Inject
  EvaluateCommand(ProviderCatalog catalog) {
    super(catalog);
  }

  @Override
  public Result call() {
    try (TrainedModel opened = openModel()) {
      Shape shape = opened.spec().sampleShape();
      Dataset tested = openData(data, shape);
      Optional<int[]> classes = LabelFile.of(tested, labels);
      TensorData samples = DataSources.samples(tested);
      Optional<TensorData> known = trainingSamples(opened, "pca_mse");
      TensorData output = opened.reconstruct(samples);
      put("mse", () -> Distortion.mse(samples, output));
      put("mae", () -> Distortion.mae(samples, output));
      put("bce", () -> Distortion.bce(Images.unit(samples), output));
      put("psnr", () -> Distortion.psnr(Images.unit(samples), output));
      put("ssim", () -> Ssim.mean(Images.unit(samples), output, Images.shape(samples.rowShape())));
      values.put("samples", samples.rows());
      known.ifPresentOrElse(
          rows -> put("pca_mse", () -> pcaError(samples, rows, principalComponents(opened))),
          () -> values.put("pca_mse", null));
      if (opened.artifact().classify().isPresent() && classes.isPresent()) {
        double errors = errors(opened.classify(samples), classes.get());
        values.put("accuracy", 1 - errors / samples.rows());
        values.put("error_rate", errors / samples.rows());
      } else if (opened.artifact().classify().isPresent()) {
        values.put("accuracy", null);
        omitted.put("accuracy", data + " has no labels. Maybe --labels");
      }
      values.put("omitted", omitted);
      List<Finding> findings =
          new ArrayList<>(
              HealthCheck.of(
                  MissingValues.filled(samples, output), opened.encode(samples), output));
      if (values.get("mse") instanceof Double error
          && values.get("pca_mse") instanceof Double pcaError) {
        HealthCheck.besidePca(error, pcaError).ifPresent(findings::add);
      }
      List<String> health = findings.stream().map(Finding::text).toList();
      List<String> lines = new ArrayList<>(Text.table(values));
      lines.addAll(health);
      values.put("health", health);
      return new Result(values, lines);
    }
  }

  /** Adds a metric, or null and the reason why it cannot be had. */
  private void put(String name, DoubleSupplier metric) {
    Supplier<Double> finite =
        () -> {
          double value = metric.getAsDouble();
          if (!Double.isFinite(value)) {
            throw new DataException("it is " + value);
          }
          return value;
        };
    values.put(name, orOmit(name, finite).orElse(null));
  }

  /** Returns the number of rows in which the first of the largest numbers is in another place. */
  private static int errors(TensorData probabilities, int[] expected) {
    int classes = probabilities.rowShape().sampleElements();
    int errors = 0;
    for (int row = 0; row < expected.length; row++) {
      int best = 0;
      for (int i = 1; i < classes; i++) {
        if (probabilities.values()[row * classes + i]
            > probabilities.values()[row * classes + best]) {
          best = i;
        }
      }
      errors += best == expected[row] ? 0 : 1;
    }
    return errors;
  }

  private static double pcaError(TensorData samples, TensorData known, int components) {
    TensorData means = MissingValues.means(known);
    Pca pca = Pca.fit(MissingValues.filled(known, means), components);
    TensorData codes = pca.encode(MissingValues.filled(samples, means));
    TensorData output = pca.decode(codes).reshape(samples.shape().sampleSizes());
    // A sigmoid keeps the model's output in this range, so PCA's gets the same help
    return Distortion.mse(samples, isUnit(samples) ? Distortion.clip(output) : output);
  }

  private static boolean isUnit(TensorData samples) {
    boolean unit = true;
    for (float value : samples.values()) {
      unit &= value >= 0 && value <= 1;
    }
    return unit;
  }
}
