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
  private final MatrixProduct product;

  GatheredProduct(Windows windows, Result result, Engine engine, Workspace workspace) {
    super(windows, result, workspace);
    patches = new Patches(windows);
    byRows = byRows(windows);
    tile = tile(windows);
    inner = windows.patch();
    product = product(engine, shape(tile));
    reserve(tile * (inner + channels()));
  }

  /** Returns whether patches are better copied one by one than element by element. */
  static boolean byRows(Windows windows) {
    return windows.channels() >= FEW_CHANNELS || windows.isIdentity();
  }

  /** Returns how many patches to copy at once: if possible, those of an image or an even part. */
  static int tile(Windows windows) {
    int fitting = TILE / Math.max(windows.patch(), 1) / 8 * 8;
    int most = Math.max(SMALLEST_TILE, Math.min(fitting, LARGEST_TILE));
    if (windows.positions() <= most) {
      return Math.max(1, windows.positions());
    }
    int ofImage = windows.positionsOfImage();
    int parts = Engine.pieces(ofImage, most);
    int even = parts == 0 ? 0 : ofImage / parts;
    return even * parts == ofImage && even >= SMALLEST_TILE ? even : most;
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
  void compute(Operands operands, int fo, int index, int worker) {
    int first = index * tile;
    computeSome(operands, fo, first, Math.min(tile, windows().positions() - first), worker);
  }

  @Override
  void computeImages(Operands operands, int fo, int first, int end, int worker) {
    int stop = end * windows().positionsOfImage();
    for (int from = first * windows().positionsOfImage(); from < stop; from += tile) {
      computeSome(operands, fo, from, Math.min(tile, stop - from), worker);
    }
  }

  private void computeSome(Operands operands, int fo, int first, int count, int worker) {
    float[] scratch = scratch(worker);
    if (byRows) {
      patches.byRows(operands.x, operands.xo, first, count, scratch, 0);
    } else {
      patches.byElements(operands.x, operands.xo, first, count, scratch, 0, tile);
    }
    // Where there are fewer positions, what was there before is multiplied in vain.
    boolean inPlace = windows().fillsResult() && count == tile;
    float[] c = inPlace ? operands.y : scratch;
    int co = inPlace ? operands.yo + first * channels() : tile * inner;
    product.runAlone(worker, scratch, 0, operands.filter, fo, operands.init, operands.io, 0, c, co);
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
      store(from, fromOffset + done * channels(), operands, line / rows, line % rows, column, n);
      done += n;
    }
  }
}
