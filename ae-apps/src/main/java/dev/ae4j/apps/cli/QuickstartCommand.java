package dev.ae4j.apps.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ae4j.apps.quickstart.Quickstart;
import dev.ae4j.apps.quickstart.QuickstartOptions;
import dev.ae4j.apps.quickstart.QuickstartResult;
import dev.ae4j.registry.ProviderCatalog;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ae quickstart}: the first thing to try. */
@Command(
    name = "quickstart",
    sortOptions = false,
    showDefaultValues = true,
    description = {
      "Trains the classic autoencoder on MNIST and shows what it is good for.",
      "",
      "Compression, denoising and features are measured on the test images, each beside a"
          + " classical method. Writes the model, pictures, metrics.json and report.html.",
      ""
    })
final class QuickstartCommand extends AbstractCommand {
  private final Streams streams;
  private final ProviderCatalog catalog;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder for the results; created if it is not there.")
  Path out = Path.of("quickstart");

  @Option(
      names = "--backend",
      paramLabel = "SPEC",
      description = "The backend, such as jvm:threads=2; chosen automatically if not given.")
  @Nullable String backend;

  @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training images.")
  int epochs = 10;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Decides the first weights, the order of the samples, and all noise.")
  long seed = 1;

  @Inject
  QuickstartCommand(Streams streams, ProviderCatalog catalog) {
    this.streams = streams;
    this.catalog = catalog;
  }

  @Override
  public Result call() {
    Backends.check(backend, catalog);
    QuickstartOptions options =
        new QuickstartOptions(out, Optional.ofNullable(backend), epochs, seed);
    try (QuickstartProgress progress = new QuickstartProgress(streams)) {
      return result(Quickstart.run(options, progress), out);
    }
  }

  static Result result(QuickstartResult measured, Path folder) {
    Map<String, @Nullable Object> values =
        new ObjectMapper()
            .convertValue(
                measured, new TypeReference<LinkedHashMap<String, @Nullable Object>>() {});
    values.put("report", folder.resolve(Quickstart.REPORT).toString());
    return Result.of(values);
  }
}
