package dev.ae4j.apps.cli;

import static dev.ae4j.apps.cli.CliRun.ae;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ae4j.apps.Main;
import dev.ae4j.data.TensorData;
import dev.ae4j.datasets.Npy;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills compression and decompression while they write; what was complete before stays. */
class KilledProcessTest {
  @TempDir Path folder;
  private Path data;
  private Path model;

  @BeforeEach
  void train() {
    Random random = new Random(1);
    float[] values = new float[10_000 * 64];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(256) / 255f;
    }
    data = folder.resolve("data.npy");
    model = folder.resolve("m.ae4j");
    Npy.write(data, TensorData.of(values, 10_000, 64));
    ae("train", "--data", data, "--code-size", 8, "--epochs", 1, "--out", model).succeeds();
  }

  @Test
  void whatWasCompleteStays() throws Exception {
    Path compressed = folder.resolve("out").resolve("data.aez");
    Path back = folder.resolve("out").resolve("back.npy");
    Files.createDirectory(folder.resolve("out"));
    List<Object> compress =
        List.of("compress", "--model", model, "--data", data, "--lossless", "--out", compressed);
    assertThat(killed(compress)).as("nothing was there before").doesNotExist();
    ae(compress.toArray()).succeeds();
    byte[] complete = Files.readAllBytes(compressed);
    assertThat(killed(compress)).hasBinaryContent(complete);

    List<Object> decompress =
        List.of("decompress", "--in", compressed, "--model", model, "--out", back);
    assertThat(killed(decompress)).as("nothing was there before").doesNotExist();
    ae(decompress.toArray()).succeeds();
    assertThat(Npy.read(back)).isEqualTo(Npy.read(data));
    assertThat(killed(decompress)).hasBinaryContent(Files.readAllBytes(back));
  }

  @Test
  void whatWasAskedToEndLeavesNothing() throws Exception {
    Path table = folder.resolve("t.ae4j");
    Path out = Files.createDirectory(folder.resolve("table")).resolve("out.csv");
    ae("train", "--data", "transactions:samples=200", "--epochs", 1, "--out", table).succeeds();
    String rows = "transactions:samples=9000000";
    for (String name : List.of("detect", "impute")) {
      Process process = start(List.of(name, "--model", table, "--data", rows, "--out", out));
      process.destroy();
      process.waitFor();
      assertThat(out.getParent()).isEmptyDirectory();
    }
  }

  /** Data that is read from the disk, and written, some samples after others. */
  @Test
  void whatIsLargerThanMemoryLeavesNothingToo() throws Exception {
    byte[] pixels = new byte[400_000 * 64];
    new Random(1).nextBytes(pixels);
    Path large = folder.resolve("large.npy");
    byte[] header =
        "\u0093NUMPY\1\0v\0%-117s\n"
            .formatted("{'descr': '|u1', 'fortran_order': False, 'shape': (400000, 64), }")
            .getBytes(StandardCharsets.ISO_8859_1);
    Files.write(large, header);
    Files.write(large, pixels, StandardOpenOption.APPEND);
    Path compressed = folder.resolve("large.aez");
    ae("compress", "--model", model, "--data", large, "--out", compressed).succeeds();
    Path out = Files.createDirectory(folder.resolve("large")).resolve("out.npy");
    for (List<Object> command :
        List.<List<Object>>of(
            List.of("compress", "--model", model, "--data", large, "--out", out),
            List.of("decompress", "--in", compressed, "--model", model, "--out", out),
            List.of("encode", "--model", model, "--data", large, "--out", out))) {
      Process process = start(command);
      process.destroy();
      process.waitFor();
      // It may have been quicker than its end
      assertThat(out.getParent())
          .as("%s", command)
          .isDirectoryNotContaining(file -> !file.equals(out));
    }
  }

  /** Runs a command in a JVM of its own, kills it in its work, and returns the file it writes. */
  private Path killed(List<Object> command) throws Exception {
    start(command).destroyForcibly().waitFor();
    return Path.of(command.get(command.size() - 1).toString());
  }

  /** Runs a command in a JVM of its own until it is writing. */
  private Process start(List<Object> command) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                classPath(),
                Main.class.getName()));
    command.forEach(word -> words.add(word.toString()));
    Process process =
        new ProcessBuilder(words)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Path out = Path.of(words.get(words.size() - 1));
    while (process.isAlive() && !isWriting(out)) {
      Thread.sleep(1);
    }
    assertThat(process.isAlive()).as("ended in its work").isTrue();
    return process;
  }

  private static boolean isWriting(Path out) throws IOException {
    try (Stream<Path> files = Files.list(out.getParent())) {
      return files.anyMatch(file -> file.toString().endsWith(".tmp") && file.toFile().length() > 0);
    }
  }

  private static String classPath() {
    List<String> paths = new ArrayList<>(List.of("target/classes"));
    for (String property : List.of("java.class.path", "jdk.module.path")) {
      paths.add(System.getProperty(property, ""));
    }
    return String.join(File.pathSeparator, paths);
  }
}
