package dev.ae4j.jvm.step;

import dev.ae4j.jvm.kernel.MatrixProduct;
import dev.ae4j.jvm.kernel.Workspace;

/**
 * Copies some rows of an image with their padding and multiplies them by the filter where they lie,
 * since rows of a matrix may overlap: one product for each row of the window, onto what the one
 * before has left. Each element of the result is one chain of fused multiply-adds in the order of
 * the patch.
 *
 * <p>What that computes between the lines, where the window reaches from one into the next, is
 * dropped.
 */
final class SlidingProduct extends WindowProduct {
  private final Patches patches;
  private final SlidingRows rows;
  private final int line;
  private final int resultOffset;
  private final MatrixProduct whole;
  private final MatrixProduct rest;

  SlidingProduct(Windows windows, Result result, Engine engine, Workspace workspace) {
    super(windows, result, workspace);
    patches = new Patches(windows);
    line = patches.surroundedColumns() * windows.channels();
    rows = SlidingRows.of(windows, result.channels());
    whole = product(engine, shape(rows.count()));
    rest = product(engine, shape(rows.rest()));
    resultOffset = patches.surroundedRows(rows.count()) * line;
    reserve(resultOffset + rows.count() * patches.surroundedColumns() * channels());
  }

  private MatrixProduct.Shape shape(int count) {
    int inner = windows().x().offsets().length * windows().channels();
    int m = (count - 1) * patches.surroundedColumns() + windows().x().positions();
    int n = channels();
    return new MatrixProduct.Shape(m, n, inner, false, false, windows().channels(), n, n);
  }

  @Override
  int tiles() {
    return windows().images() * rows.bands();
  }

  @Override
  void computeImages(Operands operands, int fo, int first, int end, int worker) {
    for (int tile = first * rows.bands(); tile < end * rows.bands(); tile++) {
      compute(operands, fo, tile, worker);
    }
  }

  @Override
  void compute(Operands operands, int fo, int tile, int worker) {
    float[] scratch = scratch(worker);
    int image = tile / rows.bands();
    int row = tile % rows.bands() * rows.count();
    int count = Math.min(rows.count(), windows().y().positions() - row);
    patches.surrounded(operands.x, operands.xo, image, row, count, scratch, 0);

    MatrixProduct product = count == rows.count() ? whole : rest;
    int[] offsets = windows().y().offsets();
    float[] init = operands.init;
    int io = operands.io;
    int ldi = 0;
    for (int i = 0; i < offsets.length; i++) {
      int from = (offsets[i] - offsets[0]) * line;
      int filter = fo + i * product.shape().k() * channels();
      product.runAlone(
          worker, scratch, from, operands.filter, filter, init, io, ldi, scratch, resultOffset);
      init = scratch;
      io = resultOffset;
      ldi = channels();
    }
    int columns = windows().x().positions();
    for (int i = 0; i < count; i++) {
      int from = resultOffset + i * patches.surroundedColumns() * channels();
      store(scratch, from, operands, image, row + i, 0, columns);
    }
  }
}
