package dev.ae4j.apps.report;

import dev.ae4j.DataException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.UUID;

/** A folder into which files come whole or not at all. */
public final class OutputFolder {
  /** Writes one file. */
  @FunctionalInterface
  public interface Content {
    /** Writes it to a file that does not exist yet. */
    void writeTo(Path file) throws IOException;
  }

  private OutputFolder() {}

  /**
   * Checks that a folder can be written to, or created, so that nobody works for nothing.
   *
   * @throws DataException if not
   */
  public static void check(Path folder) {
    Path existing = folder.toAbsolutePath();
    while (existing.getParent() != null && Files.notExists(existing)) {
      existing = existing.getParent();
    }
    if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
      throw new DataException(
          "The folder "
              + folder
              + " cannot be written to: "
              + existing
              + (Files.isDirectory(existing) ? " is read-only" : " is not a folder"));
    }
  }

  /**
   * Writes files beside their destinations first and renames them when all are on the disk, so that
   * a failure leaves what was there before.
   *
   * @param folder is created if it is not there
   * @param files what to write, by name
   * @throws DataException if a file cannot be written
   */
  public static void write(Path folder, Map<String, Content> files) {
    Path staging = folder.resolve(".ae-" + UUID.randomUUID() + ".tmp");
    try {
      try {
        Files.createDirectories(staging);
        for (Map.Entry<String, Content> file : files.entrySet()) {
          if (Files.isDirectory(folder.resolve(file.getKey()))) {
            throw new IOException(file.getKey() + " is a folder");
          }
          Path staged = staging.resolve(file.getKey());
          file.getValue().writeTo(staged);
          try (FileChannel channel = FileChannel.open(staged, StandardOpenOption.WRITE)) {
            channel.force(true);
          }
        }
        for (String name : files.keySet()) {
          Files.move(staging.resolve(name), folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        }
      } finally {
        for (String name : files.keySet()) {
          Files.deleteIfExists(staging.resolve(name));
        }
        Files.deleteIfExists(staging);
      }
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  private static DataException unusable(Path folder, IOException e) {
    String reason = e instanceof AccessDeniedException ? "permission denied" : e.toString();
    return new DataException("The folder " + folder + " cannot be written to: " + reason, e);
  }
}
