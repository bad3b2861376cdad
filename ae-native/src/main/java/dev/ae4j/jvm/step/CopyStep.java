package dev.ae4j.jvm.step;

import dev.ae4j.jvm.kernel.ThreadTeam;
import java.util.List;

/** Puts a tensor together from copies of others. */
public final class CopyStep implements SampleStep, ThreadTeam.Task {
  private static final Part NONE = new Part(new Buffer(), StridedCopy.whole(0));

  /**
   * A copy from one buffer.
   *
   * @param x what to copy
   * @param copy from where to where
   */
  public record Part(Buffer x, StridedCopy copy) {}

  private final Engine engine;
  private final List<Part> parts;
  private final Buffer y;
  private Part current = NONE;
  private int shards;

  /** Creates a step that fills {@code y}. */
  public CopyStep(Engine engine, List<Part> parts, Buffer y) {
    this.engine = engine;
    this.parts = List.copyOf(parts);
    this.y = y;
  }

  @Override
  public void run() {
    for (int i = 0; i < parts.size(); i++) {
      current = parts.get(i);
      shards = engine.shards(current.copy.elements(), current.copy.parts());
      engine.team().run(this, shards);
    }
  }

  @Override
  public void run(int samples, int first, int end, int worker) {
    for (int i = 0; i < parts.size(); i++) {
      StridedCopy copy = parts.get(i).copy;
      int from = Engine.start(first, samples, copy.parts());
      copy.copy(parts.get(i).x, y, from, Engine.start(end, samples, copy.parts()));
    }
  }

  @Override
  public void run(int shard, int worker) {
    int pieces = current.copy.parts();
    current.copy.copy(
        current.x, y, Engine.start(shard, shards, pieces), Engine.start(shard + 1, shards, pieces));
  }
}
