package dev.ae4j.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** Compiles sources into a jar, as the author of a plug-in would. */
final class PluginJar {
  private static final Path API = Path.of(System.getProperty("basedir", ""), "target/classes");

  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, Set<String>> services = new LinkedHashMap<>();
  private final List<Path> libraries = new ArrayList<>();
  private final Set<String> leftOut = new TreeSet<>();
  private boolean future;

  /** Adds a class or {@code module-info}. */
  PluginJar source(String className, String text) {
    sources.put(className, text);
    return this;
  }

  /** Adds the name of a class to {@code META-INF/services}. */
  PluginJar service(Class<?> kind, String className) {
    services.computeIfAbsent(kind.getName(), name -> new TreeSet<>()).add(className);
    return this;
  }

  /** Compiles against a jar. */
  PluginJar library(Path jar) {
    libraries.add(jar);
    return this;
  }

  /** Leaves a compiled class out of the jar. */
  PluginJar without(String className) {
    leftOut.add(className.replace('.', '/') + ".class");
    return this;
  }

  /** Gives the classes the version of a Java to come. */
  PluginJar forTheFuture() {
    future = true;
    return this;
  }

  /** Writes the jar and returns its path. */
  Path write(Path jar) throws IOException {
    Path work = jar.resolveSibling("." + jar.getFileName() + ".work");
    compile(work);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(work.resolve("classes"))) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = work.resolve("classes").relativize(file).toString().replace('\\', '/');
        if (!leftOut.contains(name)) {
          byte[] bytes = Files.readAllBytes(file);
          if (future) {
            bytes[6] = 0x7F; // The high byte of the class file's major version
          }
          put(out, name, bytes);
        }
      }
      for (Map.Entry<String, Set<String>> service : services.entrySet()) {
        byte[] lines = String.join("\n", service.getValue()).getBytes(UTF_8);
        put(out, "META-INF/services/" + service.getKey(), lines);
      }
    }
    return jar;
  }

  private static void put(JarOutputStream out, String name, byte[] bytes) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(bytes);
    out.closeEntry();
  }

  /** Returns the jar of the null annotations, without which no module that reads ours compiles. */
  private static String annotations() {
    return Stream.of("jdk.module.path", "java.class.path")
        .flatMap(name -> Stream.of(System.getProperty(name, "").split(File.pathSeparator)))
        .filter(jar -> jar.contains("jspecify"))
        .findFirst()
        .orElseThrow();
  }

  private void compile(Path work) throws IOException {
    Files.createDirectories(work.resolve("classes"));
    if (sources.isEmpty()) {
      return;
    }
    StringBuilder path = new StringBuilder(API.toAbsolutePath().toString());
    libraries.forEach(jar -> path.append(File.pathSeparator).append(jar));
    path.append(File.pathSeparator).append(annotations());
    boolean module = sources.containsKey("module-info");
    List<String> args =
        new ArrayList<>(List.of("-proc:none", "-nowarn", "-d", work.resolve("classes").toString()));
    args.addAll(List.of(module ? "--module-path" : "--class-path", path.toString()));
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = work.resolve("src").resolve(source.getKey().replace('.', '/') + ".java");
      Files.createDirectories(file.getParent());
      Files.writeString(file, source.getValue(), UTF_8);
      args.add(file.toString());
    }
    StringWriter messages = new StringWriter();
    PrintWriter writer = new PrintWriter(messages);
    ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
    if (javac.run(writer, writer, args.toArray(String[]::new)) != 0) {
      throw new AssertionError("javac " + args + "\n" + messages);
    }
  }
}
