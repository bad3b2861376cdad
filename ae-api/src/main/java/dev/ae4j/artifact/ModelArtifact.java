package dev.ae4j.artifact;

import dev.ae4j.ModelSpec;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Program;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A trained model as data: everything that is needed to use it without the plug-ins that built it.
 *
 * @param spec what was trained
 * @param encode the graph from the input "samples" to the output "code"
 * @param decode the graph from the input "code" to the output "reconstruction"
 * @param reconstruct the graph from the input "samples" to the output "reconstruction"
 * @param classify the graph from the input "samples" to the output "probabilities", one for each
 *     class, if the model was trained to tell classes apart
 * @param weights the values of the graphs' parameters by name
 * @param provenance how the model came about, as names and texts
 */
public record ModelArtifact(
    ModelSpec spec,
    Program encode,
    Program decode,
    Program reconstruct,
    Optional<Program> classify,
    SortedMap<String, TensorData> weights,
    SortedMap<String, String> provenance) {

  /** Copies the maps. */
  public ModelArtifact {
    weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
    provenance = Collections.unmodifiableSortedMap(new TreeMap<>(provenance));
  }

  /** Returns all graphs. */
  public List<Program> graphs() {
    return Stream.concat(Stream.of(encode, decode, reconstruct), classify.stream()).toList();
  }

  /**
   * Returns the model with further provenance.
   *
   * @param entries names and texts to add
   */
  public ModelArtifact with(Map<String, String> entries) {
    SortedMap<String, String> all = new TreeMap<>(provenance);
    all.putAll(entries);
    return new ModelArtifact(spec, encode, decode, reconstruct, classify, weights, all);
  }

  /**
   * Writes the model to a file, whole or not at all.
   *
   * @throws dev.ae4j.DataException if the file cannot be written, or if the graphs and weights do
   *     not fit each other or this record's documentation, so that the file could not be read again
   */
  public void save(Path file) {
    ModelFile.write(this, file);
  }

  /**
   * Reads a model from a file.
   *
   * @throws dev.ae4j.DataException if the file is missing, damaged or not a model
   */
  public static ModelArtifact load(Path file) {
    return ModelFile.read(file);
  }
}
