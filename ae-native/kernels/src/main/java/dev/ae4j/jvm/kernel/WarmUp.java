package dev.ae4j.jvm.kernel;

import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;

/** Runs code on a daemon thread until it is compiled, and turns a switch when it is. */
final class WarmUp {
  // How long a piece of code is tried before it is given up.
  private static final long PATIENCE_NANOS = 10_000_000_000L;
  private static final long PATIENCE_HERE_NANOS = 200_000_000L;
  // Calls before others get their turn.
  private static final int CALLS = 50;

  private static final long PAUSE_NANOS = 1_000_000;

  private final ArrayDeque<Switch> waiting = new ArrayDeque<>();
  private boolean running;

  /** Off until some work was seen, a sample was warmed up, and proved fast. */
  final class Switch {
    private final long workBefore;
    private final long fastNanos;
    private final Runnable sample;
    // Written without care by all threads: a lost count delays a warm-up, nothing else.
    private long work;
    private boolean asked;
    private volatile boolean on;
    private long warmingSince;

    /**
     * A switch that is off.
     *
     * @param workBefore the work to see before warming up
     * @param fastNanos what one call of the sample takes at most when it is compiled
     * @param sample what to warm up
     */
    Switch(long workBefore, long fastNanos, Runnable sample) {
      this.workBefore = workBefore;
      this.fastNanos = fastNanos;
      this.sample = sample;
    }

    /** Whether the switch is on, for somebody about to do this much work. */
    boolean isOn(long amount) {
      if (on) {
        return true;
      }
      work += amount;
      if (work >= workBefore && !asked) {
        asked = true;
        enqueue(this);
      }
      return false;
    }

    /** Warms up on the calling thread, unless that was tried before; gives up after a while. */
    void warmUpHere() {
      if (asked) {
        return;
      }
      asked = true;
      long start = System.nanoTime();
      while (!warmUp() && System.nanoTime() - start < PATIENCE_HERE_NANOS) {
        Thread.onSpinWait();
      }
      if (!on) {
        enqueue(this);
      }
    }

    /** Calls the sample some times, and says whether that was the end of it. */
    private boolean warmUp() {
      long now = System.nanoTime();
      if (warmingSince == 0) {
        warmingSince = now;
      }
      for (int i = 0; i < CALLS && !on; i++) {
        sample.run();
        long end = System.nanoTime();
        on = end - now <= fastNanos;
        now = end;
      }
      return on || now - warmingSince > PATIENCE_NANOS;
    }
  }

  private synchronized void enqueue(Switch next) {
    waiting.add(next);
    if (!running) {
      running = true;
      Thread thread = new Thread(this::run, "ae4j-kernel-warm-up");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void run() {
    for (int turns = waiting(); turns > 0; turns = waiting()) {
      for (int i = 0; i < turns; i++) {
        Switch next = next();
        if (!next.warmUp()) {
          enqueue(next);
        }
      }
      // The compiler has a queue; calling on and on would only take processor time away from it.
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private synchronized int waiting() {
    running = !waiting.isEmpty();
    return waiting.size();
  }

  private synchronized Switch next() {
    return waiting.remove();
  }
}
