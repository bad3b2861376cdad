package dev.ae4j.apps.cli;

import dev.ae4j.PluginSpec;
import dev.ae4j.registry.BackendSelection;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.registry.SelectionReport;
import dev.ae4j.spi.backend.BackendProvider;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ae backends}: tells which backends there are and which one would be chosen. */
@Command(
    name = "backends",
    sortOptions = false,
    description = "Tells which backends there are, usable or why not, and which one is chosen.")
final class BackendsCommand extends AbstractCommand {
  private final ProviderCatalog catalog;

  @Option(
      names = "--backend",
      paramLabel = "SPEC",
      description = "Tell what would be chosen if this one were asked for.")
  @Nullable String backend;

  @Inject
  BackendsCommand(ProviderCatalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public Result call() {
    SelectionReport report = BackendSelection.select(backend, catalog);
    return new Result(values(report, catalog), lines(report));
  }

  static Map<String, @Nullable Object> values(SelectionReport report, ProviderCatalog catalog) {
    List<Map<String, @Nullable Object>> found = new ArrayList<>();
    for (SelectionReport.Candidate candidate : report.candidates()) {
      Map<String, @Nullable Object> entry = new LinkedHashMap<>();
      entry.put("id", candidate.id());
      entry.put("usable", candidate.availability().usable());
      entry.put("reason", candidate.availability().reason());
      entry.put("priority", candidate.priority());
      entry.put("version", candidate.version());
      entry.put("location", candidate.location());
      BackendProvider provider = catalog.find(BackendProvider.class, PluginSpec.of(candidate.id()));
      entry.put("options", PluginList.options(provider));
      found.add(entry);
    }
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("asked", report.asked().orElse(null));
    values.put("source", Backends.source(report));
    values.put("chosen", report.chosen().map(PluginSpec::toString).orElse(null));
    values.put("backends", found);
    return values;
  }

  static List<String> lines(SelectionReport report) {
    List<String> lines = new ArrayList<>();
    for (SelectionReport.Candidate candidate : report.candidates()) {
      lines.add(
          "%s %s: %s, %s"
              .formatted(
                  candidate.id(),
                  candidate.version(),
                  candidate.availability().usable() ? "usable" : "not usable",
                  candidate.availability().reason()));
      lines.add("  priority %d, from %s".formatted(candidate.priority(), candidate.location()));
    }
    lines.add(
        "chosen: %s (%s)"
            .formatted(
                report.chosen().map(PluginSpec::toString).orElse("none"), Backends.source(report)));
    return lines;
  }
}
