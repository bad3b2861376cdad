package dev.ae4j.artifact;

import dev.ae4j.training.TrainingState;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A training that can go on, as data.
 *
 * @param choices which training it is: everything that decides the outcome of its steps, as names
 *     and texts
 * @param state where it stands
 */
public record Checkpoint(SortedMap<String, String> choices, TrainingState state) {
  /** Copies the map. */
  public Checkpoint {
    choices = Collections.unmodifiableSortedMap(new TreeMap<>(choices));
  }

  /**
   * Writes the checkpoint to a file, whole or not at all.
   *
   * @throws dev.ae4j.DataException if the file cannot be written
   */
  public void save(Path file) {
    CheckpointFile.write(this, file);
  }

  /**
   * Reads a checkpoint from a file.
   *
   * @throws dev.ae4j.DataException if the file is missing, damaged or not a checkpoint
   */
  public static Checkpoint load(Path file) {
    return CheckpointFile.read(file);
  }
}
