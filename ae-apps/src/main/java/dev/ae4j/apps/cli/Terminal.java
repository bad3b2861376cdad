package dev.ae4j.apps.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** Asks about the terminal, without native code. */
final class Terminal {
  private static final int USUAL_WIDTH = 80;
  private static final int MIN_WIDTH = 40;

  /** Java tells only whether input and output are a terminal, and not how wide it is. */
  private static final String QUESTION = "test -t 2 && stty size <&2";

  private Terminal() {}

  /**
   * Returns the number of columns of the terminal that a stream goes to; empty if it goes elsewhere
   * or to one on which nothing can move.
   */
  static OptionalInt width(PrintStream stream) {
    if (stream != System.err || "dumb".equals(System.getenv("TERM"))) {
      return OptionalInt.empty();
    }
    try {
      Process shell =
          new ProcessBuilder("sh", "-c", QUESTION)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String answer =
          new String(shell.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      return parse(answer);
    } catch (IOException e) {
      // No such shell, as on Windows
      return OptionalInt.empty();
    }
  }

  /**
   * Returns the number of columns.
   *
   * @param size the numbers of rows and columns, or another text if there is no terminal
   */
  static OptionalInt parse(String size) {
    if (!size.matches("\\d{1,5} \\d{1,5}")) {
      return OptionalInt.empty();
    }
    int columns = Integer.parseInt(size.substring(size.indexOf(' ') + 1));
    return OptionalInt.of(columns == 0 ? USUAL_WIDTH : Math.max(columns, MIN_WIDTH));
  }
}
