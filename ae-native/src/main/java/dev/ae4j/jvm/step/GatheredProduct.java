package dev.ae4j.jvm.step;

import dev.ae4j.jvm.kernel.MatrixProduct;
import dev.ae4j.jvm.kernel.Workspace;

/**
 * Copies the patches of a tile and multiplies them by the filter. Each element of the result is one
 * chain of fused multiply-adds in the order of the patch.
 */
final class GatheredProduct extends WindowProduct {
  // Elements of the patches of a tile (128 KiB), which should stay in the second-level cache.
  private static final int TILE = 1 << 15;
  private static final int SMALLEST_TILE = 32;
  private static final int LARGEST_TILE = 1024;
  // Channels below which copying runs of them is slower than copying each on its own.
  private static final int FEW_CHANNELS = 8;

  private final Patches patches;
  private final boolean byRows;
  private final int tile;
  private final int inner;
  private final MatrixProduct whole;
  private final MatrixProduct rest;

  GatheredProduct(Windows windows, Result result, Engine engine, Workspace workspace) {
    super(windows, result, workspace);
    patches = new Patches(windows);
    byRows = byRows(windows);
    tile = tile(windows);
    inner = windows.patch();
    whole = product(engine, shape(tile));
    rest = product(engine, shape(windows.positions() % tile));
    reserve(tile * (inner + channels()));
  }

  /** Returns whether patches are better copied one by one than element by element. */
  static boolean byRows(Windows windows) {
    return windows.channels() >= FEW_CHANNELS || windows.isIdentity();
  }

  /** Returns how many patches to copy at once. */
  static int tile(Windows windows) {
    int fitting = TILE / Math.max(windows.patch(), 1) / 8 * 8;
    return Math.max(SMALLEST_TILE, Math.min(fitting, LARGEST_TILE));
  }

  private MatrixProduct.Shape shape(int count) {
    int n = channels();
    return new MatrixProduct.Shape(count, n, inner, !byRows, false, byRows ? inner : tile, n, n);
  }

  @Override
  int tiles() {
    return Engine.pieces(windows().positions(), tile);
  }

  @Override
  void compute(Operands operands, int index, int worker) {
    float[] scratch = scratch(worker);
    int first = index * tile;
    int count = Math.min(tile, windows().positions() - first);
    float[] a = scratch;
    int ao = 0;
    if (byRows) {
      patches.byRows(operands.x, operands.xo, first, count, scratch, 0);
    } else {
      patches.byElements(operands.x, operands.xo, first, count, scratch, 0, tile);
    }
    boolean inPlace = windows().fillsResult();
    float[] c = inPlace ? operands.y : scratch;
    int co = inPlace ? operands.yo + first * channels() : tile * inner;
    (count == tile ? whole : rest)
        .runAlone(
            worker, a, ao, operands.filter, operands.fo, operands.init, operands.io, 0, c, co);
    if (!inPlace) {
      storeAll(scratch, co, operands, first, count);
    }
  }

  private void storeAll(float[] from, int fromOffset, Operands operands, int first, int count) {
    int columns = windows().x().positions();
    int rows = windows().y().positions();
    int done = 0;
    while (done < count) {
      int column = (first + done) % columns;
      int line = (first + done) / columns;
      int n = Math.min(columns - column, count - done);
      store(
          from, fromOffset + done * channels(), operands, line / rows, line % rows, column, n);
      done += n;
    }
  }
}
