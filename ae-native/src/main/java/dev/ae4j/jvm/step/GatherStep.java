package dev.ae4j.jvm.step;

import dev.ae4j.jvm.kernel.ThreadTeam;
import java.util.Arrays;

/** The rows of a table that indices name; zeros for an index outside. */
public final class GatherStep implements Step, ThreadTeam.Task {
  private final Engine engine;
  private final Buffer table;
  private final Buffer indices;
  private final Buffer y;
  private final int rows;
  private final int width;
  private final int count;
  private final int shards;

  /**
   * Creates a step that fills {@code y}.
   *
   * @param engine what to compute with
   * @param table the table
   * @param rows its rows
   * @param width the elements of a row
   * @param indices whole numbers
   * @param count how many
   * @param y the result
   */
  public GatherStep(
      Engine engine, Buffer table, int rows, int width, Buffer indices, int count, Buffer y) {
    this.engine = engine;
    this.table = table;
    this.rows = rows;
    this.width = width;
    this.indices = indices;
    this.count = count;
    this.y = y;
    this.shards = engine.shards((long) count * width, count);
  }

  @Override
  public void run() {
    engine.team().run(this, shards);
  }

  @Override
  public void run(int shard, int worker) {
    int end = Engine.start(shard + 1, shards, count);
    for (int i = Engine.start(shard, shards, count); i < end; i++) {
      int row = (int) indices.array()[indices.offset() + i];
      int to = y.offset() + i * width;
      if (row >= 0 && row < rows) {
        System.arraycopy(table.array(), table.offset() + row * width, y.array(), to, width);
      } else {
        Arrays.fill(y.array(), to, to + width, 0);
      }
    }
  }
}
