package dev.ae4j.jvm.step;

import dev.ae4j.jvm.kernel.Kernels;
import dev.ae4j.jvm.kernel.Workspace;

/**
 * Copies some rows of an image with their padding, for so few channels in the result that they do
 * not fill a vector: vectors run along the patch instead.
 *
 * <p>Each element of the result is the first value plus the sum of {@value Kernels#DOT_LANES}
 * chains of fused multiply-adds that begin at zero. Chain {@code l} has the elements of the patch
 * that leave the rest {@code l}, in order; then every chain {@code l} takes chain {@code l + 8},
 * {@code l + 4}, {@code l + 2} and {@code l + 1}.
 */
final class DottedProduct extends WindowProduct {
  // Channels of the result above which other ways are faster.
  private static final int MOST_RESULTS = 4;

  private final Kernels kernels;
  private final Patches patches;
  private final SlidingRows rows;
  private final int line;
  private final int[] steps;
  private final int lanesOffset;

  DottedProduct(Windows windows, Result result, Engine engine, Workspace workspace) {
    super(windows, result, workspace);
    kernels = engine.kernels();
    patches = new Patches(windows);
    rows = SlidingRows.of(windows, Kernels.DOT_LANES);
    line = patches.surroundedColumns() * windows.channels();
    steps = steps();
    int positions = rows.count() * patches.surroundedColumns();
    lanesOffset = patches.surroundedRows(rows.count()) * line;
    reserve(lanesOffset + positions * Kernels.DOT_LANES);
  }

  /** Returns where the elements of the first position's patch are, for each group of lanes. */
  private int[] steps() {
    int[] offsets = windows().y().offsets();
    int groups = windows().x().offsets().length * windows().channels() / Kernels.DOT_LANES;
    int[] all = new int[offsets.length * groups];
    for (int i = 0; i < all.length; i++) {
      all[i] = (offsets[i / groups] - offsets[0]) * line + i % groups * Kernels.DOT_LANES;
    }
    return all;
  }

  /** Returns whether windows over images can be computed in this way, and fast. */
  static boolean suits(Windows windows, int channels) {
    return channels <= MOST_RESULTS
        && windows.x().offsets().length * windows.channels() % Kernels.DOT_LANES == 0
        && SlidingRows.suits(windows, Kernels.DOT_LANES);
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
    int pitch = patches.surroundedColumns();
    int columns = windows().x().positions();
    int positions = (count - 1) * pitch + columns;
    int lda = windows().channels();
    int step = windows().x().step() * channels();
    for (int channel = 0; channel < channels(); channel++) {
      int filter = fo + channel * windows().patch();
      kernels.dots(
          positions, scratch, 0, lda, steps, operands.filter, filter, scratch, lanesOffset);
      float first = operands.init[operands.io + channel];
      for (int i = 0; i < count; i++) {
        int from = lanesOffset + i * pitch * Kernels.DOT_LANES;
        int to = place(operands, image, row + i, 0) + channel;
        fold(first, scratch, from, columns, operands.y, to, step);
      }
    }
  }

  /** Adds up the lanes of {@code count} positions. */
  private static void fold(
      float first, float[] lanes, int lo, int count, float[] y, int yo, int step) {
    int o = lo;
    int to = yo;
    for (int i = 0; i < count; i++) {
      float s0 = (lanes[o] + lanes[o + 8]) + (lanes[o + 4] + lanes[o + 12]);
      float s1 = (lanes[o + 1] + lanes[o + 9]) + (lanes[o + 5] + lanes[o + 13]);
      float s2 = (lanes[o + 2] + lanes[o + 10]) + (lanes[o + 6] + lanes[o + 14]);
      float s3 = (lanes[o + 3] + lanes[o + 11]) + (lanes[o + 7] + lanes[o + 15]);
      y[to] = first + ((s0 + s2) + (s1 + s3));
      o += Kernels.DOT_LANES;
      to += step;
    }
  }
}
