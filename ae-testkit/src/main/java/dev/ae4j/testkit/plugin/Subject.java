package dev.ae4j.testkit.plugin;

import dev.ae4j.PluginSpec;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.spi.Options;
import dev.ae4j.spi.Provider;

/**
 * A provider under test.
 *
 * @param kind what it is
 * @param provider the provider
 * @param catalog where it and all others are found
 */
record Subject<P extends Provider>(Class<P> kind, P provider, ProviderCatalog catalog) {
  /** Returns the id, or a name for messages if there is none. */
  String id() {
    return idOf(provider);
  }

  static String idOf(Provider provider) {
    try {
      String id = provider.id();
      return PluginSpec.isId(id) ? id : "unnamed";
    } catch (RuntimeException | Error e) {
      return "unnamed";
    }
  }

  Options options(PluginSpec spec) {
    return catalog.options(provider, spec);
  }
}
