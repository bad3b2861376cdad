package dev.ae4j.registry;

import dev.ae4j.PluginSpec;
import dev.ae4j.registry.ProviderCatalog.Problem;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Provider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Collects the providers that work, and what is wrong with the others. */
final class ProviderSearch {
  /**
   * A provider that works.
   *
   * @param kind what it is
   * @param id its id
   * @param provider the provider
   * @param fromPlugin whether it comes from a plug-ins folder
   */
  record Found(Class<? extends Provider> kind, String id, Provider provider, boolean fromPlugin) {
    /** Returns whether AE4J brings it, so that its id is its own. */
    boolean isOurs() {
      return !fromPlugin && provider.getClass().getPackageName().matches("dev\\.ae4j(\\..*)?");
    }

    @Override
    public String toString() {
      String location = ProviderSource.locationOf(provider.getClass());
      return provider.getClass().getName() + (location.isEmpty() ? "" : " from " + location);
    }
  }

  private final List<Found> found;
  private final List<Problem> problems;

  ProviderSearch() {
    this(List.of(), List.of());
  }

  /** Begins with what another search found. */
  ProviderSearch(List<Found> found, List<Problem> problems) {
    this.found = new ArrayList<>(found);
    this.problems = new ArrayList<>(problems);
  }

  List<Found> found() {
    return found;
  }

  List<Problem> problems() {
    return problems;
  }

  /** Adds a problem, unless it is known because the same plug-in was looked at before. */
  void addProblem(Problem problem) {
    if (problem.location().isEmpty() || !problems.contains(problem)) {
      problems.add(problem);
    }
  }

  /** Adds a provider, for each of the kinds that it is. */
  void add(Provider provider) {
    for (Class<? extends Provider> kind : ProviderCatalog.KINDS) {
      if (kind.isInstance(provider)) {
        add(kind, provider, false);
      }
    }
  }

  /** Adds what a source offers. */
  void addAll(ProviderSource source) {
    for (Class<? extends Provider> kind : ProviderCatalog.KINDS) {
      addAll(kind, source, false);
    }
  }

  /** Adds what a plug-in offers, which should be something. */
  void addPlugin(ProviderSource plugin) {
    int offers = 0;
    for (Class<? extends Provider> kind : ProviderCatalog.KINDS) {
      offers += addAll(kind, plugin, true);
    }
    if (offers == 0) {
      String reason =
          "it offers nothing. Maybe its jars were merged into one without META-INF/services";
      addProblem(new Problem(ProviderCatalog.PLUGIN, "", reason, plugin.location()));
    }
  }

  /** Adds what a source offers of a kind and returns how many that are, broken ones included. */
  private int addAll(Class<? extends Provider> kind, ProviderSource source, boolean fromPlugin) {
    Iterator<? extends ServiceLoader.Provider<? extends Provider>> offers =
        source.loader(kind).stream().iterator();
    int count = 0;
    int limit = source.limit(kind);
    for (int i = 0; i < limit; i++) {
      Class<?> type = null;
      // Every call may load classes, and one that cannot be linked is no ServiceConfigurationError
      try {
        if (!offers.hasNext()) {
          break;
        }
        ServiceLoader.Provider<? extends Provider> offer = offers.next();
        if (source.owns(offer.type())) {
          count++;
          type = offer.type();
          if (!fromPlugin || !isKnown(kind, type)) {
            add(kind, offer.get(), fromPlugin);
          }
        }
      } catch (ServiceConfigurationError | LinkageError e) {
        count++;
        addProblem(problem(kind, type, describe(e), source.location()));
      }
    }
    return count;
  }

  /** Returns whether the same plug-in was added before. */
  private boolean isKnown(Class<? extends Provider> kind, Class<?> type) {
    return found.stream()
        .anyMatch(other -> other.kind().equals(kind) && other.provider().getClass().equals(type));
  }

  private void add(Class<? extends Provider> kind, Provider provider, boolean fromPlugin) {
    String reason;
    try {
      reason = complaint(provider);
      if (reason.isEmpty()) {
        found.add(new Found(kind, provider.id(), provider, fromPlugin));
        return;
      }
    } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
      reason = describe(e);
    }
    addProblem(problem(kind, provider.getClass(), reason, ""));
  }

  /**
   * Returns what is wrong with a provider; empty if nothing is. A plug-in may break any promise,
   * also that of not returning null.
   */
  private static String complaint(Provider provider) {
    @Nullable String id = provider.id();
    if (id == null || !PluginSpec.isId(id)) {
      return "its id '" + id + "' is not made of lower-case words joined by hyphens";
    }
    if (provider.apiVersion() != Provider.API_VERSION) {
      return "it was built for API version %s; this is version %s"
          .formatted(provider.apiVersion(), Provider.API_VERSION);
    }
    @Nullable String description = provider.description();
    if (description == null) {
      return "its description is null";
    }
    @Nullable OptionSchema options = provider.options();
    if (options == null) {
      return "its options are null";
    }
    options.parse(id, Map.of());
    return "";
  }

  private static Problem problem(
      Class<? extends Provider> kind, @Nullable Class<?> type, String reason, String place) {
    String location = type == null ? "" : ProviderSource.locationOf(type);
    return new Problem(
        ProviderCatalog.nameOf(kind),
        type == null ? "" : type.getName(),
        reason,
        location.isEmpty() ? place : location);
  }

  private static String describe(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure + (cause == null ? "" : " (" + cause + ")");
  }
}
