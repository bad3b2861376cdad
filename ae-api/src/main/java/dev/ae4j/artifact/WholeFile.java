package dev.ae4j.artifact;

import dev.ae4j.DataException;
import dev.ae4j.internal.json.OneLine;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes files that appear whole or not at all. */
public final class WholeFile {
  private static final int BUFFER_BYTES = 1 << 16;

  private WholeFile() {}

  /** Produces the content of a file. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes everything to a buffered stream, which the caller closes.
     *
     * @throws IOException if the stream fails
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file, whole or not at all: whatever happens, others see either what was there before
   * or the complete new content.
   *
   * <p>The content goes to a temporary file in the same folder, is forced to the disk and then
   * renamed. A failure deletes the temporary file; what {@code content} throws beside {@link
   * IOException} passes through.
   *
   * @param file where the content will be; a file that is there is replaced
   * @throws DataException if the file cannot be written
   */
  public static void write(Path file, Content content) {
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    if (folder == null || Files.isDirectory(target)) {
      throw failure(file, "it is a folder", null);
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw failure(file, "it exists and is not a file", null);
    }
    if (!Files.isDirectory(folder)) {
      String problem = "there is no folder " + OneLine.of(folder.toString());
      throw failure(file, problem + ". Maybe create it first", null);
    }
    // Not Files.createTempFile: nobody but the owner could read the file in the end
    Path temporary = folder.resolve(".ae-" + UUID.randomUUID() + ".tmp");
    try {
      try (FileChannel channel =
              FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
          OutputStream out =
              new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES)) {
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw failure(file, reason(e), e);
    } finally {
      deleteQuietly(temporary);
    }
  }

  private static DataException failure(Path file, String problem, @Nullable IOException cause) {
    String message = OneLine.of(file.toString()) + " cannot be written: " + problem;
    return cause == null ? new DataException(message) : new DataException(message, cause);
  }

  /** Returns why a file cannot be written or read, without its name. */
  static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof ClosedByInterruptException) {
      return "interrupted";
    }
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return OneLine.of(reason == null ? e.toString() : reason);
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
