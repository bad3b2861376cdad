package dev.ae4j.apps.cli;

import java.io.PrintStream;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;

/** Decides where logs go. */
final class Logs {
  /** Kept, since a log manager forgets the levels of loggers that nobody refers to. */
  private static final Logger OURS = Logger.getLogger("dev.ae4j");

  private Logs() {}

  /** Sends logs, those of AE4J in all detail, to a stream if {@code verbose}, else nowhere. */
  static void configure(boolean verbose, PrintStream err) {
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    if (!verbose) {
      root.setLevel(Level.OFF);
      return;
    }
    Handler handler =
        new StreamHandler(err, new SimpleFormatter()) {
          @Override
          public synchronized void publish(java.util.logging.LogRecord entry) {
            super.publish(entry);
            flush();
          }
        };
    handler.setLevel(Level.ALL);
    root.addHandler(handler);
    root.setLevel(Level.INFO);
    OURS.setLevel(Level.FINE);
  }
}
