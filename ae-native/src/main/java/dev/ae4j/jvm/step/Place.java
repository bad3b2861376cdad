package dev.ae4j.jvm.step;

import org.jspecify.annotations.Nullable;

/** Where the elements of a tile lie: in a buffer of all elements, or in scratch memory. */
public final class Place implements Operand {
  private final @Nullable Buffer buffer;
  private final int offset;
  private final boolean holdsBlock;

  private Place(@Nullable Buffer buffer, int offset, boolean holdsBlock) {
    this.buffer = buffer;
    this.offset = offset;
    this.holdsBlock = holdsBlock;
  }

  /** Returns the place in a buffer that holds all elements. */
  public static Place in(Buffer buffer) {
    return new Place(buffer, 0, false);
  }

  /** Returns the place in the scratch memory of the worker that each tile overwrites. */
  public static Place forTile(int offset) {
    return new Place(null, offset, false);
  }

  /** Returns the place in the scratch memory of the worker that each block overwrites. */
  public static Place forBlock(int offset) {
    return new Place(null, offset, true);
  }

  float[] array(Tile tile) {
    return buffer == null ? tile.scratch() : buffer.array();
  }

  int offset(Tile tile) {
    if (buffer != null) {
      return buffer.offset() + tile.start();
    }
    return holdsBlock ? offset + tile.startInBlock() : offset;
  }
}
