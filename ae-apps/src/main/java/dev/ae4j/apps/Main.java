package dev.ae4j.apps;

import dev.ae4j.apps.cli.AeCli;
import java.io.PrintStream;

/** The command line {@code ae} as a program. */
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  /**
   * Runs one command and returns.
   *
   * @param args the command and its options
   * @param out receives results
   * @param err receives progress, errors and logs
   * @return the exit code: 0 done, 1 a bug, 2 wrong usage, 3 bad input, 4 unusable backend, 130
   *     interrupted
   */
  public static int run(String[] args, PrintStream out, PrintStream err) {
    return AeCli.run(args, out, err);
  }
}
