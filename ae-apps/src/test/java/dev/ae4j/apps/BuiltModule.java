package dev.ae4j.apps;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A compiled module of this repository: its descriptor and the folder of its class files. */
record BuiltModule(ModuleDescriptor descriptor, Path classes) {

  /** Every module of the source tree, found by looking, so that a new one cannot be missed. */
  static List<BuiltModule> all() throws IOException {
    // Surefire sets basedir; elsewhere tests run in the folder of their module.
    Path root = Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();
    try (Stream<Path> folders = Files.find(root, 2, (path, attributes) -> isModule(path))) {
      return folders.sorted().map(BuiltModule::read).toList();
    }
  }

  String name() {
    return descriptor.name();
  }

  @Override
  public String toString() {
    return name();
  }

  private static boolean isModule(Path folder) {
    return Files.exists(folder.resolve("pom.xml"))
        && Files.exists(folder.resolve("target/classes/module-info.class"));
  }

  private static BuiltModule read(Path folder) {
    Path classes = folder.resolve("target/classes");
    try (InputStream in = Files.newInputStream(classes.resolve("module-info.class"))) {
      return new BuiltModule(ModuleDescriptor.read(in), classes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
