package dev.ae4j.jvm.step;

import dev.ae4j.jvm.kernel.Pooled;
import dev.ae4j.jvm.kernel.ThreadTeam;
import java.util.Arrays;

/**
 * Max pooling of images, or its reverse. The reverse starts from zeros and adds in the order of
 * positions.
 */
public final class PoolStep implements SampleStep, ThreadTeam.Task {
  private final Engine engine;
  private final Windows windows;
  private final Buffer keys;
  private final Buffer values;
  private final Buffer pooled;
  private final boolean reverse;
  private final boolean onto;
  private final Strip[][] strips;
  private final int pieces;
  private final int shards;

  /**
   * Some positions of a row whose windows overlap the image alike.
   *
   * @param windows the windows
   * @param from where the first window begins in the image
   * @param to where what comes of it begins in the result
   */
  private record Strip(Pooled windows, int from, int to) {}

  /**
   * Creates a step.
   *
   * @param engine what to compute with
   * @param windows without dilation, each at least in part on the image
   * @param keys the images that choose
   * @param values the images that values are taken from or, in reverse, added to
   * @param pooled the values that belong to positions
   * @param reverse whether to go from positions to images
   */
  public PoolStep(
      Engine engine, Windows windows, Buffer keys, Buffer values, Buffer pooled, boolean reverse) {
    this.engine = engine;
    this.windows = windows;
    this.keys = keys;
    this.values = values;
    this.pooled = pooled;
    this.reverse = reverse;
    onto = !(isTiling(windows.y(), windows.height()) && isTiling(windows.x(), windows.width()));
    this.strips = new Strip[windows.y().positions()][];
    for (int row = 0; row < strips.length; row++) {
      strips[row] = strips(row);
    }
    // Windows of different rows may add to the same element.
    pieces = reverse ? windows.images() : windows.images() * strips.length;
    long work = (long) windows.positions() * windows.patch();
    shards = engine.shards(work, pieces);
  }

  /** Returns whether each element belongs to one position. */
  private static boolean isTiling(WindowAxis axis, int size) {
    return axis.offsets()[0] == 0
        && axis.offsets().length == axis.stride()
        && axis.positions() * axis.stride() == size;
  }

  private Strip[] strips(int row) {
    WindowAxis y = windows.y();
    WindowAxis x = windows.x();
    int channels = windows.channels();
    int line = windows.width() * channels;
    int top = row * y.stride() + y.offsets()[0];
    int bottom = Math.min(top + y.offsets().length, windows.height());
    top = Math.max(top, 0);
    Strip[] found = new Strip[x.positions()];
    int count = 0;
    int column = 0;
    while (column < x.positions()) {
      int left = column * x.stride() + x.offsets()[0];
      int alike = left < 0 ? 1 : Math.max(1, inside() - column);
      int right = Math.min(left + x.offsets().length, windows.width());
      left = Math.max(left, 0);
      int[] offsets = offsets(bottom - top, right - left);
      Pooled pool = new Pooled(alike, x.stride() * channels, offsets, channels);
      int to = (row * x.positions() + column) * channels;
      found[count++] = new Strip(pool, top * line + left * channels, to);
      column += alike;
    }
    return Arrays.copyOf(found, count);
  }

  private int[] offsets(int rows, int columns) {
    int[] offsets = new int[rows * columns];
    for (int i = 0; i < offsets.length; i++) {
      int element = i / columns * windows.width() + i % columns;
      offsets[i] = element * windows.channels();
    }
    return offsets;
  }

  /** Returns the first column of positions whose windows reach over the right edge. */
  private int inside() {
    WindowAxis x = windows.x();
    int last = windows.width() - x.offsets().length - x.offsets()[0];
    return last < 0 ? 0 : Math.min(last / x.stride() + 1, x.positions());
  }

  @Override
  public void run() {
    engine.team().run(this, shards);
  }

  @Override
  public void run(int shard, int worker) {
    pool(Engine.start(shard, shards, pieces), Engine.start(shard + 1, shards, pieces));
  }

  @Override
  public void run(int samples, int first, int end, int worker) {
    pool(Engine.start(first, samples, pieces), Engine.start(end, samples, pieces));
  }

  private void pool(int first, int end) {
    for (int piece = first; piece < end; piece++) {
      if (reverse) {
        int from = values.offset() + piece * windows.image();
        if (onto) {
          engine.kernels().fill(0, values.array(), from, windows.image());
        }
        for (int row = 0; row < strips.length; row++) {
          poolRow(piece, row);
        }
      } else {
        poolRow(piece / strips.length, piece % strips.length);
      }
    }
  }

  private void poolRow(int image, int row) {
    int from = image * windows.image();
    int to = pooled.offset() + image * windows.positionsOfImage() * windows.channels();
    for (Strip strip : strips[row]) {
      int ko = keys.offset() + from + strip.from;
      int vo = values.offset() + from + strip.from;
      int yo = to + strip.to;
      if (reverse) {
        engine
            .kernels()
            .maxUnpool(
                strip.windows, keys.array(), ko, pooled.array(), yo, values.array(), vo, onto);
      } else {
        engine
            .kernels()
            .maxPool(strip.windows, keys.array(), ko, values.array(), vo, pooled.array(), yo);
      }
    }
  }
}
