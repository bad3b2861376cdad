package dev.ae4j.jvm.step;

import dev.ae4j.jvm.kernel.Kernels;
import dev.ae4j.jvm.kernel.ThreadTeam;

/**
 * What steps compute with.
 *
 * @param kernels the functions
 * @param team the threads
 */
public record Engine(Kernels kernels, ThreadTeam team) {
  /** The number of multiply-adds that take as long as the simplest function of an element. */
  static final int MULTIPLY_ADDS = 8;

  // About 1.5 microseconds, several times what it takes to wake the team.
  private static final long SMALLEST_SHARD = 1 << 15;
  // More than one, so that a thread that is held up leaves its share to the others.
  private static final int SHARDS_PER_THREAD = 2;

  /**
   * Returns into how many shards to cut some work; results must not depend on it.
   *
   * @param work the number of elements times the number of simple functions of each
   * @param pieces the number of pieces that cannot be cut
   */
  int shards(long work, int pieces) {
    if (team.threads() == 1) {
      return 1;
    }
    long useful = Math.min(work / SMALLEST_SHARD, (long) team.threads() * SHARDS_PER_THREAD);
    return (int) Math.max(1, Math.min(useful, pieces));
  }

  /** Returns the number of pieces of a size, of which the last may be smaller. */
  static int pieces(int total, int size) {
    return (int) (((long) total + size - 1) / size);
  }

  /** Returns where a shard begins, when {@code pieces} are dealt out evenly in order. */
  static int start(int shard, int shards, int pieces) {
    return (int) ((long) pieces * shard / shards);
  }
}
