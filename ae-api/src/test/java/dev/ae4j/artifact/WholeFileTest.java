package dev.ae4j.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.ae4j.DataException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir private Path folder;

  @Test
  void writesAndReplacesAFile() throws IOException {
    Path file = folder.resolve("a b.bin");
    WholeFile.write(file, out -> out.write(new byte[200_000]));
    assertThat(file).hasSize(200_000);
    WholeFile.write(file, out -> out.write(7));
    assertThat(file).hasBinaryContent(new byte[] {7});
    assertThat(files()).containsExactly(file);
  }

  @Test
  void theFileIsReadableLikeAnyOther() throws IOException {
    assumeThat(Files.getFileStore(folder).supportsFileAttributeView("posix")).isTrue();
    Path file = folder.resolve("whole");
    Path ordinary = Files.writeString(folder.resolve("ordinary"), "");
    WholeFile.write(file, out -> out.write(7));
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(Files.getPosixFilePermissions(ordinary));
  }

  @Test
  void nothingIsThereBeforeTheEnd() {
    Path file = folder.resolve("file");
    WholeFile.write(
        file,
        out -> {
          out.write(1);
          out.flush();
          assertThat(file).doesNotExist();
        });
    assertThat(file).hasBinaryContent(new byte[] {1});
  }

  @Test
  void anInterruptLeavesNothing() throws IOException {
    Path file = folder.resolve("file");
    Thread.currentThread().interrupt();
    try {
      assertThatExceptionOfType(DataException.class)
          .isThrownBy(() -> WholeFile.write(file, out -> out.write(7)))
          .withMessage(file + " cannot be written: interrupted");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void aFailureLeavesWhatWasThere() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "before");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(
            () ->
                WholeFile.write(
                    file,
                    out -> {
                      out.write(new byte[200_000]);
                      throw new IOException("No space\nleft on device");
                    }))
        .withMessage(file + " cannot be written: No space?left on device")
        .withCauseInstanceOf(IOException.class);
    assertThat(file).hasContent("before");
    assertThat(files()).containsExactly(file);
  }

  @Test
  void otherExceptionsPassThrough() throws IOException {
    assertThatIllegalStateException()
        .isThrownBy(() -> WholeFile.write(folder.resolve("file"), WholeFileTest::fail));
    assertThat(files()).isEmpty();
  }

  private static void fail(OutputStream out) {
    throw new IllegalStateException();
  }

  @Test
  void foldersAreNotReplaced() throws IOException {
    Path sub = Files.createDirectory(folder.resolve("sub"));
    assertRefused(sub, "sub cannot be written: it is a folder");
    assertRefused(Path.of("/"), "it is a folder");
    assertThat(files()).containsExactly(sub);
  }

  @Test
  void devicesAreNotReplaced() {
    Path device = Path.of("/dev/null");
    assumeThat(device).exists();
    assertRefused(device, "/dev/null cannot be written: it exists and is not a file");
  }

  @Test
  void theFolderMustExist() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertRefused(folder.resolve("no/file"), "there is no folder " + folder.resolve("no"));
    assertRefused(folder.resolve("no/file"), ". Maybe create it first");
    assertRefused(file.resolve("file"), "there is no folder " + file);
  }

  @Test
  void foldersThatCannotBeWrittenToAreNamed() throws IOException {
    Path sub = Files.createDirectory(folder.resolve("sub"));
    assumeThat(sub.toFile().setWritable(false)).isTrue();
    assumeThat(Files.isWritable(sub)).as("root may write anywhere").isFalse();
    assertRefused(sub.resolve("file"), "file cannot be written: permission denied");
  }

  @Test
  void namesThatAreTooLongAreRefused() throws IOException {
    assertRefused(folder.resolve("x".repeat(300)), "cannot be written");
    assertThat(files()).isEmpty();
  }

  private static void assertRefused(Path file, String message) {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> WholeFile.write(file, out -> out.write(1)))
        .withMessageContaining(message);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
