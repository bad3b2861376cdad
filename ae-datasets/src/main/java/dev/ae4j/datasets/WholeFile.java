package dev.ae4j.datasets;

import dev.ae4j.DataException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes files that appear whole or not at all. */
final class WholeFile {
  private WholeFile() {}

  /** Produces the content of a file. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file beside its destination and then renames it, so that nobody ever sees a part of it
   * and a failure leaves what was there before.
   *
   * @throws DataException if the file cannot be written
   */
  static void write(Path file, Content content) {
    String name = ContentReader.printable(file.toString());
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    if (folder == null || (Files.exists(target) && !Files.isRegularFile(target))) {
      throw new DataException(name + " cannot be written: it exists and is not a file");
    }
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          name
              + " cannot be written: there is no folder "
              + ContentReader.printable(folder.toString())
              + ". Maybe create it first");
    }
    // Not Files.createTempFile: its files stay readable for their owner only.
    Path temporary = folder.resolve(".ae-" + UUID.randomUUID() + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        content.writeTo(Channels.newOutputStream(channel));
        channel.force(true);
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AccessDeniedException e) {
      throw new DataException(name + " cannot be written: permission denied", e);
    } catch (IOException e) {
      throw new DataException(
          name + " cannot be written: " + ContentReader.printable(e.toString()), e);
    } finally {
      deleteQuietly(temporary);
    }
  }

  /** Deletes what a failure left; after a success there is nothing to delete. */
  private static void deleteQuietly(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      System.getLogger(WholeFile.class.getName())
          .log(System.Logger.Level.WARNING, "Temporary file was not deleted: " + temporary, e);
    }
  }
}
