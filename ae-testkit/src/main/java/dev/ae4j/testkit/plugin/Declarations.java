package dev.ae4j.testkit.plugin;

import dev.ae4j.spi.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;

/** Looks at how a provider is declared in the jar or folder that holds its class. */
final class Declarations {
  private Declarations() {}

  static void check(Class<? extends Provider> kind, Class<?> provider) throws IOException {
    Checks.that(Modifier.isPublic(provider.getModifiers()), "%s is not public", provider.getName());
    try {
      Checks.that(
          Modifier.isPublic(provider.getConstructor().getModifiers()), "its constructor is hidden");
    } catch (NoSuchMethodException e) {
      throw new AssertionError(
          provider.getName() + " has no public constructor without parameters", e);
    }
    CodeSource source = provider.getProtectionDomain().getCodeSource();
    Path root;
    try {
      root = Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError("its place " + source + " is no path", e);
    }
    if (Files.isDirectory(root)) {
      check(kind, provider.getName(), root);
    } else {
      try (FileSystem jar = FileSystems.newFileSystem(root)) {
        check(kind, provider.getName(), jar.getPath("/"));
      }
    }
  }

  /** Looks for the name of a provider in what a jar or folder holds. */
  static void check(Class<? extends Provider> kind, String name, Path root) throws IOException {
    String list = "META-INF/services/" + kind.getName();
    Path file = root.resolve(list);
    Checks.that(
        Files.exists(file)
            && Files.readAllLines(file).stream()
                .anyMatch(line -> line.replaceFirst("#.*", "").strip().equals(name)),
        "the class path does not find it: %s does not list %s",
        list,
        name);
    Path descriptor = root.resolve("module-info.class");
    if (Files.exists(descriptor)) {
      ModuleDescriptor module;
      try (InputStream in = Files.newInputStream(descriptor)) {
        module = ModuleDescriptor.read(in);
      }
      Checks.that(
          module.provides().stream()
              .anyMatch(
                  provides ->
                      provides.service().equals(kind.getName())
                          && provides.providers().contains(name)),
          "the module path does not find it: module-info provides no %s with %s",
          kind.getName(),
          name);
    }
  }
}
