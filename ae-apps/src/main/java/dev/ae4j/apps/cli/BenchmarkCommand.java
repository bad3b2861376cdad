package dev.ae4j.apps.cli;

import dev.ae4j.OptionException;
import dev.ae4j.apps.benchmark.Benchmark;
import dev.ae4j.apps.benchmark.Workload;
import dev.ae4j.registry.BackendSelection;
import dev.ae4j.registry.ProviderCatalog;
import dev.ae4j.registry.SelectionReport.Candidate;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ae benchmark}: measures how fast backends train and encode. */
@Command(
    name = "benchmark",
    sortOptions = false,
    showDefaultValues = true,
    description = {
      "Measures how fast backends train and encode on this machine, one workload at a time.",
      "",
      "dense and deep are fully connected networks, conv is a convolutional one, all on the bundled"
          + " digits; tiny takes one small sample per step; infer encodes single images and"
          + " batches of 256.",
      ""
    })
final class BenchmarkCommand extends AbstractCommand {
  private final Streams streams;
  private final ProviderCatalog catalog;

  @Option(
      names = "--workload",
      split = ",",
      paramLabel = "NAME",
      description = "Which workloads: dense, conv, tiny, deep, infer.")
  List<String> workloads = Workload.ids();

  @Option(
      names = "--backend",
      paramLabel = "SPEC",
      description = "A backend, such as jvm:threads=1; may be repeated. All usable ones otherwise.")
  @Nullable List<String> backends;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the data instead of each workload's own number.")
  @Nullable Integer epochs;

  @Inject
  BenchmarkCommand(Streams streams, ProviderCatalog catalog) {
    this.streams = streams;
    this.catalog = catalog;
  }

  @Override
  public Result call() {
    if (epochs != null && epochs < 1) {
      throw new OptionException("--epochs is " + epochs + ". Maybe 3");
    }
    List<Workload> chosen = workloads.stream().map(BenchmarkCommand::workload).toList();
    List<String> engines = backends != null ? backends : usable();
    engines.forEach(engine -> Backends.check(engine, catalog));
    List<Map<String, Object>> records = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (Workload workload : chosen) {
      for (String engine : engines) {
        streams.err().println(workload.id() + " on " + engine);
        Map<String, Object> figures;
        try (Progress progress = Progress.on(streams)) {
          figures =
              new Benchmark(catalog, progress)
                  .run(workload, epochs != null ? epochs : workload.epochs(), engine);
        }
        lines.add(line(workload, figures));
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("workload", workload.id());
        entry.putAll(figures);
        records.add(entry);
      }
    }
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("processors", Runtime.getRuntime().availableProcessors());
    values.put("java", Runtime.version().toString());
    values.put("results", records);
    return new Result(values, lines);
  }

  private static Workload workload(String id) {
    return Arrays.stream(Workload.values())
        .filter(workload -> workload.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new OptionException(
                    "There is no workload '%s'. Maybe one of %s".formatted(id, Workload.ids())));
  }

  private List<String> usable() {
    return BackendSelection.select(null, catalog).candidates().stream()
        .filter(candidate -> candidate.availability().usable())
        .map(Candidate::id)
        .toList();
  }

  private static String line(Workload workload, Map<String, Object> figures) {
    String result =
        workload == Workload.INFER
            ? "one image in %s us (99 of 100 within %s us), %s images/s in batches"
                .formatted(
                    number(figures, "p50_microseconds"),
                    number(figures, "p99_microseconds"),
                    number(figures, "images_per_second"))
            : "%s s per epoch, %s us per step, first epoch %s s"
                .formatted(
                    number(figures, "median_seconds_per_epoch"),
                    number(figures, "median_microseconds_per_step"),
                    number(figures, "first_epoch_seconds"));
    return "%s: %s (%s)".formatted(workload.id(), result, figures.get("backend"));
  }

  private static String number(Map<String, Object> figures, String name) {
    return figures.get(name) instanceof Double value ? Text.number(value) : "?";
  }
}
