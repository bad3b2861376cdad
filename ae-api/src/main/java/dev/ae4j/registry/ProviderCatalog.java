package dev.ae4j.registry;

import dev.ae4j.OptionException;
import dev.ae4j.PluginSpec;
import dev.ae4j.spi.CorruptionProvider;
import dev.ae4j.spi.DatasetProvider;
import dev.ae4j.spi.DecoderProvider;
import dev.ae4j.spi.EncoderProvider;
import dev.ae4j.spi.LossProvider;
import dev.ae4j.spi.OptimizerProvider;
import dev.ae4j.spi.Options;
import dev.ae4j.spi.Provider;
import dev.ae4j.spi.TrainerProvider;
import dev.ae4j.spi.backend.BackendProvider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The plug-ins and backends that are there, and why others are not.
 *
 * <p>A broken provider is listed under {@link #problems()} and does no harm to the others. An id
 * that several providers of a kind claim belongs to the one of AE4J, otherwise to none of them.
 * Immutable, though the providers may not be.
 */
public final class ProviderCatalog {
  /** Every kind of provider. */
  public static final List<Class<? extends Provider>> KINDS =
      List.of(
          EncoderProvider.class,
          DecoderProvider.class,
          LossProvider.class,
          CorruptionProvider.class,
          OptimizerProvider.class,
          TrainerProvider.class,
          DatasetProvider.class,
          BackendProvider.class);

  /** Ends the search when a service loader keeps failing at the same place. */
  private static final int MAX_FAILURES = 1000;

  private final Map<Class<? extends Provider>, Map<String, Provider>> providers;
  private final List<Problem> problems;

  private ProviderCatalog(
      Map<Class<? extends Provider>, Map<String, Provider>> providers, List<Problem> problems) {
    this.providers = providers;
    this.problems = List.copyOf(problems);
  }

  /**
   * A provider that cannot be used.
   *
   * @param kind what it claims to be, such as {@code encoder}
   * @param provider its class or its id, as far as known
   * @param reason what is wrong with it
   */
  public record Problem(String kind, String provider, String reason) {}

  /** Returns what the class loader of the calling thread offers. */
  public static ProviderCatalog load() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return load(context != null ? context : ProviderCatalog.class.getClassLoader());
  }

  /** Returns what a class loader offers. */
  public static ProviderCatalog load(ClassLoader loader) {
    // This module is the one that may use the services, so the calls cannot move elsewhere
    return collect(kind -> ServiceLoader.load(kind, loader));
  }

  /** Returns what a module layer and its parents offer. */
  public static ProviderCatalog load(ModuleLayer layer) {
    return collect(kind -> ServiceLoader.load(layer, kind));
  }

  /** Returns a catalog of given providers. */
  public static ProviderCatalog of(Collection<? extends Provider> all) {
    List<Problem> problems = new ArrayList<>();
    Map<Class<? extends Provider>, Map<String, Provider>> found = new LinkedHashMap<>();
    for (Class<? extends Provider> kind : KINDS) {
      List<Provider> ofKind = all.stream().filter(kind::isInstance).collect(Collectors.toList());
      found.put(kind, accept(kind, ofKind, problems));
    }
    return new ProviderCatalog(found, problems);
  }

  /** Makes the service loader of a kind. */
  private interface Loaders {
    ServiceLoader<? extends Provider> loader(Class<? extends Provider> kind);
  }

  private static ProviderCatalog collect(Loaders loaders) {
    List<Problem> problems = new ArrayList<>();
    Map<Class<? extends Provider>, Map<String, Provider>> found = new LinkedHashMap<>();
    for (Class<? extends Provider> kind : KINDS) {
      found.put(kind, accept(kind, instantiate(kind, loaders.loader(kind), problems), problems));
    }
    return new ProviderCatalog(found, problems);
  }

  private static List<Provider> instantiate(
      Class<? extends Provider> kind,
      ServiceLoader<? extends Provider> loader,
      List<Problem> problems) {
    List<Provider> instances = new ArrayList<>();
    Iterator<? extends Provider> iterator = loader.iterator();
    for (int failures = 0; failures < MAX_FAILURES; ) {
      // Both calls load classes, and a class that cannot be linked is no ServiceConfigurationError
      try {
        if (!iterator.hasNext()) {
          break;
        }
        instances.add(iterator.next());
      } catch (ServiceConfigurationError | LinkageError e) {
        failures++;
        problems.add(new Problem(nameOf(kind), "", describe(e)));
      }
    }
    return instances;
  }

  private static Map<String, Provider> accept(
      Class<? extends Provider> kind, List<Provider> instances, List<Problem> problems) {
    Map<String, List<Provider>> claims = new TreeMap<>();
    for (Provider provider : instances) {
      String className = provider.getClass().getName();
      try {
        String id = provider.id();
        provider.options();
        if (!PluginSpec.isId(id)) {
          String reason = "its id '" + id + "' is not made of lower-case words joined by hyphens";
          problems.add(new Problem(nameOf(kind), className, reason));
        } else if (provider.apiVersion() != Provider.API_VERSION) {
          String reason =
              "it was built for API version %s; this is version %s"
                  .formatted(provider.apiVersion(), Provider.API_VERSION);
          problems.add(new Problem(nameOf(kind), className, reason));
        } else {
          claims.computeIfAbsent(id, key -> new ArrayList<>()).add(provider);
        }
      } catch (RuntimeException | LinkageError e) {
        problems.add(new Problem(nameOf(kind), className, describe(e)));
      }
    }
    Map<String, Provider> accepted = new TreeMap<>();
    claims.forEach((id, claimants) -> settle(kind, id, claimants, accepted, problems));
    return accepted;
  }

  private static void settle(
      Class<? extends Provider> kind,
      String id,
      List<Provider> claimants,
      Map<String, Provider> accepted,
      List<Problem> problems) {
    List<Provider> ours = claimants.stream().filter(ProviderCatalog::isOurs).toList();
    List<Provider> winners = ours.isEmpty() ? claimants : ours;
    if (winners.size() == 1) {
      accepted.put(id, winners.get(0));
    }
    for (Provider loser : claimants) {
      if (accepted.get(id) != loser) {
        String others =
            claimants.stream()
                .filter(other -> other != loser)
                .map(other -> other.getClass().getName())
                .collect(Collectors.joining(", "));
        problems.add(
            new Problem(
                nameOf(kind),
                loser.getClass().getName(),
                "its id " + id + " is also claimed by " + others));
      }
    }
  }

  private static boolean isOurs(Provider provider) {
    return provider.getClass().getPackageName().matches("dev\\.ae4j(\\..*)?");
  }

  private static String describe(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure + (cause == null ? "" : " (" + cause + ")");
  }

  /** Returns the word for a kind of provider, such as {@code encoder}. */
  public static String nameOf(Class<? extends Provider> kind) {
    return kind.getSimpleName().replace("Provider", "").toLowerCase(Locale.ROOT);
  }

  /** Returns the usable providers of a kind in the order of their ids. */
  public <P extends Provider> List<P> all(Class<P> kind) {
    return ofKind(kind).values().stream().map(kind::cast).toList();
  }

  /** Returns the providers that cannot be used. */
  public List<Problem> problems() {
    return problems;
  }

  /**
   * Returns the provider of a kind that a specification names.
   *
   * @throws OptionException if there is none
   */
  public <P extends Provider> P find(Class<P> kind, PluginSpec spec) {
    Provider provider = ofKind(kind).get(spec.id());
    if (provider == null) {
      String unusable =
          problems.stream()
              .filter(problem -> problem.kind().equals(nameOf(kind)))
              .map(problem -> "; unusable: " + problem.provider() + ": " + problem.reason())
              .collect(Collectors.joining());
      throw new OptionException(
          "There is no %s '%s'%s. %s"
              .formatted(nameOf(kind), spec.id(), unusable, suggestion(kind)));
    }
    return kind.cast(provider);
  }

  private String suggestion(Class<? extends Provider> kind) {
    return ofKind(kind).isEmpty()
        ? "Maybe a jar is missing, or was merged into another without its META-INF/services"
        : "Maybe one of " + ofKind(kind).keySet();
  }

  /**
   * Returns the values of a provider's options.
   *
   * @param provider the provider that {@code spec} names
   * @param spec what the user wrote
   * @throws OptionException if an option is unknown or has an impossible value
   */
  public Options options(Provider provider, PluginSpec spec) {
    return provider.options().parse(spec.id(), spec.options());
  }

  private Map<String, Provider> ofKind(Class<? extends Provider> kind) {
    Map<String, Provider> found = providers.get(kind);
    if (found == null) {
      throw new IllegalArgumentException(kind + " is not a kind of provider");
    }
    return found;
  }
}
