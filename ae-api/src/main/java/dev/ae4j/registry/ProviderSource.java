package dev.ae4j.registry;

import dev.ae4j.spi.Provider;
import java.net.URL;
import java.security.CodeSource;
import java.util.ServiceLoader;

/** Somewhere that providers are looked for. */
interface ProviderSource {
  /** Returns where this is, as a URL; empty if it is many places. */
  String location();

  /** Returns the service loader of a kind, which may also offer what other sources offer. */
  ServiceLoader<? extends Provider> loader(Class<? extends Provider> kind);

  /**
   * Returns how many providers of a kind to ask the service loader for at most, broken ones
   * included. Ends the search also where a service loader keeps failing at the same place.
   */
  default int limit(Class<? extends Provider> kind) {
    return 10_000;
  }

  /** Returns whether a class that the service loader offers belongs to this source. */
  default boolean owns(Class<?> provider) {
    return true;
  }

  /** Returns where a class comes from, as a URL; empty if unknown. */
  static String locationOf(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    URL location = source == null ? null : source.getLocation();
    return location == null ? "" : location.toString();
  }

  /** The class path and module path of a class loader and its parents. */
  record OfLoader(ClassLoader classLoader) implements ProviderSource {
    @Override
    public String location() {
      return "";
    }

    @Override
    public ServiceLoader<? extends Provider> loader(Class<? extends Provider> kind) {
      return ServiceLoader.load(kind, classLoader);
    }
  }

  /** A module layer and its parents. */
  record OfLayer(ModuleLayer layer) implements ProviderSource {
    @Override
    public String location() {
      return "";
    }

    @Override
    public ServiceLoader<? extends Provider> loader(Class<? extends Provider> kind) {
      return ServiceLoader.load(layer, kind);
    }
  }
}
