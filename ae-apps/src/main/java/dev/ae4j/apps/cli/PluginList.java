package dev.ae4j.apps.cli;

import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.spi.OptionSchema;
import dev.ae4j.spi.Provider;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Describes providers and their options. */
final class PluginList {
  private PluginList() {}

  /** Returns a provider as values. */
  static Map<String, @Nullable Object> values(Provider provider) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("id", provider.id());
    values.put("description", provider.description());
    values.put("options", options(provider));
    values.put("location", location(provider));
    return values;
  }

  /** Returns the options of a provider as values. */
  static List<Map<String, String>> options(Provider provider) {
    List<Map<String, String>> options = new ArrayList<>();
    for (OptionSchema.Option option : provider.options().options()) {
      Map<String, String> entry = new LinkedHashMap<>();
      entry.put("name", option.name());
      entry.put("values", option.type().describe());
      entry.put("default", option.defaultText());
      entry.put("description", option.description());
      options.add(entry);
    }
    return options;
  }

  /** Returns a provider and its options as lines. */
  static List<String> lines(Provider provider) {
    List<String> lines = new ArrayList<>();
    String jar = location(provider).replaceFirst(".*/(?=.)", "");
    lines.add("  %s: %s (%s)".formatted(provider.id(), provider.description(), jar));
    for (OptionSchema.Option option : provider.options().options()) {
      String value = option.defaultText().isEmpty() ? "(none)" : option.defaultText();
      lines.add(
          "    %s=%s  %s; %s"
              .formatted(option.name(), value, option.description(), option.type().describe()));
    }
    return lines;
  }

  /** Returns the providers that cannot be used, as values. */
  static List<Map<String, String>> problems(ProviderCatalog catalog) {
    List<Map<String, String>> problems = new ArrayList<>();
    for (ProviderCatalog.Problem problem : catalog.problems()) {
      Map<String, String> entry = new LinkedHashMap<>();
      entry.put("kind", problem.kind());
      entry.put("provider", problem.provider());
      entry.put("reason", problem.reason());
      entry.put("location", problem.location());
      problems.add(entry);
    }
    return problems;
  }

  /** Returns the providers that cannot be used and where they come from, as lines. */
  static List<String> problemLines(ProviderCatalog catalog) {
    List<String> lines = new ArrayList<>();
    for (ProviderCatalog.Problem problem : catalog.problems()) {
      String subject = (problem.kind() + " " + problem.provider()).strip();
      lines.add("  " + Text.oneLine(subject + ": " + problem.reason()));
      if (!problem.location().isEmpty()) {
        lines.add("    from " + Text.oneLine(problem.location()));
      }
    }
    return lines;
  }

  private static String location(Provider provider) {
    CodeSource source = provider.getClass().getProtectionDomain().getCodeSource();
    return source == null || source.getLocation() == null
        ? "an unknown place"
        : source.getLocation().toString();
  }
}
