package dev.ae4j.apps.cli;

import dev.ae4j.BackendException;
import dev.ae4j.PluginSpec;
import dev.ae4j.registry.BackendSelection;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.registry.SelectionReport;
import dev.ae4j.spi.backend.BackendProvider;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the choice of a backend before a command reads data or computes. */
final class Backends {
  private Backends() {}

  /**
   * Checks that a backend can be used and that its options exist.
   *
   * @param asked what the user gave as {@code --backend}; null if nothing
   * @return what will be used
   * @throws BackendException if there is no usable backend
   * @throws dev.ae4j.OptionException if an option of the backend is unknown or impossible
   */
  static PluginSpec check(@Nullable String asked, ProviderCatalog catalog) {
    SelectionReport report = BackendSelection.select(asked, catalog);
    PluginSpec chosen = report.chosen().orElseThrow(() -> new BackendException(reason(report)));
    catalog.options(catalog.find(BackendProvider.class, chosen), chosen);
    return chosen;
  }

  /** Returns whose wish the report answers, in the words of the command line. */
  static String source(SelectionReport report) {
    return report.source().equals("the caller") ? "option --backend" : report.source();
  }

  private static String reason(SelectionReport report) {
    List<String> usable =
        report.candidates().stream()
            .filter(candidate -> candidate.availability().usable())
            .map(SelectionReport.Candidate::id)
            .toList();
    String hint =
        usable.isEmpty()
            ? "Maybe a jar is missing; 'ae backends' lists what was found"
            : "Maybe one of " + usable + "; 'ae backends' tells more";
    if (report.asked().isEmpty()) {
      return "There is no usable backend. " + hint;
    }
    String id = PluginSpec.parse(report.asked().get()).id();
    return report.candidates().stream()
        .filter(candidate -> candidate.id().equals(id))
        .findFirst()
        .map(
            candidate ->
                "Backend %s (%s) cannot be used: %s. %s"
                    .formatted(id, source(report), candidate.availability().reason(), hint))
        .orElse("There is no backend %s (%s). %s".formatted(id, source(report), hint));
  }
}
