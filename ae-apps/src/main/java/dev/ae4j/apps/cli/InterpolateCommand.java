package dev.ae4j.apps.cli;

import dev.ae4j.DataException;
import dev.ae4j.OptionException;
import dev.ae4j.TrainedModel;
import dev.ae4j.apps.generation.CodeDistribution;
import dev.ae4j.apps.generation.Interpolation;
import dev.ae4j.apps.picture.ImageGrid;
import dev.ae4j.artifact.WholeFile;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import dev.ae4j.model.RandomStream;
import dev.ae4j.registry.ProviderCatalog;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ae interpolate}: makes samples between samples. */
@Command(
    name = "interpolate",
    sortOptions = false,
    showDefaultValues = true,
    description = {
      "Makes samples between pairs of samples: the decoder's, of codes on the way from one to the"
          + " other.",
      "",
      "The way is a straight line, or a great circle for a model that was trained with the loss kl."
          + " The first and the last sample of each way are reconstructions.",
      ""
    })
final class InterpolateCommand extends AbstractModelCommand {
  private static final int MAX_STEPS = 1000;
  private static final int MAX_PAIRS = 10_000;

  /** More do not fit a picture that anybody looks at. */
  private static final int MAX_SHOWN = 20;

  @Option(
      names = "--pair",
      paramLabel = "A,B",
      split = RunFile.SEPARATOR,
      description =
          "Two samples, counted from 0; may be repeated. If not given, pairs are chosen at random.")
  List<String> pair = List.of();

  @Option(names = "--pairs", paramLabel = "N", description = "How many pairs to choose at random.")
  int pairs = 10;

  @Option(names = "--seed", paramLabel = "S", description = "Decides which.")
  long seed = 1;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Samples on each way, both ends included.")
  int steps = 10;

  @Option(
      names = "--path",
      paramLabel = "KIND",
      description = "straight or spherical, if not as above.")
  @Nullable String path;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description =
          "The file to write the samples to, pair by pair: .npy, or .csv for rows of a table.")
  Path out;

  @Option(
      names = "--picture",
      paramLabel = "FILE.png",
      description =
          "A picture of at most 20 ways, each between the two samples as they are in the data.")
  @Nullable Path picture;

  @Inject
  InterpolateCommand(ProviderCatalog catalog) {
    super(catalog);
  }

  @Override
  public Result call() {
    if (steps < 2 || steps > MAX_STEPS || pairs < 1 || pairs > MAX_PAIRS) {
      throw new OptionException(
          "--steps is %s and --pairs %s; expected 2 to %s, and 1 to %s"
              .formatted(steps, pairs, MAX_STEPS, MAX_PAIRS));
    }
    OutputFiles.check(picture);
    try (TrainedModel opened = openModel()) {
      SampleFile.check(out, opened.spec().schema());
      Interpolation way = way(opened);
      Dataset samples = openData(data, opened.spec().sampleShape());
      int[][] ends = ends(samples);
      TensorData first = DataSources.rows(samples, ends[0]);
      TensorData last = DataSources.rows(samples, ends[1]);
      TensorData codes = way.between(opened.encode(first), opened.encode(last), steps);
      TensorData made = opened.decode(codes);
      byte @Nullable [] png = picture == null ? null : draw(first, made, last, ends);
      SampleFile.write(out, made, opened.spec().schema());
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      values.put("pairs", first.rows());
      values.put("steps", steps);
      values.put("path", way.name().toLowerCase(Locale.ROOT));
      values.put("shape", Arrays.stream(made.shape().sampleSizes()).boxed().toList());
      values.put("out", out.toString());
      if (picture != null && png != null) {
        WholeFile.write(picture, stream -> stream.write(png));
        values.put("picture", picture.toString());
      }
      return Result.of(values);
    }
  }

  private Interpolation way(TrainedModel opened) {
    if (path == null) {
      return CodeDistribution.isStandardNormal(opened.spec())
          ? Interpolation.SPHERICAL
          : Interpolation.STRAIGHT;
    }
    for (Interpolation each : Interpolation.values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(path)) {
        return each;
      }
    }
    throw new OptionException("--path " + path + " is neither straight nor spherical");
  }

  /** Returns the first samples of all pairs, and the second ones. */
  private int[][] ends(Dataset samples) {
    if (samples.size() < 2) {
      throw new DataException(data + " has " + samples.size() + " samples, no pair");
    }
    int count = pair.isEmpty() ? pairs : pair.size();
    int[][] ends = new int[2][count];
    RandomStream random = new RandomStream(seed, "interpolation/pairs");
    for (int i = 0; i < count; i++) {
      if (pair.isEmpty()) {
        ends[0][i] = random.nextInt(samples.size());
        // Another one
        int other = random.nextInt(samples.size() - 1);
        ends[1][i] = other < ends[0][i] ? other : other + 1;
      } else {
        String text = pair.get(i);
        if (!text.matches("\\d{1,9},\\d{1,9}")) {
          throw new OptionException("--pair " + text + " is not of the form 3,17");
        }
        int comma = text.indexOf(',');
        ends[0][i] = index(text.substring(0, comma), samples);
        ends[1][i] = index(text.substring(comma + 1), samples);
      }
    }
    return ends;
  }

  private int index(String text, Dataset samples) {
    int index = Integer.parseInt(text);
    if (index >= samples.size()) {
      throw new DataException(
          "%s has no sample %s; the last is %s".formatted(data, index, samples.size() - 1));
    }
    return index;
  }

  private byte[] draw(TensorData first, TensorData made, TensorData last, int[][] ends) {
    Shape image = Images.shape(first.rowShape());
    ImageGrid grid = new ImageGrid(image, Images.scale(image));
    int width = image.sampleElements();
    for (int i = 0; i < Math.min(MAX_SHOWN, first.rows()); i++) {
      TensorData row = TensorData.zeros(image.batched().withBatch(steps + 2));
      System.arraycopy(first.values(), i * width, row.values(), 0, width);
      System.arraycopy(made.values(), i * steps * width, row.values(), width, steps * width);
      System.arraycopy(last.values(), i * width, row.values(), (steps + 1) * width, width);
      grid.row(ends[0][i] + " to " + ends[1][i], "", row);
    }
    return grid.toPng();
  }
}
