package dev.ae4j.jvm.step;

import dev.ae4j.jvm.kernel.ThreadTeam;
import java.util.List;

/**
 * Steps that are done for some samples after the other, all steps for each: what one step writes is
 * still in the cache when the next one reads it. What nothing else reads never leaves the cache.
 */
public final class SampleSteps implements Step, ThreadTeam.Task {
  /**
   * The same steps for each of the workers, with memory of its own.
   *
   * @param steps in order
   * @param memory for results that are not kept
   */
  public record Worker(List<SampleStep> steps, List<SampleBuffer> memory) {}

  /**
   * How the samples are cut.
   *
   * @param samples the number of all samples
   * @param size the number of samples of each chunk but the last
   * @param elements the number of elements of all results for one sample
   */
  public record Chunks(int samples, int size, long elements) {
    // Elements (2 MiB) of which most are read again before they leave the second-level cache.
    private static final int CHUNK = 1 << 19;
    // Enough to keep many threads evenly busy.
    private static final int FEWEST = 32;

    /** Returns chunks that fit a cache. */
    public static Chunks of(int samples, long elements) {
      long fitting = Math.max(1, CHUNK / Math.max(elements, 1));
      int even = Math.max(1, samples / FEWEST);
      return new Chunks(samples, (int) Math.min(fitting, even), elements);
    }

    private int count() {
      return Engine.pieces(samples, size);
    }
  }

  // Simple functions that each element takes at least.
  private static final int COST = 8;

  private final Engine engine;
  private final Worker[] workers;
  private final long[] begun;
  private final Chunks chunks;
  private final int shards;
  private long runs;

  /** Creates a step. */
  public SampleSteps(Engine engine, Chunks chunks, List<Worker> workers) {
    this.engine = engine;
    this.chunks = chunks;
    this.workers = workers.toArray(Worker[]::new);
    begun = new long[this.workers.length];
    shards = engine.shards(COST * chunks.elements() * chunks.samples(), chunks.count());
  }

  @Override
  public void run() {
    runs++;
    engine.team().run(this, shards);
  }

  @Override
  public void run(int shard, int worker) {
    List<SampleStep> steps = workers[worker].steps;
    List<SampleBuffer> memory = workers[worker].memory;
    if (begun[worker] != runs) {
      begun[worker] = runs;
      for (int i = 0; i < steps.size(); i++) {
        steps.get(i).begin();
      }
    }
    int end = Engine.start(shard + 1, shards, chunks.count());
    for (int chunk = Engine.start(shard, shards, chunks.count()); chunk < end; chunk++) {
      int first = chunk * chunks.size();
      int behind = Math.min(first + chunks.size(), chunks.samples());
      for (int i = 0; i < memory.size(); i++) {
        memory.get(i).moveTo(first);
      }
      for (int i = 0; i < steps.size(); i++) {
        steps.get(i).run(chunks.samples(), first, behind, worker);
      }
    }
  }
}
