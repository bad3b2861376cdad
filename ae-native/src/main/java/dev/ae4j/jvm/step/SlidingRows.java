package dev.ae4j.jvm.step;

/**
 * How the rows of positions of a window that slides over an image are cut into bands, so that what
 * they look at and what comes of them stays in the second-level cache.
 *
 * @param count the rows of each band but the last
 * @param bands the number of bands
 * @param rest the rows of the last band
 */
record SlidingRows(int count, int bands, int rest) {
  // Elements of a band (512 KiB).
  private static final int BAND = 1 << 17;
  // Elements of a row of the window below which products are too short.
  private static final int SHORTEST_RUN = 3;
  // Positions of an image below which products are too small.
  private static final int FEWEST_POSITIONS = 32;

  /**
   * Returns the bands for windows that suit.
   *
   * @param windows what slides
   * @param values the number of elements that belong to a position
   */
  static SlidingRows of(Windows windows, int values) {
    int rows = windows.y().positions();
    int count = fitting(windows, values);
    int bands = Engine.pieces(rows, count);
    return new SlidingRows(count, bands, rows - (bands - 1) * count);
  }

  /** Returns whether windows move by one element at a time, and it is worth while. */
  static boolean suits(Windows windows, int values) {
    return windows.y().stride() == 1
        && windows.x().stride() == 1
        && windows.x().isDense()
        && windows.y().offsets().length > 0
        && windows.x().offsets().length * windows.channels() >= SHORTEST_RUN
        && windows.positionsOfImage() >= FEWEST_POSITIONS
        && !windows.isIdentity()
        && fitting(windows, values) > 0;
  }

  private static int fitting(Windows windows, int values) {
    long columns = (long) windows.x().positions() + windows.x().span();
    long around = columns * windows.channels() * windows.y().span();
    long fitting = (BAND - around) / (columns * (windows.channels() + values));
    return (int) Math.max(0, Math.min(fitting, windows.y().positions()));
  }
}
