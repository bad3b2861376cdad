package dev.ae4j.jvm.plan;

import dev.ae4j.jvm.step.Buffer;
import java.util.ArrayList;
import java.util.List;

/** Buffers for tensors that are needed for a while; the memory of one serves the next. */
final class SharedMemory {
  private static final class Block {
    private final Buffer buffer = new Buffer();
    private int size;
    private boolean taken;
  }

  private final List<Block> blocks = new ArrayList<>();

  /** Returns a buffer of a size or more that nobody has. */
  Buffer take(int size) {
    Block best = null;
    for (Block block : blocks) {
      if (!block.taken && (best == null || fitsBetter(block, best, size))) {
        best = block;
      }
    }
    if (best == null) {
      best = new Block();
      blocks.add(best);
    }
    best.taken = true;
    best.size = Math.max(best.size, size);
    return best.buffer;
  }

  /** The smallest block that is large enough is the best, else the largest, which then grows. */
  private static boolean fitsBetter(Block a, Block b, int size) {
    if (a.size >= size && b.size >= size) {
      return a.size < b.size;
    }
    return a.size > b.size;
  }

  /** Takes a buffer back; does nothing with buffers that do not come from here. */
  void giveBack(Buffer buffer) {
    for (Block block : blocks) {
      if (block.buffer == buffer) {
        block.taken = false;
      }
    }
  }

  /** Returns how many elements the buffers have in all. */
  long elements() {
    return blocks.stream().mapToLong(block -> block.size).sum();
  }

  /** Gives the buffers their memory, when no more will be taken. */
  void allocate() {
    for (Block block : blocks) {
      block.buffer.bind(new float[block.size], 0);
    }
  }
}
