package dev.ae4j.artifact;

import dev.ae4j.AeException;
import dev.ae4j.DataException;
import dev.ae4j.LossSpec;
import dev.ae4j.ModelSpec;
import dev.ae4j.PluginSpec;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.internal.json.JsonArray;
import dev.ae4j.internal.json.JsonNumber;
import dev.ae4j.internal.json.JsonObject;
import dev.ae4j.internal.json.JsonReader;
import dev.ae4j.internal.json.JsonValue;
import dev.ae4j.internal.json.JsonWriter;
import dev.ae4j.internal.json.OneLine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Models as files. {@code docs/model-file.md} specifies the format. */
final class ModelFile {
  private static final String FORMAT = "ae4j-model";
  private static final String VERSION = "1";
  private static final Set<String> METADATA =
      Set.of(
          "format",
          "version",
          SafetensorsWriter.CHECKSUM,
          "spec",
          "provenance",
          "encode",
          "decode",
          "reconstruct",
          "classify");

  private ModelFile() {}

  static void write(ModelArtifact model, Path file) {
    SafetensorsWriter writer;
    try {
      writer = writer(model);
    } catch (DataException e) {
      throw new DataException(
          OneLine.of(file.toString()) + " cannot be written: " + e.getMessage(), e);
    }
    WholeFile.write(file, writer::writeTo);
  }

  /**
   * Prepares a file.
   *
   * @throws DataException if the model could not be read again; the message does not name the file
   */
  static SafetensorsWriter writer(ModelArtifact model) {
    Map<String, String> metadata = metadata(model);
    SafetensorsWriter writer = new SafetensorsWriter(metadata, model.weights());
    model(JsonObject.of(metadata), model.weights());
    return writer;
  }

  static ModelArtifact read(Path file) {
    return SafetensorsReader.readFile(file, ModelFile::read);
  }

  /**
   * Reads a model.
   *
   * @param in the bytes of the file
   * @param length how many there are
   * @throws DataException if they are not a model; the message does not name the file
   * @throws IOException if the stream cannot be read
   */
  static ModelArtifact read(InputStream in, long length) throws IOException {
    SafetensorsReader reader = new SafetensorsReader(in, length);
    JsonObject metadata = reader.metadata();
    if (!metadata.has("format") || !metadata.text("format").equals(FORMAT)) {
      throw new DataException(
          "it is a safetensors file, but its metadata do not have the format "
              + FORMAT
              + ". Maybe it holds only weights of another program");
    }
    if (!metadata.text("version").equals(VERSION)) {
      throw new DataException(
          "it is a model of the format version "
              + OneLine.of(metadata.text("version"))
              + ", not "
              + VERSION
              + ". Maybe it needs a newer version of AE4J");
    }
    metadata.allowOnly(METADATA);
    return model(metadata, reader.readTensors());
  }

  private static Map<String, String> metadata(ModelArtifact model) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", FORMAT);
    metadata.put("version", VERSION);
    metadata.put(SafetensorsWriter.CHECKSUM, SafetensorsWriter.NO_CHECKSUM);
    metadata.put("spec", JsonWriter.write(writeSpec(model.spec())));
    metadata.put("provenance", JsonWriter.write(JsonObject.of(model.provenance())));
    metadata.put("encode", writeGraph("encode", model.encode()));
    metadata.put("decode", writeGraph("decode", model.decode()));
    metadata.put("reconstruct", writeGraph("reconstruct", model.reconstruct()));
    model.classify().ifPresent(graph -> metadata.put("classify", writeGraph("classify", graph)));
    return metadata;
  }

  private static String writeGraph(String name, Program program) {
    try {
      return JsonWriter.write(GraphCodec.write(program));
    } catch (DataException e) {
      throw new DataException(name + ": " + e.getMessage(), e);
    }
  }

  private static ModelArtifact model(JsonObject metadata, SortedMap<String, TensorData> weights) {
    ModelArtifact model =
        new ModelArtifact(
            part("spec", metadata, ModelFile::readSpec),
            part("encode", metadata, GraphCodec::read),
            part("decode", metadata, GraphCodec::read),
            part("reconstruct", metadata, GraphCodec::read),
            metadata.has("classify")
                ? Optional.of(part("classify", metadata, GraphCodec::read))
                : Optional.empty(),
            weights,
            new TreeMap<>(part("provenance", metadata, JsonObject::texts)));
    Map<String, Shape> samples = Map.of("samples", model.spec().sampleShape().batched());
    Map<String, Shape> code = Map.of("code", codeShape(model.encode()));
    Map<String, Shape> reconstruction =
        Map.of("reconstruction", model.spec().sampleShape().batched());
    checkEnds("encode", model.encode(), samples, code);
    checkEnds("decode", model.decode(), code, reconstruction);
    checkEnds("reconstruct", model.reconstruct(), samples, reconstruction);
    model
        .classify()
        .ifPresent(
            classify ->
                checkEnds(
                    "classify",
                    classify,
                    samples,
                    Map.of("probabilities", probabilitiesShape(classify))));
    checkWeights(model);
    return model;
  }

  private static <T> T part(String name, JsonObject metadata, Function<JsonObject, T> reader) {
    try {
      return reader.apply(JsonReader.read(metadata.text(name)).asObject());
    } catch (AeException e) {
      throw new DataException(name + ": " + OneLine.of(String.valueOf(e.getMessage())), e);
    }
  }

  private static JsonObject writeSpec(ModelSpec spec) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("sampleShape", ShapeCodec.write(spec.sampleShape()))
            .put("encoder", writePlugin(spec.encoder()));
    spec.codeSize().ifPresent(size -> json.put("codeSize", size));
    json.put("decoder", writePlugin(spec.decoder())).put("loss", writeLoss(spec.loss()));
    List<PluginSpec> corruptions = spec.corruptions();
    if (!corruptions.isEmpty()) {
      json.put("corruption", oneOrMore(corruptions.stream().map(ModelFile::writePlugin).toList()));
    }
    spec.schema().ifPresent(schema -> json.put("columns", TableSchemaCodec.write(schema)));
    return json.build();
  }

  private static JsonValue writeLoss(LossSpec loss) {
    return oneOrMore(loss.terms().stream().map(ModelFile::writeTerm).toList());
  }

  private static JsonObject writeTerm(LossSpec.Term term) {
    Map<String, JsonValue> members = new LinkedHashMap<>(writePlugin(term.plugin()).members());
    if (term.weight() != 1) {
      members.put("weight", JsonNumber.of(term.weight()));
    }
    return new JsonObject(members);
  }

  private static LossSpec.Term readTerm(JsonObject json) {
    Map<String, JsonValue> members = new LinkedHashMap<>(json.members());
    members.remove("weight");
    return new LossSpec.Term(
        json.has("weight") ? json.number("weight").doubleValue() : 1,
        readPlugin(new JsonObject(members)));
  }

  private static JsonObject writePlugin(PluginSpec plugin) {
    return JsonObject.builder()
        .put("id", plugin.id())
        .put("options", JsonObject.of(new TreeMap<>(plugin.options())))
        .build();
  }

  private static ModelSpec readSpec(JsonObject json) {
    json.allowOnly(
        Set.of("sampleShape", "encoder", "codeSize", "decoder", "loss", "corruption", "columns"));
    return new ModelSpec(
        ShapeCodec.read(json.array("sampleShape")),
        readPlugin(json.object("encoder")),
        json.has("codeSize") ? OptionalInt.of(json.integer("codeSize")) : OptionalInt.empty(),
        readPlugin(json.object("decoder")),
        new LossSpec(objects("loss", json).map(ModelFile::readTerm).toList()),
        json.has("corruption")
            ? objects("corruption", json).map(ModelFile::readPlugin).toList()
            : List.of(),
        json.has("columns")
            ? Optional.of(TableSchemaCodec.read(json.array("columns")))
            : Optional.empty());
  }

  /** Returns a list of one as its element, as it was before there could be more. */
  private static JsonValue oneOrMore(List<JsonObject> objects) {
    return objects.size() == 1 ? objects.get(0) : new JsonArray(List.copyOf(objects));
  }

  private static Stream<JsonObject> objects(String name, JsonObject json) {
    return json.members().get(name) instanceof JsonArray array
        ? array.values().stream().map(JsonValue::asObject)
        : Stream.of(json.object(name));
  }

  private static PluginSpec readPlugin(JsonObject json) {
    json.allowOnly(Set.of("id", "options"));
    return new PluginSpec(json.text("id"), json.object("options").texts());
  }

  private static Shape codeShape(Program encode) {
    Tensor code = encode.outputs().get("code");
    if (code == null || !code.shape().isBatched()) {
      throw new DataException("encode: it has no output 'code' that is a batch");
    }
    return code.shape();
  }

  private static Shape probabilitiesShape(Program classify) {
    Tensor probabilities = classify.outputs().get("probabilities");
    if (probabilities == null
        || probabilities.shape().rank() != 2
        || !probabilities.shape().isBatched()) {
      throw new DataException("classify: it has no output 'probabilities' with a row per sample");
    }
    return probabilities.shape();
  }

  private static void checkEnds(
      String graph, Program program, Map<String, Shape> inputs, Map<String, Shape> outputs) {
    Map<String, Shape> inputsFound = new TreeMap<>();
    program.inputs().forEach(input -> inputsFound.put(input.name(), input.shape()));
    Map<String, Shape> outputsFound = new TreeMap<>();
    program.outputs().forEach((name, tensor) -> outputsFound.put(name, tensor.shape()));
    if (!inputsFound.equals(inputs) || !outputsFound.equals(outputs)) {
      throw new DataException(
          "%s: it leads from %s to %s, not from %s to %s"
              .formatted(
                  graph,
                  OneLine.of(inputsFound.toString()),
                  OneLine.of(outputsFound.toString()),
                  inputs,
                  outputs));
    }
  }

  private static void checkWeights(ModelArtifact model) {
    SortedMap<String, TensorData> unused = new TreeMap<>(model.weights());
    for (Program program : model.graphs()) {
      for (Parameter parameter : program.parameters()) {
        TensorData weights = model.weights().get(parameter.name());
        if (weights == null || !weights.shape().equals(parameter.shape())) {
          throw new DataException(
              "the weights of the parameter '%s' are %s, not of the shape %s"
                  .formatted(
                      OneLine.of(parameter.name()),
                      weights == null ? "missing" : "of the shape " + weights.shape(),
                      parameter.shape()));
        }
        unused.remove(parameter.name());
      }
    }
    if (!unused.isEmpty()) {
      throw new DataException(
          "the weights '"
              + OneLine.of(unused.firstKey())
              + "' belong to no parameter of the graphs");
    }
  }
}
