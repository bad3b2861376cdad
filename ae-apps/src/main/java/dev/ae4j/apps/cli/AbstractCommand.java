package dev.ae4j.apps.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** What all commands have in common: they return a result, which {@link AeCli} prints. */
abstract class AbstractCommand implements Callable<Result> {
  @Option(names = "--json", order = 1000, description = "Print the result as one JSON object.")
  boolean json;

  @Option(
      names = "--config",
      order = 1001,
      paramLabel = "FILE.yaml",
      description =
          "Read options from a file with lines such as 'epochs: 20'. What is given on the command"
              + " line wins.")
  @Nullable Path config;

  @Option(
      names = "--verbose",
      order = 1002,
      description = "Show logs, and where an error comes from.")
  boolean verbose;

  @Option(
      names = {"-h", "--help"},
      order = 1003,
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  /** What stood on the command line after {@code ae}. */
  List<String> arguments = List.of();

  /** The options of the command, with the values that they have in this run. */
  List<OptionSpec> options = List.of();
}
