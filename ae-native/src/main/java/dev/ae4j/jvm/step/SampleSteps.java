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
   * How the samples are cut: into groups, each of which one thread computes in order, and the
   * groups into chunks.
   *
   * @param samples the number of all samples
   * @param size the number of samples of each chunk of a group but the last
   * @param elements the number of elements of all results for one sample
   */
  public record Chunks(int samples, int size, long elements) {
    // Elements (2 MiB) of which most are read again before they leave the second-level cache.
    private static final int CHUNK = 1 << 19;
    // Enough to keep many threads evenly busy.
    private static final int FEWEST_GROUPS = 32;

    /**
     * Returns chunks that fit a cache.
     *
     * @param multiple what the number of samples of a chunk has to be a multiple of
     */
    public static Chunks of(int samples, int multiple, long elements) {
      long fitting = CHUNK / Math.max(elements, 1) / multiple * multiple;
      int size = (int) Math.min(Math.max(multiple, fitting), group(samples));
      return new Chunks(samples, size, elements);
    }

    /** Returns the number of samples of each group but the last. */
    public static int group(int samples) {
      return Math.max(1, samples / FEWEST_GROUPS);
    }

    /** Returns the number of groups. */
    static int groups(int samples) {
      return Engine.pieces(samples, group(samples));
    }
  }

  // Simple functions that each element takes at least.
  private static final int COST = 8;

  private final Engine engine;
  private final Worker[] workers;
  private final long[] begun;
  private final Chunks chunks;
  private final int groups;
  private final int shards;
  private long runs;

  /** Creates a step. */
  public SampleSteps(Engine engine, Chunks chunks, List<Worker> workers) {
    this.engine = engine;
    this.chunks = chunks;
    this.workers = workers.toArray(Worker[]::new);
    begun = new long[this.workers.length];
    groups = Chunks.groups(chunks.samples());
    shards = engine.shards(COST * chunks.elements() * chunks.samples(), groups);
  }

  @Override
  public void run() {
    runs++;
    engine.team().run(this, shards);
    List<SampleStep> steps = workers[0].steps;
    for (int i = 0; i < steps.size(); i++) {
      steps.get(i).finish();
    }
  }

  @Override
  public void run(int shard, int worker) {
    List<SampleStep> steps = workers[worker].steps;
    if (begun[worker] != runs) {
      begun[worker] = runs;
      for (int i = 0; i < steps.size(); i++) {
        steps.get(i).begin();
      }
    }
    int size = Chunks.group(chunks.samples());
    int end = Engine.start(shard + 1, shards, groups);
    for (int group = Engine.start(shard, shards, groups); group < end; group++) {
      int behind = Math.min((group + 1) * size, chunks.samples());
      for (int first = group * size; first < behind; first += chunks.size()) {
        runChunk(workers[worker], first, Math.min(first + chunks.size(), behind), worker);
      }
    }
  }

  private void runChunk(Worker own, int first, int end, int worker) {
    for (int i = 0; i < own.memory.size(); i++) {
      own.memory.get(i).moveTo(first);
    }
    for (int i = 0; i < own.steps.size(); i++) {
      own.steps.get(i).run(chunks.samples(), first, end, worker);
    }
  }
}
