package dev.ae4j.apps.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {
  @TempDir private Path temporary;

  @Test
  void filesAppearAndReplaceOthers() throws IOException {
    Path folder = temporary.resolve("a/b");
    OutputFolder.check(folder);
    assertThat(folder).doesNotExist();
    OutputFolder.write(folder, Map.of("x", file -> Files.writeString(file, "1")));
    OutputFolder.write(folder, Map.of("x", file -> Files.writeString(file, "2")));
    assertThat(folder.resolve("x")).hasContent("2");
    assertThat(names(folder)).containsExactly("x");
  }

  @Test
  void aFailureLeavesWhatWasThere() throws IOException {
    OutputFolder.write(temporary, Map.of("x", file -> Files.writeString(file, "old")));
    Map<String, OutputFolder.Content> files = new LinkedHashMap<>();
    files.put("x", file -> Files.writeString(file, "new"));
    files.put(
        "y",
        file -> {
          Files.writeString(file, "half");
          throw new IOException("disk full");
        });
    assertThatThrownBy(() -> OutputFolder.write(temporary, files))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("disk full");
    assertThat(temporary.resolve("x")).hasContent("old");
    assertThat(names(temporary)).containsExactly("x");
  }

  @Test
  void aFolderInTheWayStopsEverything() throws IOException {
    Files.createDirectory(temporary.resolve("y"));
    Map<String, OutputFolder.Content> files = new LinkedHashMap<>();
    files.put("x", file -> Files.writeString(file, "new"));
    files.put("y", file -> Files.writeString(file, "new"));
    assertThatThrownBy(() -> OutputFolder.write(temporary, files))
        .isInstanceOf(DataException.class);
    assertThat(names(temporary)).containsExactly("y");
  }

  @Test
  void aFileIsNoFolder() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));
    assertThatThrownBy(() -> OutputFolder.check(file.resolve("below")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is not a folder");
  }

  private static Stream<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList().stream();
    }
  }
}
