package dev.ae4j.jvm.step;

import dev.ae4j.graph.op.ReduceKind;
import dev.ae4j.jvm.kernel.Kernels;
import dev.ae4j.jvm.kernel.Workspace;
import java.util.Arrays;

/**
 * Like {@link SlidingProduct}, for so few channels in the result that they do not fill a vector:
 * vectors run along the patch instead.
 *
 * <p>Each element of the result is the first value plus the sum of {@value Kernels#DOT_LANES}
 * chains of fused multiply-adds that begin at zero. Chain {@code l} has the elements of the patch
 * that leave the rest {@code l}, in order; the chains are added as {@link Kernels#sum} adds.
 */
final class DottedProduct extends WindowProduct {
  // Channels of the result above which other ways are faster.
  private static final int MOST_RESULTS = 4;

  private final Kernels kernels;
  private final Patches patches;
  private final SlidingRows rows;
  private final int line;
  private final int run;
  private final int lanesOffset;
  private final int sumsOffset;

  DottedProduct(Windows windows, Result result, Engine engine, Workspace workspace) {
    super(windows, result, workspace);
    kernels = engine.kernels();
    patches = new Patches(windows);
    rows = SlidingRows.of(windows, Kernels.DOT_LANES);
    line = patches.surroundedColumns() * windows.channels();
    run = windows.x().offsets().length * windows.channels();
    int positions = rows.count() * patches.surroundedColumns();
    lanesOffset = patches.surroundedRows(rows.count()) * line;
    sumsOffset = lanesOffset + positions * Kernels.DOT_LANES;
    reserve(sumsOffset + positions);
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
    int positions = (count - 1) * pitch + windows().x().positions();
    int step = windows().x().step() * channels();
    for (int channel = 0; channel < channels(); channel++) {
      sum(operands, fo, channel, positions, scratch);
      float first = operands.init[operands.io + channel];
      for (int i = 0; i < count; i++) {
        int to = place(operands, image, row + i, 0) + channel;
        int from = sumsOffset + i * pitch;
        for (int column = 0; column < windows().x().positions(); column++) {
          operands.y[to] = first + scratch[from + column];
          to += step;
        }
      }
    }
  }

  /** Computes the sums of a channel for neighbouring positions, those between lines included. */
  private void sum(Operands operands, int fo, int channel, int positions, float[] scratch) {
    int lanes = Kernels.DOT_LANES;
    Arrays.fill(scratch, lanesOffset, lanesOffset + positions * lanes, 0);
    int filter = fo + channel * windows().patch();
    int[] offsets = windows().y().offsets();
    for (int offset : offsets) {
      int from = (offset - offsets[0]) * line;
      kernels.dots(
          positions,
          run,
          scratch,
          from,
          windows().channels(),
          operands.filter,
          filter,
          scratch,
          lanesOffset);
      filter += run;
    }
    kernels.reduceOverColumns(
        ReduceKind.SUM, scratch, lanesOffset, lanes, positions, lanes, scratch, sumsOffset);
  }
}
