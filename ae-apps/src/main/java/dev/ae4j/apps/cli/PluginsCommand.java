package dev.ae4j.apps.cli;

import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.spi.Provider;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code ae plugins}: lists the plug-ins of every kind with their options. */
@Command(
    name = "plugins",
    sortOptions = false,
    description = "Lists the plug-ins of every kind with their options, and those that are broken.")
final class PluginsCommand extends AbstractCommand {
  private final ProviderCatalog catalog;

  @Inject
  PluginsCommand(ProviderCatalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public Result call() {
    Map<String, @Nullable Object> plugins = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    for (Class<? extends Provider> kind : ProviderCatalog.KINDS) {
      List<? extends Provider> providers = catalog.all(kind);
      plugins.put(
          ProviderCatalog.nameOf(kind), providers.stream().map(PluginList::values).toList());
      lines.add(ProviderCatalog.nameOf(kind));
      providers.forEach(provider -> lines.addAll(PluginList.lines(provider)));
    }
    if (!catalog.problems().isEmpty()) {
      lines.add("broken");
      lines.addAll(PluginList.problemLines(catalog));
    }
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("plugins", plugins);
    values.put("problems", PluginList.problems(catalog));
    return new Result(values, lines);
  }
}
