package dev.ae4j.apps.cli;

import dev.ae4j.DataException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Lets work end in order when the program is ended from outside, as by Ctrl-C. */
final class InterruptOnExit {
  private static final int SECONDS = 60;

  /** For a message of the thread that works. */
  private static final int MILLIS = 200;

  private InterruptOnExit() {}

  /**
   * Works on this thread, which is interrupted when the program is about to end, and then gives it
   * time to put away what it has done.
   */
  static void during(Runnable work) {
    during(
        () -> {
          work.run();
          return work;
        });
  }

  /** The same for work with a result. */
  static <T> T during(Supplier<T> work) {
    Thread worker = Thread.currentThread();
    CountDownLatch done = new CountDownLatch(1);
    Thread hook = new Thread(() -> end(worker, done), "interrupt on exit");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.get();
    } finally {
      done.countDown();
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The program is about to end already
      }
    }
  }

  /**
   * Ends work on a file between two parts of it, so that nothing half-written stays behind.
   *
   * @throws DataException if this thread was interrupted
   */
  static void check(Path out) {
    if (Thread.currentThread().isInterrupted()) {
      throw new DataException("Interrupted: " + out + " was not written");
    }
  }

  private static void end(Thread worker, CountDownLatch done) {
    worker.interrupt();
    try {
      if (!done.await(SECONDS, TimeUnit.SECONDS)) {
        System.getLogger(InterruptOnExit.class.getName())
            .log(System.Logger.Level.WARNING, "Work did not end within " + SECONDS + " s");
      }
      worker.join(MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
