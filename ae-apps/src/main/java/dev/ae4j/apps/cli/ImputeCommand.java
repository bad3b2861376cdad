package dev.ae4j.apps.cli;

import dev.ae4j.DataException;
import dev.ae4j.OptionException;
import dev.ae4j.TrainedModel;
import dev.ae4j.apps.imputation.ImputationScore;
import dev.ae4j.apps.imputation.Imputer;
import dev.ae4j.apps.metrics.MissingValues;
import dev.ae4j.apps.picture.ImageGrid;
import dev.ae4j.artifact.WholeFile;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.Table;
import dev.ae4j.data.TableColumn;
import dev.ae4j.data.TableSchema;
import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.CsvTable;
import dev.ae4j.datasets.Npy;
import dev.ae4j.graph.Shape;
import dev.ae4j.model.RandomStream;
import dev.ae4j.registry.ProviderCatalog;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ae impute}: fills in what is missing. */
@Command(
    name = "impute",
    sortOptions = false,
    showDefaultValues = true,
    description = {
      "Fills in what is missing: empty cells of tables, NaN in arrays, masked pixels of images.",
      "",
      "Models of tables take missing cells as they are; others should be trained with '--corrupt"
          + " masking:SHARE'. With --hide or --reference, tells how near the result is to the"
          + " truth, beside the mean of the training data and PCA with codes of at most this size: the"
          + " root of the mean squared error of numbers, in tables in units of their standard"
          + " deviation, and the share of categories that are right.",
      ""
    })
final class ImputeCommand extends AbstractBaselineCommand {
  private static final int CHUNK = 1024;
  private static final int PCA_ROUNDS = 30;
  private static final int PICTURE_IMAGES = 10;
  private static final int PICTURE_PIXELS = 56;

  private record Candidate(String name, Imputer imputer, ImputationScore score) {}

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The file to write the complete data to: .csv for tables, .npy otherwise.")
  Path out;

  @Option(
      names = "--mask",
      paramLabel = "FILE.npy",
      description =
          "What is missing besides NaN: where this is not 0; of the shape of the data or of one"
              + " sample. Not for tables.")
  @Nullable Path mask;

  @Option(
      names = "--hide",
      paramLabel = "SHARE",
      description = "To measure: hide this share of the cells or elements first, by --seed.")
  @Nullable Double hide;

  @Option(names = "--seed", paramLabel = "S", description = "Decides what --hide hides.")
  long seed = 1;

  @Option(
      names = "--reference",
      paramLabel = "SRC",
      description = "To measure: the complete data, in the same order.")
  @Nullable String reference;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often to reconstruct with what was filled in before.")
  int rounds = 1;

  @Option(
      names = "--picture",
      paramLabel = "FILE.png",
      description = "A picture of the first samples, if they are images.")
  @Nullable Path picture;

  /** The model first, then what it is compared with. */
  private final List<Candidate> candidates = new ArrayList<>();

  private long samples;
  private long missing;

  @Inject
  ImputeCommand(ProviderCatalog catalog) {
    super(catalog);
  }

  @Override
  public Result call() {
    checkOptions();
    try (TrainedModel opened = openModel()) {
      Optional<TableSchema> schema = opened.spec().schema();
      add("model", Imputer.of(opened::reconstruct, rounds), schema);
      if (hide != null || reference != null) {
        trainingSamples(opened, "baselines").ifPresent(known -> addBaselines(opened, known));
      }
      Optional<Table> table =
          schema.isEmpty() ? Optional.empty() : DataSources.table(data, catalog);
      if (table.isPresent()) {
        imputeTable(table.get(), schema.orElseThrow());
      } else {
        imputeArray(opened.spec().sampleShape());
      }
      return result();
    }
  }

  private void checkOptions() {
    if (hide != null && reference != null) {
      throw new OptionException("--hide and --reference exclude each other. Maybe leave one out");
    }
    if (hide != null && !(hide > 0 && hide < 1)) {
      throw new OptionException("--hide " + hide + " is not more than 0 and less than 1");
    }
    OutputFiles.check(out, picture);
  }

  private void add(String name, Imputer imputer, Optional<TableSchema> schema) {
    candidates.add(new Candidate(name, imputer, new ImputationScore(schema)));
  }

  private void addBaselines(TrainedModel opened, TensorData known) {
    Optional<TableSchema> schema = opened.spec().schema();
    add("mean", Imputer.ofMeans(known), schema);
    try {
      add("pca", Imputer.ofPca(known, principalComponents(opened), PCA_ROUNDS), schema);
    } catch (DataException e) {
      omitted.put("pca", String.valueOf(e.getMessage()));
    }
  }

  private void imputeTable(Table table, TableSchema schema) {
    if (mask != null) {
      throw new OptionException("--mask is not for tables, whose empty cells are what is missing");
    }
    Optional<TensorData> truth =
        Optional.ofNullable(reference)
            .map(source -> DataSources.samples(openData(source, schema.sampleShape())));
    int[] positions = schema.positions(table);
    int[] offsets = schema.offsets();
    RandomStream random = new RandomStream(seed, "hide");
    Consumer<Consumer<List<String>>> content =
        lines ->
            schema.encode(
                table,
                CHUNK,
                (chunk, rows) -> {
                  InterruptOnExit.check(out);
                  TensorData given = hide == null ? chunk : hidden(chunk, schema, random);
                  TensorData expected = truth.map(all -> slice(all, chunk.rows())).orElse(chunk);
                  TensorData filled = fill(expected, given);
                  for (int row = 0; row < chunk.rows(); row++) {
                    List<String> cells = new ArrayList<>(rows.get(row));
                    int from = row * schema.width();
                    for (int i = 0; i < positions.length; i++) {
                      if (Float.isNaN(given.values()[from + offsets[i]])) {
                        TableColumn column = schema.columns().get(i);
                        cells.set(positions[i], column.decode(filled.values(), from + offsets[i]));
                        missing++;
                      }
                    }
                    lines.accept(cells);
                  }
                });
    InterruptOnExit.during(() -> CsvTable.write(out, table.columns(), content));
  }

  /** Returns the next rows of the reference. */
  private TensorData slice(TensorData all, int count) {
    if (samples + count > all.rows()) {
      throw new DataException(
          "%s has only %d rows, fewer than %s".formatted(reference, all.rows(), data));
    }
    return all.copyRows((int) samples, (int) samples + count);
  }

  private TensorData hidden(TensorData chunk, TableSchema schema, RandomStream random) {
    float[] values = chunk.values().clone();
    for (int from = 0; from < values.length; ) {
      for (TableColumn column : schema.columns()) {
        if (random.nextUniform() < share()) {
          Arrays.fill(values, from, from + column.width(), Float.NaN);
        }
        from += column.width();
      }
    }
    return TensorData.of(values, chunk.shape());
  }

  private void imputeArray(Shape shape) {
    Dataset opened = DataSources.openIncomplete(data, catalog);
    if (!opened.sampleShape().equals(shape)) {
      throw new DataException(
          "%s has samples of shape %s, but %s takes %s"
              .formatted(data, opened.sampleShape(), model, shape));
    }
    TensorData original = DataSources.samples(opened);
    TensorData truth = original;
    if (reference != null) {
      truth = DataSources.samples(openData(reference, shape));
      if (truth.rows() != original.rows()) {
        throw new DataException(
            "%s has %d samples, but %s has %d"
                .formatted(reference, truth.rows(), data, original.rows()));
      }
    }
    TensorData given = masked(original);
    missing = MissingValues.count(given);
    TensorData filled = fill(truth, given);
    if (picture != null) {
      draw(picture, truth, given, filled);
    }
    Npy.write(out, filled);
  }

  private TensorData masked(TensorData original) {
    float[] values = original.values().clone();
    if (mask != null) {
      TensorData holes = Npy.read(mask);
      if (!holes.shape().equals(original.shape()) && !holes.shape().equals(original.rowShape())) {
        throw new DataException(
            "%s has the shape %s, neither that of the data, %s, nor that of a sample"
                .formatted(mask, holes.shape(), original.shape()));
      }
      float[] where = holes.values();
      for (int i = 0; i < values.length; i++) {
        values[i] = where[i % where.length] != 0 ? Float.NaN : values[i];
      }
    }
    if (hide != null) {
      RandomStream random = new RandomStream(seed, "hide");
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextUniform() < share() ? Float.NaN : values[i];
      }
    }
    return TensorData.of(values, original.shape());
  }

  private double share() {
    return hide == null ? 0 : hide;
  }

  /** Returns what the model fills in, and adds to the scores of all. */
  private TensorData fill(TensorData truth, TensorData given) {
    List<TensorData> filled =
        candidates.stream().map(candidate -> candidate.imputer.fill(given)).toList();
    for (int i = 0; i < filled.size(); i++) {
      candidates.get(i).score.add(truth, given, filled.get(i));
    }
    samples += given.rows();
    TensorData result = filled.get(0);
    if (MissingValues.count(result) > 0) {
      throw new DataException(
          data + ": the model fills in NaN. Maybe its training went wrong: 'ae evaluate' tells");
    }
    return result;
  }

  private void draw(Path file, TensorData truth, TensorData given, TensorData filled) {
    int count = Math.min(PICTURE_IMAGES, given.rows());
    try {
      Shape image = Images.shape(given.rowShape());
      int scale = Math.max(1, PICTURE_PIXELS / Math.max(image.size(0), image.size(1)));
      float[] grey = new float[image.sampleElements()];
      Arrays.fill(grey, 0.5f);
      TensorData holes =
          MissingValues.filled(given.copyRows(0, count), TensorData.of(grey, given.rowShape()));
      ImageGrid grid = new ImageGrid(image, scale).row("given", "grey: missing", holes);
      grid.row("filled in", "", filled.copyRows(0, count));
      if (hide != null || reference != null || mask != null) {
        TensorData original = truth.copyRows(0, count);
        grid.row("truth", "", MissingValues.filled(original, holes));
      }
      byte[] png = grid.toPng();
      WholeFile.write(file, stream -> stream.write(png));
    } catch (DataException e) {
      omitted.put("picture", String.valueOf(e.getMessage()));
    }
  }

  private Result result() {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("samples", samples);
    values.put("missing", missing);
    if (hide != null || reference != null) {
      values.putAll(figures(candidates.get(0).score));
      Map<String, @Nullable Object> baselines = new LinkedHashMap<>();
      candidates.stream()
          .skip(1)
          .forEach(candidate -> baselines.put(candidate.name, figures(candidate.score)));
      values.put("baselines", baselines);
    }
    values.put("omitted", omitted);
    values.put("out", out.toString());
    return Result.of(values);
  }

  private static Map<String, @Nullable Object> figures(ImputationScore score) {
    Map<String, @Nullable Object> figures = new LinkedHashMap<>();
    figures.put("rmse", score.rmse().isPresent() ? score.rmse().getAsDouble() : null);
    if (score.accuracy().isPresent()) {
      figures.put("accuracy", score.accuracy().getAsDouble());
    }
    return figures;
  }
}
