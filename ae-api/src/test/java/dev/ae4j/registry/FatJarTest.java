package dev.ae4j.registry;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.PluginSpec;
import dev.ae4j.spi.LossProvider;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tools that merge jars into one lose the lists of services unless they are told otherwise. */
class FatJarTest {
  private static final Path CLASSES = Path.of(System.getProperty("basedir", ""), "target/classes");

  /** Copies the compiled API, but not its declarations of services. */
  private static void merge(Path destination) throws Exception {
    try (Stream<Path> files = Files.walk(CLASSES)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path name = CLASSES.relativize(file);
        if (!name.startsWith("META-INF") && !name.endsWith("module-info.class")) {
          Files.createDirectories(destination.resolve(name).getParent());
          Files.copy(file, destination.resolve(name));
        }
      }
    }
  }

  @Test
  void lostServicesAreExplained(@TempDir Path merged) throws Exception {
    merge(merged);
    URL[] urls = {merged.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
      Class<?> catalogs = loader.loadClass(ProviderCatalog.class.getName());
      Class<?> specs = loader.loadClass(PluginSpec.class.getName());
      Class<?> losses = loader.loadClass(LossProvider.class.getName());
      Object catalog = catalogs.getMethod("load", ClassLoader.class).invoke(null, loader);
      Object mse = specs.getMethod("of", String.class).invoke(null, "mse");
      Method find = catalogs.getMethod("find", Class.class, specs);
      assertThatThrownBy(() -> find.invoke(catalog, losses, mse))
          .cause()
          .hasMessage(
              "There is no loss 'mse'. Maybe a jar is missing, or was merged into another without"
                  + " its META-INF/services");

      Class<?> selection = loader.loadClass(BackendSelection.class.getName());
      Method open = selection.getMethod("open", String.class, catalogs);
      assertThatThrownBy(() -> open.invoke(null, null, catalog))
          .cause()
          .hasMessageContaining("found: none")
          .hasMessageEndingWith("was merged into another without its META-INF/services");
    }
  }
}
