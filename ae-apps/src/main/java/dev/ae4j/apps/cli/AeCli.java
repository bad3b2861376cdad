package dev.ae4j.apps.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.inject.Module;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** The command line {@code ae}: reads it, runs the command and prints its result or its failure. */
public final class AeCli {
  private final Streams streams;
  private final CommandLine commandLine;
  private boolean verbose;

  private AeCli(Streams streams, Module module) {
    this.streams = streams;
    this.commandLine =
        new CommandLine(AeCommand.class, new CommandFactory(module))
            .setOut(Streams.writer(streams.out()))
            .setErr(Streams.writer(streams.err()))
            .setExpandAtFiles(false)
            .setDefaultValueProvider(new ConfigFile())
            .setExecutionStrategy(this::execute)
            .setParameterExceptionHandler((failure, args) -> report(failure))
            .setExecutionExceptionHandler((failure, command, parsed) -> report(failure));
  }

  /**
   * Runs one command.
   *
   * @return the exit code: 0 done, 1 a bug, 2 wrong usage, 3 bad input, 4 unusable backend, 130
   *     interrupted
   */
  public static int run(String[] args, PrintStream out, PrintStream err) {
    Streams streams = new Streams(out, err);
    return run(args, streams, new CliModule(streams));
  }

  static int run(String[] args, Streams streams, Module module) {
    AeCli cli = new AeCli(streams, module);
    // Also true where reading the command line fails
    cli.verbose = Arrays.asList(args).contains("--verbose");
    try {
      return cli.commandLine.execute(args);
    } catch (Error | RuntimeException e) {
      // picocli hands over only exceptions that commands throw
      return cli.report(e);
    } finally {
      streams.out().flush();
      streams.err().flush();
    }
  }

  private int execute(ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    CommandSpec spec = last.commandSpec();
    if (spec.commandLine().isUsageHelpRequested()
        || !(spec.userObject() instanceof AbstractCommand command)) {
      return new RunLast().execute(parsed);
    }
    verbose = command.verbose;
    command.arguments = parsed.originalArgs();
    command.options = spec.options();
    Logs.configure(verbose, streams.err());
    int code = new RunLast().execute(parsed);
    if (spec.commandLine().getExecutionResult() instanceof Result result) {
      print(result, command.json);
    }
    return code;
  }

  private void print(Result result, boolean json) {
    if (json) {
      byte[] text = json(result).getBytes(StandardCharsets.UTF_8);
      streams.out().write(text, 0, text.length);
      streams.out().println();
    } else {
      result.lines().forEach(streams.out()::println);
    }
  }

  private static String json(Result result) {
    try {
      return new ObjectMapper().writeValueAsString(result.values());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A result cannot be written as JSON: " + result.values(), e);
    }
  }

  private int report(Throwable failure) {
    Failures.message(failure).forEach(streams.err()::println);
    if (verbose) {
      failure.printStackTrace(streams.err());
    }
    return Failures.exitCode(failure);
  }
}
