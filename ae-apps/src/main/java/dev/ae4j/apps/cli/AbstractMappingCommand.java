package dev.ae4j.apps.cli;

import dev.ae4j.TrainedModel;
import dev.ae4j.artifact.ModelArtifact;
import dev.ae4j.data.TableSchema;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import dev.ae4j.registry.ProviderCatalog;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What commands have in common that make one row of numbers from each row of the data. */
abstract class AbstractMappingCommand extends AbstractModelCommand {
  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description =
          "The file to write the result to: .npy, or .csv for rows of a table, with the numbers and"
              + " categories of its columns.")
  Path out;

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
      TensorData rows =
          DataSources.samples(openData(data, program.inputs().get(0).shape().sample()));
      long start = System.nanoTime();
      TensorData results = apply(opened, rows);
      double seconds = (System.nanoTime() - start) * 1e-9;
      SampleFile.write(out, results, columns);
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      values.put("samples", results.rows());
      values.put("shape", Arrays.stream(results.shape().sampleSizes()).boxed().toList());
      values.put("seconds", seconds);
      values.put("out", out.toString());
      return Result.of(values);
    }
  }
}
