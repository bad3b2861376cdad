package dev.ae4j.jvm.step;

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
   * for each row of the window. Between the lines, where the window reaches from one into the next,
   * are zeros instead of values.
   */
  static final class Sliding extends PatchProduct {
    private final Patches patches;
    private final SlidingRows rows;
    private final int pitch;
    private final int valuesOffset;
    private final MatrixProduct whole;
    private final MatrixProduct rest;

    Sliding(Windows windows, int values, Engine engine, Workspace workspace) {
      super(windows, values, workspace);
      patches = new Patches(windows);
      rows = SlidingRows.of(windows, values);
      pitch = patches.surroundedColumns();
      whole = product(engine, shape(rows.count()));
      rest = product(engine, shape(rows.rest()));
      valuesOffset = patches.surroundedRows(rows.count()) * pitch * windows.channels();
      workspace.reservePatches(valuesOffset + rows.count() * pitch * values);
    }

    static boolean suits(Windows windows, int values) {
      return SlidingRows.suits(windows, values);
    }

    private MatrixProduct.Shape shape(int count) {
      Windows windows = windows();
      int m = windows.x().offsets().length * windows.channels();
      int k = (count - 1) * pitch + windows.x().positions();
      int n = values();
      return new MatrixProduct.Shape(m, n, k, true, false, windows.channels(), n, n);
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
      copyValues(v, image, row, count, scratch);
      MatrixProduct product = count == rows.count() ? whole : rest;
      int[] offsets = windows().y().offsets();
      int part = product.shape().m() * values();
      for (int i = 0; i < offsets.length; i++) {
        int from = (offsets[i] - offsets[0]) * pitch * windows().channels();
        multiply(product, scratch, from, scratch, valuesOffset, c, co + i * part, first, worker);
      }
    }

    private void copyValues(Buffer v, int image, int row, int count, float[] scratch) {
      int line = windows().x().positions() * values();
      int from = v.offset() + (image * windows().y().positions() + row) * line;
      int to = valuesOffset;
      for (int i = 0; i < count; i++) {
        System.arraycopy(v.array(), from, scratch, to, line);
        from += line;
        to += line;
        int gap = pitch * values() - line;
        Arrays.fill(scratch, to, to + gap, 0);
        to += gap;
      }
    }
  }
}
