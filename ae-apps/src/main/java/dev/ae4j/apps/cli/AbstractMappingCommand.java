package dev.ae4j.apps.cli;

import dev.ae4j.TrainedModel;
import dev.ae4j.artifact.ModelArtifact;
import dev.ae4j.data.Dataset;
import dev.ae4j.data.TableSchema;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.registry.ProviderCatalog;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What commands have in common that make one row of numbers from each row of the data. */
abstract class AbstractMappingCommand extends AbstractModelCommand {
  /**
   * As many as a model takes at a time, so that none is computed in other company than in whole.
   */
  private static final int CHUNK = 1024;

  /** The share of the heap for rows that are very long, and for their results. */
  private static final int HEAP_SHARE = 8;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description =
          "The file to write the result to: .npy, or .csv for rows of a table, with the numbers and"
              + " categories of its columns.")
  Path out;

  private long nanos;

  AbstractMappingCommand(ProviderCatalog catalog) {
    super(catalog);
  }

  /** Returns the part of the model that {@link #apply} runs. */
  abstract Program program(ModelArtifact artifact);

  /** Returns a row for each row. */
  abstract TensorData apply(TrainedModel opened, TensorData rows);

  @Override
  public Result call() {
    try (TrainedModel opened = openModel()) {
      Program program = program(opened.artifact());
      Optional<TableSchema> columns =
          program.outputs().containsKey("reconstruction")
              ? opened.spec().schema()
              : Optional.empty();
      SampleFile.check(out, columns);
      Dataset rows = openData(data, program.inputs().get(0).shape().sample());
      Shape result = program.outputs().values().iterator().next().shape().sample();
      int longest = Math.max(rows.sampleShape().sampleElements(), result.sampleElements());
      long most =
          Runtime.getRuntime().maxMemory() / HEAP_SHARE / Float.BYTES / Math.max(1, longest);
      int together = (int) Math.max(1, Math.min(CHUNK, most));
      SampleFile.write(
          out,
          rows.size(),
          result,
          results ->
              SampleStream.of(rows)
                  .forEach(together, (some, cells) -> results.accept(timed(opened, some))),
          columns);
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      values.put("samples", rows.size());
      values.put(
          "shape",
          IntStream.concat(IntStream.of(rows.size()), Arrays.stream(result.sampleSizes()))
              .boxed()
              .toList());
      values.put("seconds", nanos * 1e-9);
      values.put("out", out.toString());
      return Result.of(values);
    }
  }

  private TensorData timed(TrainedModel opened, TensorData rows) {
    long start = System.nanoTime();
    TensorData results = apply(opened, rows);
    nanos += System.nanoTime() - start;
    return results;
  }
}
