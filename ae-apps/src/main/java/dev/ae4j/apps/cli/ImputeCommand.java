package dev.ae4j.apps.cli;

import dev.ae4j.DataException;
import dev.ae4j.OptionException;
import dev.ae4j.TrainedModel;
import dev.ae4j.apps.imputation.ImputationScore;
import dev.ae4j.apps.imputation.Imputer;
import dev.ae4j.apps.metrics.MissingValues;
import dev.ae4j.data.Table;
import dev.ae4j.data.TableSchema;
import dev.ae4j.data.TensorData;
import dev.ae4j.model.RandomStream;
import dev.ae4j.registry.ProviderCatalog;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
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
  private static final int PCA_ROUNDS = 30;

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

  /** How many samples were filled in so far. */
  long samples;

  /** How many cells or elements were missing. */
  long missing;

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
        new TableImputation(this, schema.orElseThrow()).run(table.get());
      } else {
        new ArrayImputation(this, opened.spec().sampleShape()).run();
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
    orOmit("pca", () -> Imputer.ofPca(known, principalComponents(opened), PCA_ROUNDS))
        .ifPresent(pca -> add("pca", pca, schema));
  }

  /** Returns what tells of one cell or element after the other whether --hide hides it. */
  BooleanSupplier hiding() {
    if (hide == null) {
      return () -> false;
    }
    double share = hide;
    RandomStream random = new RandomStream(seed, "hide");
    return () -> random.nextUniform() < share;
  }

  /** Returns what the model fills in, and adds to the scores of all. */
  TensorData fill(TensorData truth, TensorData given) {
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
