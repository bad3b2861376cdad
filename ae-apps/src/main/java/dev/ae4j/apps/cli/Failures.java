package dev.ae4j.apps.cli;

import dev.ae4j.AeException;
import dev.ae4j.BackendException;
import dev.ae4j.OptionException;
import dev.ae4j.TrainingInterruptedException;
import dev.ae4j.graph.ShapeException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns failures into exit codes and messages of one or two lines. */
final class Failures {
  private static final int BUG = 1;
  private static final int USAGE = 2;
  private static final int BAD_INPUT = 3;
  private static final int BACKEND = 4;
  // What shells say of a program that Ctrl-C ended.
  private static final int INTERRUPTED = 130;

  private static final String MAYBE = "Maybe ";

  private Failures() {}

  /** Returns the exit code for a failure. */
  static int exitCode(Throwable failure) {
    if (failure instanceof ParameterException
        || failure instanceof OptionException
        || failure instanceof ShapeException
        || failure instanceof LinkageError) {
      return USAGE;
    }
    if (failure instanceof BackendException) {
      return BACKEND;
    }
    if (failure instanceof TrainingInterruptedException) {
      return INTERRUPTED;
    }
    return failure instanceof AeException || failure instanceof OutOfMemoryError ? BAD_INPUT : BUG;
  }

  /** Returns what to tell the user about a failure. */
  static List<String> message(Throwable failure) {
    if (failure instanceof ParameterException wrongUsage) {
      return lines(usage(wrongUsage));
    }
    if (failure instanceof AeException) {
      return lines(String.valueOf(failure.getMessage()));
    }
    if (failure instanceof OutOfMemoryError) {
      return lines(
          "The Java heap of %d MiB is too small. Maybe less data, or AE_OPTS=-Xmx8g for 8 GiB"
              .formatted(Runtime.getRuntime().maxMemory() >> 20));
    }
    if (failure instanceof LinkageError) {
      return lines(
          "Classes do not fit together: %s. Maybe a plug-in was built for another version of AE4J, or misses a library; 'ae plugins' tells where each comes from"
              .formatted(failure));
    }
    return lines(
        "This is a bug: " + failure + ". Maybe run it again with --verbose and report the output");
  }

  private static String usage(ParameterException failure) {
    CommandLine commandLine = failure.getCommandLine();
    String command = commandLine.getCommandSpec().qualifiedName();
    String hint = MAYBE + "'" + command + " --help' tells more";
    List<String> unknown = commandLine.getUnmatchedArguments();
    if (!unknown.isEmpty()) {
      // More helpful than that something is missing, which may be what was misspelt
      List<String> similar = new UnmatchedArgumentException(commandLine, unknown).getSuggestions();
      return "'%s' is no command or option of %s. %s"
          .formatted(
              unknown.get(0),
              command,
              similar.isEmpty() ? hint : MAYBE + String.join(" or ", similar));
    }
    String message = String.valueOf(failure.getMessage());
    return message.contains(MAYBE) ? message : message + ". " + hint;
  }

  /** Returns what went wrong with a file, in words where Java has only the name of a class. */
  static String reason(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such file";
    }
    return failure instanceof AccessDeniedException ? "permission denied" : failure.toString();
  }

  private static List<String> lines(String message) {
    String line = "ae: " + Text.oneLine(message);
    int hint = line.lastIndexOf(". " + MAYBE);
    return hint < 0
        ? List.of(line)
        : List.of(line.substring(0, hint + 1), line.substring(hint + 2));
  }
}
