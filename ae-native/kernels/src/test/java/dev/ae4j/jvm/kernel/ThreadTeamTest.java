package dev.ae4j.jvm.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ThreadTeamTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void runsEveryShardOnce(int threads) {
    try (ThreadTeam team = new ThreadTeam(threads)) {
      assertThat(team.threads()).isEqualTo(threads);
      for (int shards = 0; shards < 40; shards++) {
        AtomicIntegerArray runs = new AtomicIntegerArray(shards);
        AtomicIntegerArray busy = new AtomicIntegerArray(threads);
        team.run(
            (shard, worker) -> {
              assertThat(busy.incrementAndGet(worker)).isEqualTo(1);
              runs.incrementAndGet(shard);
              busy.decrementAndGet(worker);
            },
            shards);
        for (int i = 0; i < shards; i++) {
          assertThat(runs.get(i)).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void manyShortRunsFollowEachOther() {
    try (ThreadTeam team = new ThreadTeam(3)) {
      int[] slots = new int[7];
      ThreadTeam.Task task = (shard, worker) -> slots[shard]++;
      for (int i = 0; i < 20_000; i++) {
        team.run(task, 7);
      }
      assertThat(slots).containsOnly(20_000);
    }
  }

  @Test
  void wakesMembersThatParked() throws InterruptedException {
    try (ThreadTeam team = new ThreadTeam(2)) {
      for (int i = 0; i < 3; i++) {
        Thread.sleep(50);
        CountDownLatch both = new CountDownLatch(2);
        // Ends only if two threads are in it at the same time.
        team.run(
            (shard, worker) -> {
              both.countDown();
              await(both);
            },
            2);
      }
    }
  }

  @Test
  void waitsForAMemberThatTakesLong() {
    try (ThreadTeam team = new ThreadTeam(2)) {
      AtomicInteger done = new AtomicInteger();
      CountDownLatch both = new CountDownLatch(2);
      team.run(
          (shard, worker) -> {
            both.countDown();
            await(both);
            if (worker == 1) {
              sleep(100);
            }
            done.incrementAndGet();
          },
          2);
      assertThat(done).hasValue(2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void anExceptionReachesTheCallerAndTheTeamSurvives(int threads) {
    try (ThreadTeam team = new ThreadTeam(threads)) {
      IllegalArgumentException cause = new IllegalArgumentException("shard 3");
      assertThatThrownBy(
              () ->
                  team.run(
                      (shard, worker) -> {
                        if (shard == 3) {
                          throw cause;
                        }
                      },
                      8))
          .isInstanceOf(CompletionException.class)
          .hasCause(cause);
      AtomicInteger done = new AtomicInteger();
      team.run((shard, worker) -> done.incrementAndGet(), 8);
      assertThat(done).hasValue(8);
    }
  }

  @Test
  void aNestedRunStaysOnItsThread() {
    try (ThreadTeam team = new ThreadTeam(3)) {
      AtomicInteger inner = new AtomicInteger();
      team.run(
          (shard, worker) -> {
            Thread outer = Thread.currentThread();
            team.run(
                (innerShard, innerWorker) -> {
                  assertThat(Thread.currentThread()).isSameAs(outer);
                  assertThat(innerWorker).isEqualTo(worker);
                  inner.incrementAndGet();
                },
                5);
          },
          6);
      assertThat(inner).hasValue(30);
    }
  }

  @Test
  void concurrentCallersAllGetTheirWorkDone() throws InterruptedException {
    try (ThreadTeam team = new ThreadTeam(2)) {
      AtomicInteger done = new AtomicInteger();
      Thread[] callers = new Thread[4];
      for (int c = 0; c < callers.length; c++) {
        callers[c] =
            new Thread(
                () -> {
                  for (int i = 0; i < 500; i++) {
                    team.run((shard, worker) -> done.incrementAndGet(), 5);
                  }
                });
        callers[c].start();
      }
      for (Thread caller : callers) {
        caller.join();
      }
      assertThat(done).hasValue(4 * 500 * 5);
    }
  }

  @Test
  void aClosedTeamStillRunsOnTheCaller() {
    ThreadTeam team = new ThreadTeam(3);
    team.close();
    AtomicInteger done = new AtomicInteger();
    team.run(
        (shard, worker) -> {
          assertThat(worker).isZero();
          done.incrementAndGet();
        },
        4);
    assertThat(done).hasValue(4);
  }

  @Test
  void needsAThread() {
    assertThatThrownBy(() -> new ThreadTeam(0)).hasMessageContaining("got 0");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void sleep(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
