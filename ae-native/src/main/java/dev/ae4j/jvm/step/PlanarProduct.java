package dev.ae4j.jvm.step;

import dev.ae4j.jvm.kernel.IndirectProduct;
import dev.ae4j.jvm.kernel.Workspace;

/**
 * Copies some rows of an image to {@link Planes} and multiplies them by the filter where they lie.
 * Each element of the result is one chain of fused multiply-adds in the order of the patch.
 *
 * <p>What that computes between the lines is overwritten by what belongs there.
 */
final class PlanarProduct extends WindowProduct {
  // Elements of a copy (256 KiB), which should stay in the second-level cache.
  private static final int COPY = 1 << 16;
  // Positions of an image below which products are too small.
  private static final int FEWEST_POSITIONS = 32;

  private final int rows;
  private final int bands;
  private final Planes planes;
  private final IndirectProduct product;

  PlanarProduct(Windows windows, Result result, Engine engine, Workspace workspace) {
    super(windows, result, workspace);
    int positions = windows.y().positions();
    int perRow = windows.x().positions() * windows.channels() * windows.y().stride();
    rows = Math.max(1, Math.min(positions, COPY / perRow));
    bands = Engine.pieces(positions, rows);
    planes = new Planes(windows, rows);
    product =
        engine.kernels().indirectProduct(planes.steps(), places(result), channels(), workspace);
    reserve(planes.size());
  }

  /** Returns whether it is worth while. */
  static boolean suits(Windows windows) {
    return windows.patch() > 0
        && windows.positionsOfImage() >= FEWEST_POSITIONS
        && !windows.isIdentity();
  }

  /** Returns where results go, relative to the first one. */
  private int[] places(Result result) {
    WindowAxis x = windows().x();
    int line = windows().y().step() * result.width() * channels();
    int[] places = new int[(rows - 1) * planes.pitch() + x.positions()];
    for (int i = 0; i < places.length; i++) {
      int row = i / planes.pitch();
      int column = i % planes.pitch();
      // Between the lines, where the next line begins.
      places[i] =
          column < x.positions() ? row * line + column * x.step() * channels() : (row + 1) * line;
    }
    return places;
  }

  @Override
  int tiles() {
    return windows().images() * bands;
  }

  @Override
  void computeImages(Operands operands, int fo, int first, int end, int worker) {
    for (int tile = first * bands; tile < end * bands; tile++) {
      compute(operands, fo, tile, worker);
    }
  }

  @Override
  void compute(Operands operands, int fo, int tile, int worker) {
    float[] copy = scratch(worker);
    int image = tile / bands;
    int row = tile % bands * rows;
    int count = Math.min(rows, windows().y().positions() - row);
    planes.copy(operands.x, operands.xo, image, row, count, copy);
    product.run(
        worker,
        (count - 1) * planes.pitch() + windows().x().positions(),
        windows().patch(),
        copy,
        0,
        operands.filter,
        fo,
        operands.init,
        operands.io,
        false,
        operands.y,
        place(operands, image, row, 0));
  }
}
