package dev.ae4j.jvm.step;

import dev.ae4j.jvm.kernel.IndirectProduct;
import dev.ae4j.jvm.kernel.Workspace;
import java.util.Arrays;

/**
 * The sum over positions of each element of a window's patch times each of some values that belong
 * to the position.
 *
 * <p>Each element of the result is one chain of fused multiply-adds in the order of positions. What
 * is multiplied is a copy that a table of steps finds its way in; which of the ways to lay it out
 * is taken depends on sizes alone.
 */
abstract sealed class PatchProduct permits PatchProduct.Gathered, PatchProduct.Sliding {
  private final Windows windows;
  private final int values;
  private final Workspace workspace;

  PatchProduct(Windows windows, int values, Workspace workspace) {
    this.windows = windows;
    this.values = values;
    this.workspace = workspace;
  }

  /**
   * Prepares a product.
   *
   * @param windows whose patches are multiplied
   * @param values how many values belong to a position
   */
  static PatchProduct of(Windows windows, int values, Engine engine, Workspace workspace) {
    return SlidingRows.suits(windows, values)
        ? new Sliding(windows, values, engine, workspace)
        : new Gathered(windows, values, engine, workspace);
  }

  /**
   * Adds the images {@code first} to {@code end - 1} to {@code c[element of the patch, value]}.
   *
   * @param x the images
   * @param v {@code [position, value]}
   * @param c the sums
   * @param over whether to overwrite the sums
   * @param worker the calling thread, which selects the scratch memory
   */
  abstract void add(
      Buffer x, Buffer v, int first, int end, float[] c, int co, boolean over, int worker);

  final Windows windows() {
    return windows;
  }

  final int values() {
    return values;
  }

  final float[] scratch(int worker) {
    return workspace.patches(worker);
  }

  /** Prepares the product of some neighbouring elements of patches. */
  final IndirectProduct product(Engine engine, int elements, int[] positions) {
    int[] places = new int[elements];
    Arrays.setAll(places, i -> i * values);
    return engine.kernels().indirectProduct(positions, places, values, workspace);
  }

  final float[] start(float[] c, boolean over) {
    return over ? workspace.zeros() : c;
  }

  /** Copies the patches one after the other. */
  static final class Gathered extends PatchProduct {
    private final Patches patches;
    private final int tile;
    private final IndirectProduct product;

    Gathered(Windows windows, int values, Engine engine, Workspace workspace) {
      super(windows, values, workspace);
      patches = new Patches(windows);
      tile = GatheredProduct.tile(windows);
      int[] positions = new int[tile];
      Arrays.setAll(positions, i -> i * windows.patch());
      product = product(engine, windows.patch(), positions);
      workspace.reservePatches(tile * windows.patch() + IndirectProduct.SPARE_ROWS);
    }

    @Override
    void add(Buffer x, Buffer v, int first, int end, float[] c, int co, boolean over, int worker) {
      float[] scratch = scratch(worker);
      int from = first * windows().positionsOfImage();
      int stop = end * windows().positionsOfImage();
      boolean start = over;
      for (int position = from; position < stop; position += tile) {
        int count = Math.min(tile, stop - position);
        patches.byRows(x.array(), x.offset(), position, count, scratch, 0);
        int vo = v.offset() + position * values();
        float[] init = start(c, start);
        product.run(
            worker,
            windows().patch(),
            count,
            scratch,
            0,
            v.array(),
            vo,
            init,
            start ? 0 : co,
            !start,
            c,
            co);
        start = false;
      }
    }
  }

  /**
   * Copies some rows of an image with their padding, where the patches overlap; one product for
   * each row of the window.
   */
  static final class Sliding extends PatchProduct {
    private final Patches patches;
    private final SlidingRows rows;
    private final int run;
    private final IndirectProduct product;

    Sliding(Windows windows, int values, Engine engine, Workspace workspace) {
      super(windows, values, workspace);
      patches = new Patches(windows);
      rows = SlidingRows.of(windows, values);
      run = windows.x().offsets().length * windows.channels();
      product = product(engine, run, positions());
      int line = patches.surroundedColumns() * windows.channels();
      int copied = patches.surroundedRows(rows.count()) * line;
      workspace.reservePatches(copied + IndirectProduct.SPARE_ROWS);
    }

    /** Returns where the positions of some rows are in the copy. */
    private int[] positions() {
      int columns = windows().x().positions();
      int pitch = patches.surroundedColumns();
      int[] positions = new int[rows.count() * columns];
      Arrays.setAll(positions, i -> (i / columns * pitch + i % columns) * windows().channels());
      return positions;
    }

    @Override
    void add(Buffer x, Buffer v, int first, int end, float[] c, int co, boolean over, int worker) {
      for (int tile = first * rows.bands(); tile < end * rows.bands(); tile++) {
        boolean start = over && tile == first * rows.bands();
        addBand(x, v, tile / rows.bands(), tile % rows.bands(), c, co, start, worker);
      }
    }

    private void addBand(
        Buffer x, Buffer v, int image, int band, float[] c, int co, boolean over, int worker) {
      float[] scratch = scratch(worker);
      int row = band * rows.count();
      int count = Math.min(rows.count(), windows().y().positions() - row);
      patches.surrounded(x.array(), x.offset(), image, row, count, scratch, 0);
      int columns = windows().x().positions();
      int vo = v.offset() + (image * windows().y().positions() + row) * columns * values();
      int[] offsets = windows().y().offsets();
      float[] init = start(c, over);
      for (int i = 0; i < offsets.length; i++) {
        int from = (offsets[i] - offsets[0]) * patches.surroundedColumns() * windows().channels();
        int to = co + i * run * values();
        int io = over ? 0 : to;
        product.run(
            worker, run, count * columns, scratch, from, v.array(), vo, init, io, !over, c, to);
      }
    }
  }
}
