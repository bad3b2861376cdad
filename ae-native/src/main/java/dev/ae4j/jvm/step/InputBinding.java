package dev.ae4j.jvm.step;

import dev.ae4j.jvm.kernel.Copies;
import dev.ae4j.jvm.kernel.ThreadTeam;
import dev.ae4j.spi.backend.Feed;

/**
 * Brings what is fed to an input to where steps read it: without a copy where rows lie in order.
 */
public final class InputBinding implements ThreadTeam.Task {
  private static final float[] NONE = {};

  private final Engine engine;
  private final Buffer buffer;
  private final int count;
  private final int width;
  private final int shards;
  private float[] gathered = NONE;
  private float[] table = NONE;
  private int[] rows = {};
  private int from;

  /**
   * Creates the binding of an input.
   *
   * @param engine what to copy with
   * @param buffer where steps read
   * @param count the number of rows
   * @param width the number of elements of a row
   */
  public InputBinding(Engine engine, Buffer buffer, int count, int width) {
    this.engine = engine;
    this.buffer = buffer;
    this.count = count;
    this.width = width;
    this.shards = engine.shards((long) count * width, count);
  }

  /**
   * Makes the rows of a feed, as many as expected, the elements of the buffer.
   *
   * @throws IndexOutOfBoundsException if the data has no such row
   */
  public void bind(Feed feed) {
    float[] values = feed.data().values();
    int[] order = feed.rows();
    if (order == null) {
      buffer.bind(values, feed.from() * width);
    } else if (areConsecutive(feed, order)) {
      buffer.bind(values, count == 0 ? 0 : order[feed.from()] * width);
    } else {
      gather(values, order, feed.from());
      buffer.bind(gathered, 0);
    }
  }

  private boolean areConsecutive(Feed feed, int[] order) {
    int available = feed.data().rows();
    boolean consecutive = true;
    for (int i = 0; i < count; i++) {
      int row = order[feed.from() + i];
      if (row < 0 || row >= available) {
        throw new IndexOutOfBoundsException(
            "Row " + row + " was asked for, but the data has " + available + " rows");
      }
      consecutive &= row == order[feed.from()] + i;
    }
    return consecutive;
  }

  private void gather(float[] values, int[] order, int first) {
    if (gathered.length == 0) {
      gathered = new float[count * width];
    }
    table = values;
    rows = order;
    from = first;
    engine.team().run(this, shards);
    table = NONE;
  }

  @Override
  public void run(int shard, int worker) {
    int start = Engine.start(shard, shards, count);
    int end = Engine.start(shard + 1, shards, count);
    Copies.gatherRows(table, 0, rows, from + start, end - start, width, gathered, start * width);
  }

  /** Forgets what was bound, so that it is not kept from the garbage collector. */
  public void unbind() {
    buffer.bind(NONE, 0);
  }
}
