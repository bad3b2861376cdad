package dev.ae4j.testkit.model;

import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.spi.Options;
import dev.ae4j.spi.Provider;
import dev.ae4j.spi.backend.Availability;
import dev.ae4j.spi.backend.Backend;
import dev.ae4j.spi.backend.BackendProvider;
import dev.ae4j.testkit.ReferenceBackend;
import java.util.ArrayList;
import java.util.List;

/** The built-in plug-ins and the oracle as the only backend. */
public final class ReferenceCatalog {
  private ReferenceCatalog() {}

  private record ReferenceProvider() implements BackendProvider {
    @Override
    public String id() {
      return "reference";
    }

    @Override
    public int priority() {
      return 1;
    }

    @Override
    public Availability availability() {
      return Availability.usable("float64");
    }

    @Override
    public Backend open(Options options) {
      return new ReferenceBackend();
    }
  }

  /** Returns the catalog. */
  public static ProviderCatalog get() {
    ProviderCatalog found = ProviderCatalog.load(ReferenceCatalog.class.getClassLoader());
    List<Provider> providers = new ArrayList<>();
    for (Class<? extends Provider> kind : ProviderCatalog.KINDS) {
      if (kind != BackendProvider.class) {
        providers.addAll(found.all(kind));
      }
    }
    providers.add(new ReferenceProvider());
    return ProviderCatalog.of(providers);
  }
}
