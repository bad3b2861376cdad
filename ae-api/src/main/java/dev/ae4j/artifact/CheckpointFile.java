package dev.ae4j.artifact;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import dev.ae4j.internal.json.JsonArray;
import dev.ae4j.internal.json.JsonNumber;
import dev.ae4j.internal.json.JsonObject;
import dev.ae4j.internal.json.JsonReader;
import dev.ae4j.internal.json.JsonValue;
import dev.ae4j.internal.json.JsonWriter;
import dev.ae4j.internal.json.OneLine;
import dev.ae4j.training.EpochReport;
import dev.ae4j.training.LossValue;
import dev.ae4j.training.TrainingState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Checkpoints as safetensors files: the tensors {@code value/NAME} and {@code best/NAME}, the rest
 * in the metadata.
 */
final class CheckpointFile {
  private static final String FORMAT = "ae4j-checkpoint";
  private static final String VERSION = "2";
  private static final String VALUE = "value/";
  private static final String BEST = "best/";

  private CheckpointFile() {}

  static void write(Checkpoint checkpoint, Path file) {
    TrainingState state = checkpoint.state();
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", FORMAT);
    metadata.put("version", VERSION);
    metadata.put(SafetensorsWriter.CHECKSUM, SafetensorsWriter.NO_CHECKSUM);
    metadata.put("choices", JsonWriter.write(JsonObject.of(checkpoint.choices())));
    metadata.put("position", JsonWriter.write(position(state)));
    SortedMap<String, TensorData> tensors = new TreeMap<>();
    state.values().forEach((name, value) -> tensors.put(VALUE + name, value));
    state.best().forEach((name, value) -> tensors.put(BEST + name, value));
    WholeFile.write(file, new SafetensorsWriter(metadata, tensors)::writeTo);
  }

  private static JsonObject position(TrainingState state) {
    List<JsonValue> history = new ArrayList<>();
    for (EpochReport report : state.history()) {
      JsonObject.Builder entry =
          JsonObject.builder()
              .put("training", loss(report.training()))
              .put("seconds", JsonNumber.of(report.seconds()));
      report.validation().ifPresent(loss -> entry.put("validation", loss(loss)));
      history.add(entry.build());
    }
    return JsonObject.builder()
        .put("batch", state.batch())
        .put("lossSum", loss(state.lossSum()))
        .put("seconds", JsonNumber.of(state.seconds()))
        .put("history", new JsonArray(history))
        .build();
  }

  private static JsonObject loss(LossValue loss) {
    JsonObject.Builder parts = JsonObject.builder();
    loss.parts().forEach((name, part) -> parts.put(name, JsonNumber.of(part)));
    return JsonObject.builder()
        .put("total", JsonNumber.of(loss.total()))
        .put("parts", parts.build())
        .build();
  }

  static Checkpoint read(Path file) {
    return SafetensorsReader.readFile(file, CheckpointFile::read);
  }

  private static Checkpoint read(InputStream in, long length) throws IOException {
    SafetensorsReader reader = new SafetensorsReader(in, length);
    JsonObject metadata = reader.metadata();
    if (!metadata.has("format") || !metadata.text("format").equals(FORMAT)) {
      throw new DataException(
          "it is a safetensors file, but its metadata do not have the format " + FORMAT);
    }
    if (!metadata.text("version").equals(VERSION)) {
      throw new DataException(
          "it is a checkpoint of the format version "
              + OneLine.of(metadata.text("version"))
              + ", not "
              + VERSION);
    }
    metadata.allowOnly(
        Set.of("format", "version", SafetensorsWriter.CHECKSUM, "choices", "position"));
    JsonObject position = JsonReader.read(metadata.text("position")).asObject();
    position.allowOnly(Set.of("batch", "lossSum", "seconds", "history"));
    SortedMap<String, TensorData> tensors = reader.readTensors();
    return new Checkpoint(
        new TreeMap<>(JsonReader.read(metadata.text("choices")).asObject().texts()),
        new TrainingState(
            history(position.array("history")),
            position.integer("batch"),
            loss(position.object("lossSum")),
            number(position, "seconds"),
            part(VALUE, tensors),
            part(BEST, tensors)));
  }

  private static List<EpochReport> history(JsonArray json) {
    List<EpochReport> history = new ArrayList<>();
    for (JsonValue value : json.values()) {
      JsonObject entry = value.asObject();
      entry.allowOnly(Set.of("training", "validation", "seconds"));
      history.add(
          new EpochReport(
              history.size() + 1,
              loss(entry.object("training")),
              entry.has("validation")
                  ? Optional.of(loss(entry.object("validation")))
                  : Optional.empty(),
              number(entry, "seconds")));
    }
    return history;
  }

  private static LossValue loss(JsonObject json) {
    json.allowOnly(Set.of("total", "parts"));
    JsonObject parts = json.object("parts");
    Map<String, Double> values = new LinkedHashMap<>();
    parts.members().keySet().forEach(name -> values.put(name, number(parts, name)));
    return new LossValue(number(json, "total"), values);
  }

  private static double number(JsonObject json, String name) {
    return json.number(name).doubleValue();
  }

  private static SortedMap<String, TensorData> part(
      String prefix, SortedMap<String, TensorData> tensors) {
    SortedMap<String, TensorData> part = new TreeMap<>();
    tensors.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            part.put(name.substring(prefix.length()), value);
          }
        });
    return part;
  }
}
