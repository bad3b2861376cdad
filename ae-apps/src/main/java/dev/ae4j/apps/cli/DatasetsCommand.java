package dev.ae4j.apps.cli;

import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.spi.DatasetProvider;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code ae datasets}: tells what data there is and which files can be read. */
@Command(
    name = "datasets",
    sortOptions = false,
    description =
        "Lists the named data sets with their options, and the kinds of files that are read.")
final class DatasetsCommand extends AbstractCommand {
  private static final List<String> FILES =
      List.of(
          ".npy",
          ".npy.gz",
          ".idx",
          ".idx.gz",
          "-ubyte",
          "-ubyte.gz",
          ".png",
          ".jpg",
          ".jpeg",
          ".wav");

  private final ProviderCatalog catalog;

  @Inject
  DatasetsCommand(ProviderCatalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public Result call() {
    List<DatasetProvider> providers = catalog.all(DatasetProvider.class);
    List<String> lines = new ArrayList<>();
    lines.add("named, as in mnist:train or random:samples=100,features=10");
    providers.forEach(provider -> lines.addAll(PluginList.lines(provider)));
    lines.add("files, by their ending");
    lines.add("  " + String.join(" ", FILES));
    lines.add("  and folders of .png, .jpg and .jpeg, or of .wav; folders of these are classes");
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("datasets", providers.stream().map(PluginList::values).toList());
    values.put("files", FILES);
    return new Result(values, lines);
  }
}
