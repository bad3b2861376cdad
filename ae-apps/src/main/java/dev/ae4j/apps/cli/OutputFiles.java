package dev.ae4j.apps.cli;

import dev.ae4j.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds out whether a result can be written before work is spent on it. */
final class OutputFiles {
  private OutputFiles() {}

  /**
   * Checks that files can be created or replaced, by creating and deleting another one beside each.
   *
   * @param files null where there will be none
   * @throws DataException if one cannot
   */
  static void check(@Nullable Path... files) {
    for (Path file : files) {
      if (file != null) {
        checkOne(file);
      }
    }
  }

  private static void checkOne(Path file) {
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    if (folder == null || Files.isDirectory(target)) {
      throw new DataException(file + " cannot be written: it is a folder. Maybe name a file in it");
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new DataException(file + " cannot be written: it exists and is not a file");
    }
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          file + " cannot be written: there is no folder " + folder + ". Maybe create it first");
    }
    Path probe = folder.resolve(".ae-" + UUID.randomUUID() + ".tmp");
    try {
      Files.createFile(probe);
      Files.delete(probe);
    } catch (IOException e) {
      throw new DataException(
          "%s cannot be written: creating a file in %s failed: %s"
              .formatted(file, folder, Failures.reason(e)),
          e);
    }
  }
}
