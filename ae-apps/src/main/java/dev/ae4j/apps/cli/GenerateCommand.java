package dev.ae4j.apps.cli;

import dev.ae4j.OptionException;
import dev.ae4j.TrainedModel;
import dev.ae4j.apps.generation.CodeDistribution;
import dev.ae4j.apps.picture.ImageGrid;
import dev.ae4j.artifact.WholeFile;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import dev.ae4j.registry.ProviderCatalog;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ae generate}: makes samples of codes that are drawn at random. */
@Command(
    name = "generate",
    sortOptions = false,
    showDefaultValues = true,
    description = {
      "Makes new samples: the decoder's, of codes that are drawn at random.",
      "",
      "Codes of a model that was trained with the loss kl are drawn from the standard normal"
          + " distribution. For other models, and if --train-data is given, a normal distribution is"
          + " fitted to the codes of the training data. The same seed gives the same samples.",
      ""
    })
final class GenerateCommand extends AbstractTrainedModelCommand {
  /** More do not fit a picture that anybody looks at. */
  private static final int MAX_SHOWN = 400;

  private static final int COLUMNS = 20;

  /** Numbers in the largest array. */
  private static final int MAX_NUMBERS = 1 << 30;

  @Option(names = "--count", paramLabel = "N", description = "How many samples.")
  int count = 100;

  @Option(names = "--seed", paramLabel = "S", description = "Decides the codes.")
  long seed = 1;

  @Option(
      names = "--train-data",
      paramLabel = "SRC",
      description = "What to fit the distribution to." + TrainingData.OTHERWISE)
  @Nullable String trainData;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The file to write the samples to: .npy, or .csv for rows of a table.")
  Path out;

  @Option(
      names = "--picture",
      paramLabel = "FILE.png",
      description = "A picture of the samples, at most the first 400.")
  @Nullable Path picture;

  @Inject
  GenerateCommand(ProviderCatalog catalog) {
    super(catalog);
  }

  @Override
  public Result call() {
    if (count < 1) {
      throw new OptionException("--count is " + count + ", not 1 or more");
    }
    OutputFiles.check(picture);
    try (TrainedModel opened = openModel()) {
      SampleFile.check(out, opened.spec().schema());
      Shape shape = opened.spec().sampleShape();
      if ((long) count * shape.sampleElements() > MAX_NUMBERS) {
        throw new OptionException(
            "--count %d: so many samples of shape %s are more than %d numbers"
                .formatted(count, shape, MAX_NUMBERS));
      }
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      values.put("count", count);
      CodeDistribution codes;
      if (trainData == null && CodeDistribution.isStandardNormal(opened.spec())) {
        codes =
            CodeDistribution.standardNormal(
                opened.artifact().decode().inputs().get(0).shape().sample());
        values.put("codes", "standard normal");
      } else {
        Dataset known = openTrainingData(opened, trainData);
        codes = CodeDistribution.fit(opened.encode(DataSources.samples(known)));
        values.put("codes", "normal, fitted to those of " + known.name());
      }
      long start = System.nanoTime();
      TensorData samples = opened.decode(codes.sample(count, seed));
      values.put("seconds", (System.nanoTime() - start) * 1e-9);
      values.put("shape", Arrays.stream(samples.shape().sampleSizes()).boxed().toList());
      byte @Nullable [] png = picture == null ? null : draw(samples);
      SampleFile.write(out, samples, opened.spec().schema());
      values.put("out", out.toString());
      if (picture != null && png != null) {
        WholeFile.write(picture, stream -> stream.write(png));
        values.put("picture", picture.toString());
      }
      return Result.of(values);
    }
  }

  private static byte[] draw(TensorData samples) {
    Shape image = Images.shape(samples.rowShape());
    ImageGrid grid = new ImageGrid(image, Images.scale(image));
    int shown = Math.min(samples.rows(), MAX_SHOWN);
    for (int from = 0; from < shown; from += COLUMNS) {
      grid.row("", "", samples.copyRows(from, Math.min(from + COLUMNS, shown)));
    }
    return grid.toPng();
  }
}
