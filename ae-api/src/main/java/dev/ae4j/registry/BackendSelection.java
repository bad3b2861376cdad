package dev.ae4j.registry;

import dev.ae4j.AeException;
import dev.ae4j.BackendException;
import dev.ae4j.PluginSpec;
import dev.ae4j.spi.backend.Availability;
import dev.ae4j.spi.backend.Backend;
import dev.ae4j.spi.backend.BackendProvider;
import java.io.IOException;
import java.io.Reader;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Chooses and opens a backend.
 *
 * <p>The first of these that names one decides: the caller, the system property {@code ae.backend},
 * the environment variable {@code AE_BACKEND}, the entry {@code ae.backend} of the file {@code
 * ae4j.properties} in the working directory. If none does, the usable backend with the highest
 * priority is taken. A backend that was named must be usable; only the automatic choice goes on to
 * the next one.
 */
public final class BackendSelection {
  private static final System.Logger LOGGER = System.getLogger(BackendSelection.class.getName());
  private static final String PROPERTY = "ae.backend";
  private static final String VARIABLE = "AE_BACKEND";
  private static final Path FILE = Path.of("ae4j.properties");

  private BackendSelection() {}

  /**
   * Who asked for what.
   *
   * @param text the backend, as in {@code jvm:threads=2}; null for the automatic choice
   * @param source for messages
   */
  private record Request(@Nullable String text, String source) {}

  /**
   * Opens a backend.
   *
   * @param asked a backend, as in {@code jvm:threads=2}; null to let the environment decide
   * @param catalog where backends are found
   * @throws BackendException if none can be used; the message says what was found and why it was
   *     not taken
   * @throws dev.ae4j.OptionException if an option of the backend is unknown or impossible
   */
  public static Backend open(@Nullable String asked, ProviderCatalog catalog) {
    return open(asked, catalog, System.getenv());
  }

  static Backend open(@Nullable String asked, ProviderCatalog catalog, Map<String, String> env) {
    SelectionReport report = select(asked, catalog, env);
    PluginSpec chosen = report.chosen().orElseThrow(() -> new BackendException(report.failure()));
    BackendProvider provider = catalog.find(BackendProvider.class, chosen);
    Backend backend;
    try {
      backend = provider.open(catalog.options(provider, chosen));
    } catch (AeException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      throw new BackendException("Backend " + chosen + " cannot be opened: " + e, e);
    }
    LOGGER.log(
        System.Logger.Level.DEBUG,
        () -> "Backend %s (%s)".formatted(backend.description(), report.source()));
    return backend;
  }

  /**
   * Chooses a backend without opening it.
   *
   * @param asked a backend, as in {@code jvm:threads=2}; null to let the environment decide
   * @param catalog where backends are found
   */
  public static SelectionReport select(@Nullable String asked, ProviderCatalog catalog) {
    return select(asked, catalog, System.getenv());
  }

  static SelectionReport select(
      @Nullable String asked, ProviderCatalog catalog, Map<String, String> env) {
    Request request = request(asked, env);
    List<SelectionReport.Candidate> candidates = candidates(catalog);
    Optional<PluginSpec> chosen =
        request.text() != null
            ? Optional.of(PluginSpec.parse(request.text()))
                .filter(spec -> candidates.stream().anyMatch(c -> isUsable(c, spec)))
            : candidates.stream()
                .filter(c -> c.availability().usable())
                .findFirst()
                .map(c -> PluginSpec.of(c.id()));
    return new SelectionReport(
        Optional.ofNullable(request.text()), request.source(), candidates, chosen);
  }

  private static boolean isUsable(SelectionReport.Candidate candidate, PluginSpec spec) {
    return candidate.id().equals(spec.id()) && candidate.availability().usable();
  }

  private static Request request(@Nullable String asked, Map<String, String> env) {
    if (asked != null) {
      return new Request(asked, "the caller");
    }
    String property = System.getProperty(PROPERTY);
    if (property != null) {
      return new Request(property, "system property " + PROPERTY);
    }
    String variable = env.get(VARIABLE);
    if (variable != null && !variable.isEmpty()) {
      return new Request(variable, "environment variable " + VARIABLE);
    }
    if (Files.isRegularFile(FILE)) {
      Properties properties = new Properties();
      try (Reader reader = Files.newBufferedReader(FILE, StandardCharsets.UTF_8)) {
        properties.load(reader);
      } catch (IOException | IllegalArgumentException e) {
        throw new BackendException(FILE + " cannot be read: " + e, e);
      }
      String entry = properties.getProperty(PROPERTY);
      if (entry != null) {
        return new Request(entry, "file " + FILE);
      }
    }
    return new Request(null, "automatic choice by priority");
  }

  private static List<SelectionReport.Candidate> candidates(ProviderCatalog catalog) {
    List<SelectionReport.Candidate> candidates = new ArrayList<>();
    for (BackendProvider provider : catalog.all(BackendProvider.class)) {
      String location = ProviderSource.locationOf(provider.getClass());
      int priority = 0;
      Availability availability;
      try {
        availability = provider.availability();
        priority = provider.priority();
      } catch (RuntimeException | LinkageError e) {
        availability = Availability.unusable("it fails when asked: " + e);
      }
      candidates.add(
          new SelectionReport.Candidate(
              provider.id(),
              versionOf(provider.getClass()),
              location.isEmpty() ? "an unknown place" : location,
              priority,
              availability));
    }
    candidates.sort(
        Comparator.comparing((SelectionReport.Candidate c) -> !c.availability().usable())
            .thenComparing(c -> -c.priority())
            .thenComparing(SelectionReport.Candidate::id));
    return candidates;
  }

  private static String versionOf(Class<?> type) {
    ModuleDescriptor descriptor = type.getModule().getDescriptor();
    String version =
        descriptor != null
            ? descriptor.rawVersion().orElse(null)
            : type.getPackage().getImplementationVersion();
    return version != null ? version : "(version unknown)";
  }
}
