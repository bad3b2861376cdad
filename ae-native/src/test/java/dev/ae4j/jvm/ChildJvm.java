package dev.ae4j.jvm;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs classes in JVMs of their own, with other flags than this one has. */
final class ChildJvm {
  private ChildJvm() {}

  /**
   * Returns the lines that a class prints to its standard output.
   *
   * @param flags flags of the JVM, with spaces between them
   */
  static List<String> run(String flags, Class<?> main, String... arguments) throws IOException {
    Process process = start(flags, main, arguments);
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return printed.lines().toList();
  }

  /** Starts a class without waiting for its end. */
  static Process start(String flags, Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Stream.of(flags.split(" ")).filter(flag -> !flag.isEmpty()).forEach(command::add);
    command.addAll(List.of("-cp", classPath(), main.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process.getOutputStream().close();
    return process;
  }

  /** Returns everything that this JVM has on its class path and its module path. */
  private static String classPath() {
    List<String> paths = new ArrayList<>(List.of("target/test-classes", "target/classes"));
    for (String property : List.of("java.class.path", "jdk.module.path")) {
      paths.add(System.getProperty(property, ""));
    }
    return String.join(File.pathSeparator, paths);
  }
}
