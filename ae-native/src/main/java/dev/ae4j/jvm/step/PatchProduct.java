package dev.ae4j.jvm.step;

import dev.ae4j.jvm.kernel.IndirectProduct;
import dev.ae4j.jvm.kernel.MatrixProduct;
import dev.ae4j.jvm.kernel.Workspace;
import java.util.Arrays;

/**
 * The sum over positions of each element of a window's patch times each of some values that belong
 * to the position, in tiles of positions that are added one by one.
 *
 * <p>Each element of the result is one chain of fused multiply-adds in the order of positions.
 * Which of the ways to compute it is taken depends on sizes alone.
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
    return Sliding.suits(windows, values)
        ? new Sliding(windows, values, engine, workspace)
        : new Gathered(windows, values, engine, workspace);
  }

  /** Returns the number of tiles. */
  abstract int tiles();

  /**
   * Adds a tile to {@code c[element of the patch, value]}.
   *
   * @param x the images
   * @param v {@code [position, value]}
   * @param c the sums, which the first tile overwrites
   * @param first whether this is the first tile
   * @param worker the calling thread, which selects the scratch memory
   */
  abstract void add(Buffer x, Buffer v, int tile, float[] c, int co, boolean first, int worker);

  final Windows windows() {
    return windows;
  }

  final int values() {
    return values;
  }

  final float[] scratch(int worker) {
    return workspace.patches(worker);
  }

  final float[] zeros() {
    return workspace.zeros();
  }

  final MatrixProduct product(Engine engine, MatrixProduct.Shape shape) {
    return engine
        .kernels()
        .matrixProduct(shape, MatrixProduct.NO_EPILOGUE, engine.team(), workspace);
  }

  final void multiply(
      MatrixProduct product,
      float[] a,
      int ao,
      float[] b,
      int bo,
      float[] c,
      int co,
      boolean first,
      int worker) {
    float[] init = first ? workspace.zeros() : c;
    product.runAlone(worker, a, ao, b, bo, init, first ? 0 : co, first ? 0 : values, c, co);
  }

  /** Copies the patches of a tile and multiplies them. */
  static final class Gathered extends PatchProduct {
    private final Patches patches;
    private final boolean byRows;
    private final boolean inPlace;
    private final int tile;
    private final MatrixProduct whole;
    private final MatrixProduct rest;

    Gathered(Windows windows, int values, Engine engine, Workspace workspace) {
      super(windows, values, workspace);
      patches = new Patches(windows);
      byRows = GatheredProduct.byRows(windows);
      inPlace = windows.isIdentity();
      tile = GatheredProduct.tile(windows);
      whole = product(engine, shape(windows.patch(), values, tile));
      rest = product(engine, shape(windows.patch(), values, windows.positions() % tile));
      workspace.reservePatches(tile * windows.patch());
    }

    private MatrixProduct.Shape shape(int m, int n, int count) {
      return new MatrixProduct.Shape(m, n, count, byRows, false, byRows ? m : tile, n, n);
    }

    @Override
    int tiles() {
      return Engine.pieces(windows().positions(), tile);
    }

    @Override
    void add(Buffer x, Buffer v, int index, float[] c, int co, boolean first, int worker) {
      float[] scratch = scratch(worker);
      int start = index * tile;
      int count = Math.min(tile, windows().positions() - start);
      float[] a = scratch;
      int ao = 0;
      if (inPlace) {
        a = x.array();
        ao = x.offset() + start * windows().patch();
      } else if (byRows) {
        patches.byRows(x.array(), x.offset(), start, count, scratch, 0);
      } else {
        patches.byElements(x.array(), x.offset(), start, count, scratch, 0, tile);
      }
      MatrixProduct product = count == tile ? whole : rest;
      int bo = v.offset() + start * values();
      multiply(product, a, ao, v.array(), bo, c, co, first, worker);
    }
  }

  /**
   * Copies some rows of an image with their padding and multiplies them where they lie, one product
   * for each row of the window.
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
      int[] places = new int[run];
      Arrays.setAll(places, i -> i * values);
      product = engine.kernels().indirectProduct(positions(), places, values, workspace);
      int line = patches.surroundedColumns() * windows.channels();
      int copied = patches.surroundedRows(rows.count()) * line;
      workspace.reservePatches(copied + IndirectProduct.SPARE_ROWS);
    }

    static boolean suits(Windows windows, int values) {
      return SlidingRows.suits(windows, values);
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
    int tiles() {
      return windows().images() * rows.bands();
    }

    @Override
    void add(Buffer x, Buffer v, int tile, float[] c, int co, boolean first, int worker) {
      float[] scratch = scratch(worker);
      int image = tile / rows.bands();
      int row = tile % rows.bands() * rows.count();
      int count = Math.min(rows.count(), windows().y().positions() - row);
      patches.surrounded(x.array(), x.offset(), image, row, count, scratch, 0);
      int columns = windows().x().positions();
      int vo = v.offset() + (image * windows().y().positions() + row) * columns * values();
      int[] offsets = windows().y().offsets();
      float[] init = first ? zeros() : c;
      for (int i = 0; i < offsets.length; i++) {
        int from = (offsets[i] - offsets[0]) * patches.surroundedColumns() * windows().channels();
        int to = co + i * run * values();
        int io = first ? 0 : to;
        product.run(
            worker, run, count * columns, scratch, from, v.array(), vo, init, io, !first, c, to);
      }
    }
  }
}
