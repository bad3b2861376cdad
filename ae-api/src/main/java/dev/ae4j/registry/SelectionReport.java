package dev.ae4j.registry;

import dev.ae4j.PluginSpec;
import dev.ae4j.spi.backend.Availability;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which backend was chosen, from what, and why.
 *
 * @param asked what was asked for, as text; empty for the automatic choice
 * @param source who asked, such as {@code system property ae.backend}
 * @param candidates every backend that was found, the preferred ones first
 * @param chosen the backend that will be used; empty if none can be
 */
public record SelectionReport(
    Optional<String> asked,
    String source,
    List<Candidate> candidates,
    Optional<PluginSpec> chosen) {

  /**
   * A backend that was found.
   *
   * @param id its id
   * @param version the version of its jar, if known
   * @param location where it comes from
   * @param priority its priority in the automatic choice
   * @param availability whether it can be used, and why
   */
  public record Candidate(
      String id, String version, String location, int priority, Availability availability) {}

  /** Copies the list. */
  public SelectionReport {
    candidates = List.copyOf(candidates);
  }

  /** Returns what was asked, what was found and what was chosen, a line each. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("Backend asked for: ")
        .append(asked.orElse("automatic"))
        .append(" (")
        .append(source)
        .append(")\n");
    for (Candidate candidate : candidates) {
      text.append("  found ")
          .append(candidate.id())
          .append(' ')
          .append(candidate.version())
          .append(" from ")
          .append(candidate.location())
          .append(": ")
          .append(candidate.availability().usable() ? "usable, " : "not usable, ")
          .append(candidate.availability().reason())
          .append('\n');
    }
    if (candidates.isEmpty()) {
      text.append("  found none\n");
    }
    return text.append(chosen.map(spec -> "Chosen: " + spec).orElse(suggestion())).toString();
  }

  /** Returns why no backend was chosen, in two lines. */
  String failure() {
    String found =
        candidates.stream()
            .map(c -> c.id() + " (" + c.availability().reason() + ")")
            .collect(Collectors.joining(", "));
    return "Backend %s (%s) cannot be used; found: %s\n%s"
        .formatted(
            asked.orElse("automatic"), source, found.isEmpty() ? "none" : found, suggestion());
  }

  private String suggestion() {
    List<String> usable =
        candidates.stream().filter(c -> c.availability().usable()).map(Candidate::id).toList();
    return usable.isEmpty()
        ? "Maybe the jar ae-native is missing, or was merged into another without its"
            + " META-INF/services"
        : "Maybe ask for one of " + usable;
  }
}
