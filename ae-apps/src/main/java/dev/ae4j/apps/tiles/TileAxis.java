package dev.ae4j.apps.tiles;

/**
 * Where tiles lie along one axis: every {@code size - overlap} elements, the first one half an
 * overlap before the beginning, so that no border of the whole is one of a tile.
 */
final class TileAxis {
  private final int length;
  private final int size;
  private final int overlap;
  private final int count;
  private final double[] rising;

  /**
   * Creates an axis.
   *
   * @param length the elements of the whole, at least 1
   * @param size the elements of a tile
   * @param overlap the elements that neighbours share, at most half the size
   */
  TileAxis(int length, int size, int overlap) {
    this.length = length;
    this.size = size;
    this.overlap = overlap;
    // What one tile after the other covers, beside the overlap of the last one
    long covered = length + 2L * (overlap / 2) - overlap;
    count = Math.toIntExact(Math.max(1, (covered + size - overlap - 1) / (size - overlap)));
    rising = new double[overlap];
    for (int i = 0; i < overlap; i++) {
      double sine = StrictMath.sin((i + 0.5) / overlap * (Math.PI / 2));
      rising[i] = sine * sine;
    }
  }

  /** Returns the number of tiles. */
  int count() {
    return count;
  }

  /** Returns which element of the whole an element of a tile is; outside if there is none. */
  private int position(int tile, int element) {
    return tile * (size - overlap) - overlap / 2 + element;
  }

  /** Returns whether an element of a tile is one of the whole. */
  boolean isInside(int tile, int element) {
    int position = position(tile, element);
    return position >= 0 && position < length;
  }

  /** Returns which element of the whole a tile has where: beyond the ends, its mirror image. */
  int source(int tile, int element) {
    int period = Math.max(1, 2 * (length - 1));
    int folded = Math.floorMod(position(tile, element), period);
    return Math.min(folded, period - folded);
  }

  /**
   * Returns how much an element of a tile counts. The weights of all tiles at a place sum to one:
   * where two overlap, they are the squares of sine and cosine.
   */
  double weight(int tile, int element) {
    if (element < overlap && tile > 0) {
      return rising[element];
    }
    int fromEnd = size - 1 - element;
    return fromEnd < overlap && tile < count - 1 ? 1 - rising[overlap - 1 - fromEnd] : 1;
  }
}
