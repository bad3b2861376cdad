package dev.ae4j.jvm.plan;

import dev.ae4j.jvm.step.Place;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Hands out scratch memory for the elements of tiles and blocks. */
final class ScratchSlots {
  // Slots a multiple of 4 KiB apart would compete for the same cache lines.
  private static final int GAP = 32;

  private final int tileSize;
  private final int blockSize;
  private final Deque<Integer> free = new ArrayDeque<>();
  private final Map<Place, Integer> taken = new HashMap<>();
  private int size;

  ScratchSlots(int tileSize, int blockSize) {
    this.tileSize = tileSize;
    this.blockSize = blockSize;
  }

  /** Returns a slot for a tile that nobody has, the one given back last if possible. */
  Place takeTile() {
    int offset = free.isEmpty() ? reserve(tileSize) : free.pop();
    Place place = Place.forTile(offset);
    taken.put(place, offset);
    return place;
  }

  /** Returns a slot for a block, for good. */
  Place takeBlock() {
    return Place.forBlock(reserve(blockSize));
  }

  /** Takes the slot of a tile back; does nothing with other places. */
  void giveBack(Place place) {
    Integer offset = taken.remove(place);
    if (offset != null) {
      free.push(offset);
    }
  }

  /** Returns how much scratch memory a worker needs. */
  int size() {
    return size;
  }

  private int reserve(int elements) {
    int offset = size;
    size += elements + GAP;
    return offset;
  }
}
