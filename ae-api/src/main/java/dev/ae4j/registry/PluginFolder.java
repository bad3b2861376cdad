package dev.ae4j.registry;

import dev.ae4j.registry.ProviderCatalog.Problem;
import dev.ae4j.spi.Provider;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolutionException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * The plug-ins of a folder: each sub-folder of jars, and each jar that lies in it directly, is one.
 *
 * <p>Each plug-in is a module layer, or has a class loader where AE4J is on the class path, of its
 * own, so that two of them may bring different versions of a library, and one that cannot be loaded
 * does not keep others from it.
 */
final class PluginFolder {
  /** Plug-ins by their path, so that a class is the same in every catalog. */
  private static final Map<Path, ProviderSource> OPENED = new HashMap<>();

  private PluginFolder() {}

  /** Says that a plug-in cannot be loaded, and why, in the message. */
  private static final class PluginFailure extends Exception {
    PluginFailure(String message) {
      super(message);
    }
  }

  /**
   * Opens the plug-ins of a folder, in the order of their names.
   *
   * @param folder the folder
   * @param namedBy who asked for it, for messages
   * @param problems is told which ones cannot be opened, and why
   */
  static synchronized List<ProviderSource> open(
      Path folder, String namedBy, Consumer<Problem> problems) {
    List<ProviderSource> plugins = new ArrayList<>();
    Path root = folder.toAbsolutePath().normalize();
    try (Stream<Path> entries = Files.list(root)) {
      for (Path plugin : entries.filter(PluginFolder::isPlugin).sorted().toList()) {
        try {
          plugins.add(open(plugin));
        } catch (PluginFailure e) {
          problems.accept(problem(plugin, String.valueOf(e.getMessage())));
        }
      }
    } catch (IOException | SecurityException e) {
      String what = Files.isDirectory(root) ? "cannot be read: " + e : "is no folder";
      problems.accept(problem(root, "the plug-ins folder that " + namedBy + " names " + what));
    }
    return plugins;
  }

  private static Problem problem(Path place, String reason) {
    return new Problem(ProviderCatalog.PLUGIN, place.getFileName() + "", reason, locationOf(place));
  }

  /** Returns the URL of a file or folder, in the form of those that classes tell. */
  private static String locationOf(Path place) {
    try {
      return place.toUri().toURL().toString();
    } catch (MalformedURLException e) {
      return place.toUri().toString();
    }
  }

  private static boolean isPlugin(Path entry) {
    return isJar(entry) || (Files.isDirectory(entry) && !isHidden(entry));
  }

  private static boolean isJar(Path entry) {
    return !isHidden(entry) && entry.getFileName().toString().endsWith(".jar");
  }

  private static boolean isHidden(Path entry) {
    return entry.getFileName().toString().startsWith(".");
  }

  private static ProviderSource open(Path plugin) throws PluginFailure {
    ProviderSource opened = OPENED.get(plugin);
    if (opened == null) {
      opened = load(plugin);
      OPENED.put(plugin, opened);
    }
    return opened;
  }

  private static ProviderSource load(Path plugin) throws PluginFailure {
    List<Path> jars = jars(plugin);
    for (Path jar : jars) {
      check(jar);
    }
    ModuleLayer parent = PluginFolder.class.getModule().getLayer();
    String location = locationOf(plugin);
    return parent != null
        ? new OfPluginLayer(location, layer(jars, parent))
        : new OfPluginLoader(location, loader(jars));
  }

  private static List<Path> jars(Path plugin) throws PluginFailure {
    if (!Files.isDirectory(plugin)) {
      return List.of(plugin);
    }
    try (Stream<Path> files = Files.list(plugin)) {
      List<Path> jars = files.filter(PluginFolder::isJar).sorted().toList();
      if (jars.isEmpty()) {
        throw new PluginFailure("the folder has no jars");
      }
      return jars;
    } catch (IOException e) {
      throw new PluginFailure("the folder cannot be read: " + e);
    }
  }

  /** Finds what class loaders pass over in silence. */
  private static void check(Path jar) throws PluginFailure {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      if (zip.getEntry(Provider.class.getName().replace('.', '/') + ".class") != null) {
        throw new PluginFailure(
            jar.getFileName() + " is AE4J itself, which plug-ins share. Maybe delete it there");
      }
    } catch (IOException e) {
      throw new PluginFailure(jar.getFileName() + " is no jar that can be read: " + e.getMessage());
    }
  }

  private static PluginClassLoader loader(List<Path> jars) throws PluginFailure {
    List<URL> urls = new ArrayList<>();
    for (Path jar : jars) {
      try {
        urls.add(jar.toUri().toURL());
      } catch (MalformedURLException e) {
        throw new PluginFailure(jar + " cannot be read: " + e);
      }
    }
    return new PluginClassLoader(urls.toArray(URL[]::new), PluginFolder.class.getClassLoader());
  }

  private static ModuleLayer layer(List<Path> jars, ModuleLayer parent) throws PluginFailure {
    ModuleFinder finder = ModuleFinder.of(jars.toArray(Path[]::new));
    try {
      List<ModuleDescriptor> modules =
          finder.findAll().stream().map(ModuleReference::descriptor).toList();
      checkRequired(modules, finder, parent);
      List<String> roots = modules.stream().map(ModuleDescriptor::name).toList();
      // What the plug-in brings comes before what the parent has
      Configuration resolved = parent.configuration().resolve(finder, ModuleFinder.of(), roots);
      return parent.defineModulesWithOneLoader(resolved, PluginFolder.class.getClassLoader());
    } catch (FindException
        | ResolutionException
        | LayerInstantiationException
        | LinkageError
        | SecurityException e) {
      Throwable cause = e.getCause();
      throw new PluginFailure(
          "its modules cannot be resolved: "
              + e.getMessage()
              + (cause == null ? "" : " (" + cause.getMessage() + ")"));
    }
  }

  /** Finds missing modules first, since the module system does not say what to do about them. */
  private static void checkRequired(
      List<ModuleDescriptor> modules, ModuleFinder finder, ModuleLayer parent)
      throws PluginFailure {
    for (ModuleDescriptor module : modules) {
      List<String> missing =
          module.requires().stream()
              .filter(required -> !required.modifiers().contains(Requires.Modifier.STATIC))
              .map(Requires::name)
              .filter(name -> finder.find(name).isEmpty() && parent.findModule(name).isEmpty())
              .sorted()
              .toList();
      if (!missing.isEmpty()) {
        boolean ofJava =
            missing.stream().allMatch(name -> ModuleFinder.ofSystem().find(name).isPresent());
        throw new PluginFailure(
            "its module %s requires %s, which is not there. Maybe %s"
                .formatted(
                    module.name(),
                    String.join(" and ", missing),
                    ofJava
                        ? "start Java with --add-modules " + String.join(",", missing)
                        : "put its jar into the plug-in's folder"));
      }
    }
  }

  /** A plug-in in a module layer of its own. */
  private record OfPluginLayer(String location, ModuleLayer layer) implements ProviderSource {
    @Override
    public ServiceLoader<? extends Provider> loader(Class<? extends Provider> kind) {
      return ServiceLoader.load(layer, kind);
    }

    /** Stops before the parents of the layer, which come last. */
    @Override
    public int limit(Class<? extends Provider> kind) {
      return layer.modules().stream()
          .flatMap(module -> module.getDescriptor().provides().stream())
          .filter(provides -> provides.service().equals(kind.getName()))
          .mapToInt(provides -> provides.providers().size())
          .sum();
    }

    @Override
    public boolean owns(Class<?> provider) {
      return provider.getModule().getLayer() == layer;
    }
  }

  /** A plug-in with a class loader of its own. */
  private record OfPluginLoader(String location, PluginClassLoader classLoader)
      implements ProviderSource {
    @Override
    public ServiceLoader<? extends Provider> loader(Class<? extends Provider> kind) {
      return ServiceLoader.load(kind, classLoader);
    }

    @Override
    public boolean owns(Class<?> provider) {
      return provider.getClassLoader() == classLoader;
    }
  }
}
