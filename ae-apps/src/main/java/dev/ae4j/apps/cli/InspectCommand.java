package dev.ae4j.apps.cli;

import dev.ae4j.DataException;
import dev.ae4j.ModelSpec;
import dev.ae4j.PluginSpec;
import dev.ae4j.apps.compression.Aez;
import dev.ae4j.apps.compression.AezInfo;
import dev.ae4j.artifact.ModelArtifact;
import dev.ae4j.data.CategoryColumn;
import dev.ae4j.data.NumberColumn;
import dev.ae4j.data.TableColumn;
import dev.ae4j.data.TableSchema;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ae inspect}: tells what is in a model file. */
@Command(
    name = "inspect",
    sortOptions = false,
    description =
        "Tells what is in a model file, after verifying its checksum, or in an .aez file.")
final class InspectCommand extends AbstractCommand {
  @Parameters(
      paramLabel = "FILE",
      description = "A model that 'ae train' wrote, or what 'ae compress' wrote.")
  Path file;

  @Inject
  InspectCommand() {}

  @Override
  public Result call() {
    return Aez.isAez(file) ? compressed() : model();
  }

  private Result compressed() {
    AezInfo info = Aez.inspect(file);
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("format", "aez");
    values.put("bytes", size());
    values.put("lossless", info.isLossless());
    values.put("samples", info.samples());
    values.put("sample_shape", sizes(info.sampleShape()));
    values.put("code_shape", sizes(info.codeShape()));
    values.put("step", info.step());
    values.put("chunks", info.chunks());
    values.put("damaged", Aez.damage(file));
    if (!info.files().isEmpty()) {
      Map<String, @Nullable Object> files = new LinkedHashMap<>();
      info.files().forEach(cut -> files.put(cut.name(), sizes(cut.shape())));
      values.put("files", files);
    }
    values.put("model_id", info.modelId());
    values.put("model_bytes", info.modelBytes());
    return Result.of(values);
  }

  private Result model() {
    ModelArtifact model = ModelArtifact.load(file);
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("format", "safetensors");
    values.put("bytes", size());
    values.put("checksum", "verified");
    values.put("spec", spec(model.spec()));
    values.put("parameters", Provenance.parameters(model));
    Map<String, @Nullable Object> weights = new LinkedHashMap<>();
    model.weights().forEach((name, value) -> weights.put(name, sizes(value.shape())));
    values.put("weights", weights);
    Map<String, @Nullable Object> graphs = new LinkedHashMap<>();
    graphs.put("encode", graph(model.encode()));
    graphs.put("decode", graph(model.decode()));
    graphs.put("reconstruct", graph(model.reconstruct()));
    model.classify().ifPresent(classify -> graphs.put("classify", graph(classify)));
    values.put("graphs", graphs);
    values.put("provenance", model.provenance());
    return Result.of(values);
  }

  private long size() {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new DataException(file + " cannot be read: " + Failures.reason(e), e);
    }
  }

  /** Returns what is known of each column: its categories, or mean and standard deviation. */
  private static Map<String, Object> columns(TableSchema schema) {
    Map<String, Object> columns = new LinkedHashMap<>();
    for (TableColumn column : schema.columns()) {
      if (column instanceof NumberColumn number) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("mean", number.mean());
        figures.put("deviation", number.deviation());
        columns.put(column.name(), figures);
      } else {
        columns.put(column.name(), ((CategoryColumn) column).categories());
      }
    }
    return columns;
  }

  private static Map<String, @Nullable Object> spec(ModelSpec spec) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("sample_shape", sizes(spec.sampleShape()));
    values.put("encoder", spec.encoder().toString());
    values.put("code_size", spec.codeSize().isPresent() ? spec.codeSize().getAsInt() : null);
    values.put("decoder", spec.decoder().toString());
    values.put("loss", spec.loss().toString());
    values.put("corruptions", spec.corruptions().stream().map(PluginSpec::toString).toList());
    spec.schema().ifPresent(schema -> values.put("columns", columns(schema)));
    return values;
  }

  private static Map<String, @Nullable Object> graph(Program program) {
    Map<String, Integer> operations = new TreeMap<>();
    program
        .tensors()
        .forEach(
            tensor ->
                operations.merge(tensor.operation().getClass().getSimpleName(), 1, Integer::sum));
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("input", program.inputs().get(0).shape().toString());
    values.put("output", program.outputs().values().iterator().next().shape().toString());
    values.put("operations", operations);
    return values;
  }

  private static List<Integer> sizes(Shape shape) {
    return Arrays.stream(shape.sampleSizes()).boxed().toList();
  }
}
