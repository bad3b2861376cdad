package dev.ae4j.jvm.step;

import dev.ae4j.graph.op.BinaryKind;
import dev.ae4j.jvm.kernel.ThreadTeam;
import java.util.Arrays;

/**
 * A table whose rows are sums of the values whose index they are, each in the order of the values
 * from zero. Each shard makes some rows of the table.
 */
public final class ScatterAddStep implements Step, ThreadTeam.Task {
  private final Engine engine;
  private final Buffer indices;
  private final Buffer values;
  private final Buffer y;
  private final int count;
  private final int width;
  private final int rows;
  private final int shards;

  /**
   * Creates a step that fills {@code y}.
   *
   * @param engine what to compute with
   * @param indices whole numbers
   * @param values a row for each index
   * @param count how many
   * @param width the elements of a row
   * @param y the table
   * @param rows its rows
   */
  public ScatterAddStep(
      Engine engine, Buffer indices, Buffer values, int count, int width, Buffer y, int rows) {
    this.engine = engine;
    this.indices = indices;
    this.values = values;
    this.count = count;
    this.width = width;
    this.y = y;
    this.rows = rows;
    this.shards = engine.shards((long) (count + rows) * width, rows);
  }

  @Override
  public void run() {
    engine.team().run(this, shards);
  }

  @Override
  public void run(int shard, int worker) {
    int first = Engine.start(shard, shards, rows);
    int end = Engine.start(shard + 1, shards, rows);
    float[] table = y.array();
    Arrays.fill(table, y.offset() + first * width, y.offset() + end * width, 0);
    for (int i = 0; i < count; i++) {
      int row = (int) indices.array()[indices.offset() + i];
      if (row >= first && row < end) {
        int to = y.offset() + row * width;
        int from = values.offset() + i * width;
        engine.kernels().binary(BinaryKind.ADD, table, to, values.array(), from, table, to, width);
      }
    }
  }
}
