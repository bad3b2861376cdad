package dev.ae4j.apps.cli;

import dev.ae4j.AeException;
import dev.ae4j.registry.BackendSelection;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.registry.SelectionReport;
import dev.ae4j.spi.backend.Availability;
import dev.ae4j.spi.backend.Backend;
import dev.ae4j.spi.backend.BackendProvider;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code ae doctor}: tells what AE4J finds on this machine. */
@Command(
    name = "doctor",
    sortOptions = false,
    description =
        "Tells what AE4J finds on this machine: Java, processor, memory, backends, plug-ins.")
final class DoctorCommand extends AbstractCommand {
  private final ProviderCatalog catalog;

  @Inject
  DoctorCommand(ProviderCatalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public Result call() {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("ae4j", Version.ofProgram());
    values.put("java", property("java.vm.name") + " " + property("java.runtime.version"));
    values.put("java_home", property("java.home"));
    values.put(
        "system", property("os.name") + " " + property("os.version") + " " + property("os.arch"));
    values.put("threads", Runtime.getRuntime().availableProcessors());
    values.put("memory_mib", Runtime.getRuntime().maxMemory() >> 20);
    values.put("engines", engines());
    List<String> lines = new ArrayList<>(Text.table(values));
    lines.add("backends");
    try {
      SelectionReport report = BackendSelection.select(null, catalog);
      values.putAll(BackendsCommand.values(report, catalog));
      BackendsCommand.lines(report).forEach(line -> lines.add("  " + line));
    } catch (AeException e) {
      // Such as a malformed AE_BACKEND, which is what a user may be looking for here
      values.put("chosen", null);
      values.put("backend_problem", e.getMessage());
      lines.add("  " + Text.oneLine(String.valueOf(e.getMessage())));
    }
    values.put("problems", PluginList.problems(catalog));
    lines.add("broken plug-ins");
    lines.addAll(
        catalog.problems().isEmpty() ? List.of("  none") : PluginList.problemLines(catalog));
    return new Result(values, lines);
  }

  /** Opens every usable backend, since only then it tells which kernels it uses. */
  private Map<String, @Nullable Object> engines() {
    Map<String, @Nullable Object> engines = new LinkedHashMap<>();
    for (BackendProvider provider : catalog.all(BackendProvider.class)) {
      engines.put(provider.id(), describe(provider));
    }
    return engines;
  }

  private String describe(BackendProvider provider) {
    try {
      Availability availability = provider.availability();
      if (!availability.usable()) {
        return "not usable: " + availability.reason();
      }
      try (Backend backend = BackendSelection.open(provider.id(), catalog)) {
        return backend.description();
      }
    } catch (RuntimeException | LinkageError e) {
      return "broken: " + Text.oneLine(String.valueOf(e.getMessage()));
    }
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }
}
