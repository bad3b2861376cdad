package dev.ae4j.jvm.step;

/**
 * A worker's place in an element-wise step: the elements at hand and its scratch memory.
 *
 * <p>The elements of a step are cut into blocks, which are what reductions combine at once, and the
 * blocks into tiles, which fit the cache.
 */
final class Tile {
  private float[] scratch = {};
  private int block;
  private int blockStart;
  private int start;
  private int count;

  /** Sets the scratch memory for the blocks to come. */
  void use(float[] memory) {
    scratch = memory;
  }

  /** Goes to a block, all of it. */
  void moveToBlock(int newBlock, int newStart, int newCount) {
    block = newBlock;
    blockStart = newStart;
    moveTo(newStart, newCount);
  }

  /** Goes to some elements of the block. */
  void moveTo(int newStart, int newCount) {
    start = newStart;
    count = newCount;
  }

  float[] scratch() {
    return scratch;
  }

  /** Returns the number of blocks before this one. */
  int block() {
    return block;
  }

  /** Returns the first element. */
  int start() {
    return start;
  }

  /** Returns the number of elements of the block before the first one. */
  int startInBlock() {
    return start - blockStart;
  }

  /** Returns the number of elements. */
  int count() {
    return count;
  }
}
