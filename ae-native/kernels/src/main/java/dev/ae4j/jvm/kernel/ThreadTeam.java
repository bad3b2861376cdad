package dev.ae4j.jvm.kernel;

import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A fixed team of threads that runs a task's shards, with the caller as its first member.
 *
 * <p>The number of shards, not of threads, decides how work is cut, so results do not depend on the
 * team. Members take shards one after another; which member gets which, and in what order, is not
 * defined. A run allocates nothing. Idle members spin for a moment before they park, so that runs
 * that follow each other closely start within about a microsecond.
 *
 * <p>A run that starts while the team is busy, from inside a task or from another thread, executes
 * all its shards on the thread that asked. Members are daemon threads.
 */
public final class ThreadTeam implements AutoCloseable {
  /** Work that consists of numbered shards. */
  @FunctionalInterface
  public interface Task {
    /**
     * Runs one shard.
     *
     * @param shard from 0 to the number of shards, exclusive
     * @param worker the number of the running thread, from 0 to {@link #threads()}, exclusive. No
     *     two shards of a run, nor of a run nested in it, have the same worker at the same time;
     *     other threads that use the same team may.
     */
    void run(int shard, int worker);
  }

  // About 1 ms at most; a training step rarely leaves the team idle for longer.
  private static final int SPINS = 20_000;
  private static final Task NOTHING = (shard, worker) -> {};

  private final Member[] members;
  private final AtomicBoolean busy = new AtomicBoolean();
  // The number of the run in the upper half, the shards still to hand out in the lower half. Taking
  // a shard is a compare-and-set of the whole, so a late member can't take one of another run.
  private final AtomicLong ticket = new AtomicLong();
  private final AtomicInteger unfinished = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile Task task = NOTHING;
  private volatile @Nullable Thread waiting;
  private volatile boolean closed;

  /** A team of {@code threads} threads, of which the caller of {@link #run} is one. */
  public ThreadTeam(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("A team needs 1 thread or more, got " + threads);
    }
    members = new Member[threads - 1];
    for (int i = 0; i < members.length; i++) {
      members[i] = new Member(i + 1);
    }
    for (Member member : members) {
      member.start();
    }
  }

  /** The number of threads, the caller included. */
  public int threads() {
    return members.length + 1;
  }

  /**
   * Runs {@code task} for the shards 0 to {@code shards} and returns when all are done.
   *
   * @throws CompletionException if a shard threw: the first exception is the cause, and the shards
   *     that had not started are left out. The team stays usable.
   */
  public void run(Task task, int shards) {
    if (shards <= 1 || members.length == 0 || closed || !busy.compareAndSet(false, true)) {
      runAlone(task, shards);
      return;
    }
    try {
      runTogether(task, shards);
    } finally {
      busy.set(false);
    }
  }

  private void runAlone(Task task, int shards) {
    int worker =
        Thread.currentThread() instanceof Member member && member.team() == this
            ? member.worker
            : 0;
    try {
      for (int shard = 0; shard < shards; shard++) {
        task.run(shard, worker);
      }
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  private void runTogether(Task task, int shards) {
    failure.set(null);
    unfinished.set(shards);
    this.task = task;
    ticket.set((((ticket.get() >>> 32) + 1) << 32) + shards);
    for (Member member : members) {
      member.wake();
    }
    work(0);
    awaitOthers();
    this.task = NOTHING;
    Throwable thrown = failure.get();
    if (thrown != null) {
      throw failed(thrown);
    }
  }

  /** Runs shards of the current run until none is left. */
  private void work(int worker) {
    for (; ; ) {
      long seen = ticket.get();
      int shard = (int) seen - 1;
      if (shard < 0) {
        return;
      }
      // Read before the shard is taken: if taking it succeeds, the run was not over in between.
      Task current = task;
      if (!ticket.compareAndSet(seen, seen - 1)) {
        continue;
      }
      if (failure.get() == null) {
        try {
          current.run(shard, worker);
        } catch (Throwable t) {
          failure.compareAndSet(null, t);
        }
      }
      if (unfinished.decrementAndGet() == 0) {
        Thread caller = waiting;
        if (caller != null) {
          LockSupport.unpark(caller);
        }
      }
    }
  }

  private void awaitOthers() {
    for (int i = 0; i < SPINS; i++) {
      if (unfinished.get() == 0) {
        return;
      }
      Thread.onSpinWait();
    }
    waiting = Thread.currentThread();
    while (unfinished.get() != 0) {
      LockSupport.park(this);
    }
    waiting = null;
  }

  private static CompletionException failed(Throwable cause) {
    return cause instanceof CompletionException nested
        ? nested
        : new CompletionException("A task of the thread team failed: " + cause, cause);
  }

  /** Ends the members. Later runs execute on the thread that asks for them. */
  @Override
  public void close() {
    closed = true;
    for (Member member : members) {
      LockSupport.unpark(member);
    }
  }

  private final class Member extends Thread {
    private final int worker;
    private volatile boolean parked;

    Member(int worker) {
      super("ae4j-kernel-" + worker);
      this.worker = worker;
      setDaemon(true);
      // Not the one of the thread that happens to make the team, which may be meant to go away.
      setContextClassLoader(ThreadTeam.class.getClassLoader());
    }

    ThreadTeam team() {
      return ThreadTeam.this;
    }

    void wake() {
      if (parked) {
        LockSupport.unpark(this);
      }
    }

    @Override
    public void run() {
      long run = 0;
      while (!closed) {
        run = awaitRunAfter(run);
        work(worker);
      }
    }

    private long awaitRunAfter(long run) {
      for (int i = 0; i < SPINS; i++) {
        long now = ticket.get() >>> 32;
        if (now != run) {
          return now;
        }
        Thread.onSpinWait();
      }
      parked = true;
      while (ticket.get() >>> 32 == run && !closed) {
        LockSupport.park(ThreadTeam.this);
      }
      parked = false;
      return ticket.get() >>> 32;
    }
  }
}
