package dev.ae4j.training;

import dev.ae4j.DataException;
import dev.ae4j.OptionException;
import dev.ae4j.artifact.Checkpoint;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where the state of a training is kept: the newest checkpoint, and the one before it in case the
 * newest is damaged. Going on from the older one takes longer but comes to the same result.
 */
final class CheckpointFolder {
  private static final System.Logger LOG = System.getLogger(CheckpointFolder.class.getName());

  private final Path folder;
  private final Path newest;
  private final Path previous;
  private final SortedMap<String, String> choices;

  /**
   * Creates the folder where it is missing.
   *
   * @param choices which training it is
   * @throws DataException if the folder cannot be created
   */
  CheckpointFolder(Path folder, SortedMap<String, String> choices) {
    this.folder = folder;
    this.newest = folder.resolve("checkpoint.safetensors");
    this.previous = folder.resolve("checkpoint-previous.safetensors");
    this.choices = choices;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new DataException(folder + " cannot be created as a folder for checkpoints: " + e, e);
    }
  }

  /**
   * Writes a checkpoint.
   *
   * @throws DataException if it cannot be written
   */
  void write(TrainingState state) {
    // An interrupted thread cannot write files
    boolean interrupted = Thread.interrupted();
    try {
      if (Files.exists(newest)) {
        Files.move(newest, previous, StandardCopyOption.ATOMIC_MOVE);
      }
      new Checkpoint(choices, state).save(newest);
    } catch (IOException e) {
      throw new DataException(newest + " cannot be renamed to " + previous + ": " + e, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Checks that nobody's work will be overwritten.
   *
   * @throws OptionException if there is a checkpoint
   */
  void checkEmpty() {
    if (Files.exists(newest) || Files.exists(previous)) {
      throw new OptionException(
          folder + " holds a checkpoint already. Maybe resume it, or name another folder");
    }
  }

  /**
   * Reads the newest checkpoint that is whole; empty if there is none at all.
   *
   * @throws DataException if there are only damaged ones, or if it is of another training
   */
  Optional<TrainingState> read() {
    List<DataException> damages = new ArrayList<>();
    for (Path file : List.of(newest, previous)) {
      if (Files.exists(file)) {
        try {
          Checkpoint checkpoint = Checkpoint.load(file);
          damages.forEach(damage -> LOG.log(Level.WARNING, damage.getMessage()));
          check(file, checkpoint.choices());
          // So that the next one does not replace it by one that is damaged
          Files.move(file, newest, StandardCopyOption.ATOMIC_MOVE);
          return Optional.of(checkpoint.state());
        } catch (DataException e) {
          damages.add(e);
        } catch (IOException e) {
          throw new DataException(file + " cannot be renamed to " + newest + ": " + e, e);
        }
      }
    }
    if (!damages.isEmpty()) {
      throw damages.get(0);
    }
    return Optional.empty();
  }

  private void check(Path file, SortedMap<String, String> found) {
    SortedSet<String> names = new TreeSet<>(choices.keySet());
    names.addAll(found.keySet());
    for (String name : names) {
      String then = found.getOrDefault(name, "none");
      String now = choices.getOrDefault(name, "none");
      if (!then.equals(now)) {
        throw new OptionException(
            "%s is of another training: its %s is %s, not %s. Maybe name another folder"
                .formatted(file, name, then, now));
      }
    }
  }
}
