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
import dev.ae4j.spi.ScheduleProvider;
import dev.ae4j.spi.TrainerProvider;
import dev.ae4j.spi.backend.BackendProvider;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
          ScheduleProvider.class,
          TrainerProvider.class,
          DatasetProvider.class,
          BackendProvider.class);

  /** The kind of a problem with a plug-in as a whole. */
  static final String PLUGIN = "plug-in";

  private static final String FOLDER_PROPERTY = "ae.plugins";
  private static final String FOLDER_VARIABLE = "AE_PLUGINS";

  private final List<ProviderSearch.Found> found;
  private final List<Problem> searchProblems;
  private final Map<Class<? extends Provider>, Map<String, Provider>> providers;
  private final List<Problem> problems;

  private ProviderCatalog(List<ProviderSearch.Found> found, List<Problem> searchProblems) {
    this.found = List.copyOf(found);
    this.searchProblems = List.copyOf(searchProblems);
    this.providers = new LinkedHashMap<>();
    List<Problem> all = new ArrayList<>(searchProblems);
    for (Class<? extends Provider> kind : KINDS) {
      List<ProviderSearch.Found> ofKind =
          found.stream().filter(each -> each.kind().equals(kind)).toList();
      providers.put(kind, settle(kind, ofKind, all));
    }
    this.problems = List.copyOf(all);
  }

  /**
   * A provider, or a plug-in as a whole, that cannot be used.
   *
   * @param kind what it claims to be, such as {@code encoder}; {@code plug-in} for all that a
   *     plug-in holds
   * @param provider its class, or the file or folder of the plug-in; empty if unknown
   * @param reason what is wrong with it
   * @param location where it comes from, as a URL; empty if unknown
   */
  public record Problem(String kind, String provider, String reason, String location) {}

  /**
   * Returns what the class loader of the calling thread offers, and the plug-ins of the folder that
   * the system property {@code ae.plugins}, or else the environment variable {@code AE_PLUGINS},
   * names, if any.
   *
   * @see #withPlugins
   */
  public static ProviderCatalog load() {
    return load(System.getenv());
  }

  static ProviderCatalog load(Map<String, String> environment) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ProviderCatalog catalog =
        load(context != null ? context : ProviderCatalog.class.getClassLoader());
    String property = System.getProperty(FOLDER_PROPERTY);
    if (property != null) {
      return catalog.withPlugins(property, "the system property " + FOLDER_PROPERTY);
    }
    String variable = environment.get(FOLDER_VARIABLE);
    return variable == null || variable.isEmpty()
        ? catalog
        : catalog.withPlugins(variable, "the environment variable " + FOLDER_VARIABLE);
  }

  /** Returns what a class loader offers. */
  public static ProviderCatalog load(ClassLoader loader) {
    return searched(new ProviderSource.OfLoader(loader));
  }

  /** Returns what a module layer and its parents offer. */
  public static ProviderCatalog load(ModuleLayer layer) {
    return searched(new ProviderSource.OfLayer(layer));
  }

  private static ProviderCatalog searched(ProviderSource source) {
    ProviderSearch search = new ProviderSearch();
    search.addAll(source);
    return new ProviderCatalog(search.found(), search.problems());
  }

  /** Returns a catalog of given providers. */
  public static ProviderCatalog of(Collection<? extends Provider> all) {
    ProviderSearch search = new ProviderSearch();
    all.forEach(search::add);
    return new ProviderCatalog(search.found(), search.problems());
  }

  /**
   * Returns this catalog with the plug-ins of a folder.
   *
   * <p>Each sub-folder of jars is a plug-in, and so is each jar that lies in the folder directly. A
   * plug-in shares AE4J and Java with all others but has its own copy of any library that it
   * brings: it is a module layer of its own or, if AE4J is on the class path, has a class loader of
   * its own. Its code is loaded once, when it is first asked for, stays loaded, and runs with all
   * rights of this program.
   *
   * <p>A plug-in that cannot be loaded is a problem, and so is a folder that does not exist. None
   * of them may replace a provider of AE4J.
   */
  public ProviderCatalog withPlugins(Path folder) {
    return withPlugins(folder, "the caller");
  }

  private ProviderCatalog withPlugins(String folder, String namedBy) {
    try {
      return withPlugins(Path.of(folder), namedBy);
    } catch (InvalidPathException e) {
      List<Problem> more = new ArrayList<>(searchProblems);
      String reason = "%s names no folder: %s".formatted(namedBy, e.getMessage());
      more.add(new Problem(PLUGIN, folder, reason, ""));
      return new ProviderCatalog(found, more);
    }
  }

  private ProviderCatalog withPlugins(Path folder, String namedBy) {
    ProviderSearch search = new ProviderSearch(found, searchProblems);
    PluginFolder.open(folder, namedBy, search::addProblem).forEach(search::addPlugin);
    return new ProviderCatalog(search.found(), search.problems());
  }

  /** Gives each id to one provider at most. */
  private static Map<String, Provider> settle(
      Class<? extends Provider> kind, List<ProviderSearch.Found> ofKind, List<Problem> problems) {
    Map<String, List<ProviderSearch.Found>> claims = new TreeMap<>();
    ofKind.forEach(each -> claims.computeIfAbsent(each.id(), id -> new ArrayList<>()).add(each));
    Map<String, Provider> accepted = new TreeMap<>();
    claims.forEach(
        (id, claimants) -> {
          List<ProviderSearch.Found> ours =
              claimants.stream().filter(ProviderSearch.Found::isOurs).toList();
          List<ProviderSearch.Found> winners = ours.isEmpty() ? claimants : ours;
          if (winners.size() == 1) {
            accepted.put(id, winners.get(0).provider());
          }
          claimants.stream()
              .filter(claimant -> accepted.get(id) != claimant.provider())
              .forEach(loser -> problems.add(lost(kind, id, loser, claimants)));
        });
    return accepted;
  }

  private static Problem lost(
      Class<? extends Provider> kind,
      String id,
      ProviderSearch.Found loser,
      List<ProviderSearch.Found> claimants) {
    String others =
        claimants.stream()
            .filter(other -> other.provider() != loser.provider())
            .map(ProviderSearch.Found::toString)
            .collect(Collectors.joining(", "));
    Class<?> type = loser.provider().getClass();
    return new Problem(
        nameOf(kind),
        type.getName(),
        "its id " + id + " is also claimed by " + others,
        ProviderSource.locationOf(type));
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
              .filter(problem -> List.of(nameOf(kind), PLUGIN).contains(problem.kind()))
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
    String kind =
        KINDS.stream()
            .filter(each -> each.isInstance(provider))
            .findFirst()
            .map(ProviderCatalog::nameOf)
            .orElse("provider");
    return provider.options().parse(kind + " " + spec.id(), spec.options());
  }

  private Map<String, Provider> ofKind(Class<? extends Provider> kind) {
    Map<String, Provider> found = providers.get(kind);
    if (found == null) {
      throw new IllegalArgumentException(kind + " is not a kind of provider");
    }
    return found;
  }
}
