package dev.ae4j.jvm.step;

import java.util.Arrays;

/** Copies of what windows look at, laid out for a matrix product. */
final class Patches {
  // Shorter runs are copied faster by a loop than by a call.
  private static final int SHORT = 8;

  private final Windows windows;
  private final WindowAxis rows;
  private final WindowAxis columns;
  private final int channels;
  private final int line;
  private final boolean dense;

  Patches(Windows windows) {
    this.windows = windows;
    rows = windows.y();
    columns = windows.x();
    channels = windows.channels();
    line = windows.width() * channels;
    dense = columns.isDense();
  }

  /** Writes the patches of {@code count} positions one after the other. */
  void byRows(float[] x, int xo, int first, int count, float[] y, int yo) {
    int ofImage = windows.positionsOfImage();
    int position = first % ofImage;
    int image = xo + first / ofImage * windows.image();
    int row = position / columns.positions();
    int column = position % columns.positions();
    int to = yo;
    for (int i = 0; i < count; i++) {
      to = patch(x, image, row, column, y, to);
      if (++column == columns.positions()) {
        column = 0;
        if (++row == rows.positions()) {
          row = 0;
          image += windows.image();
        }
      }
    }
  }

  /** Writes one patch and returns where it ends. */
  private int patch(float[] x, int image, int row, int column, float[] y, int yo) {
    int[] offsets = columns.offsets();
    int left = column * columns.stride();
    int to = yo;
    for (int offset : rows.offsets()) {
      int from = row * rows.stride() + offset;
      boolean inside = from >= 0 && from < windows.height();
      if (!inside) {
        Arrays.fill(y, to, to + offsets.length * channels, 0);
        to += offsets.length * channels;
      } else if (dense) {
        to = run(x, image + from * line, left + offsets[0], offsets.length, y, to);
      } else {
        for (int next : offsets) {
          to = run(x, image + from * line, left + next, 1, y, to);
        }
      }
    }
    return to;
  }

  /** Writes {@code count} neighbours of a line, zeros where there are none. */
  private int run(float[] x, int xo, int first, int count, float[] y, int yo) {
    int begin = Math.min(Math.max(-first, 0), count);
    int end = Math.max(Math.min(windows.width() - first, count), begin);
    int to = yo + begin * channels;
    int until = yo + end * channels;
    Arrays.fill(y, yo, to, 0);
    copy(x, xo + (first + begin) * channels, y, to, until - to);
    Arrays.fill(y, until, yo + count * channels, 0);
    return yo + count * channels;
  }

  private static void copy(float[] x, int xo, float[] y, int yo, int n) {
    if (n > SHORT) {
      System.arraycopy(x, xo, y, yo, n);
    } else {
      for (int i = 0; i < n; i++) {
        y[yo + i] = x[xo + i];
      }
    }
  }

  /**
   * Writes element {@code k} of the patches of {@code count} positions one after the other, {@code
   * ld} elements behind those of element {@code k - 1}.
   */
  void byElements(float[] x, int xo, int first, int count, float[] y, int yo, int ld) {
    int ofImage = windows.positionsOfImage();
    int row = first % ofImage / columns.positions();
    int column = first % columns.positions();
    int image = xo + first / ofImage * windows.image();
    int to = yo;
    for (int offsetY : rows.offsets()) {
      for (int offsetX : columns.offsets()) {
        for (int channel = 0; channel < channels; channel++) {
          element(x, image + channel, row, column, offsetY, offsetX, count, y, to);
          to += ld;
        }
      }
    }
  }

  private void element(
      float[] x,
      int xo,
      int firstRow,
      int firstColumn,
      int offsetY,
      int offsetX,
      int count,
      float[] y,
      int yo) {
    int image = xo;
    int row = firstRow;
    int column = firstColumn;
    int done = 0;
    while (done < count) {
      int from = row * rows.stride() + offsetY;
      int n = Math.min(columns.positions() - column, count - done);
      if (from < 0 || from >= windows.height()) {
        Arrays.fill(y, yo + done, yo + done + n, 0);
      } else {
        int left = column * columns.stride() + offsetX;
        elementOfLine(x, image + from * line, left, n, y, yo + done);
      }
      done += n;
      column = 0;
      if (++row == rows.positions()) {
        row = 0;
        image += windows.image();
      }
    }
  }

  private void elementOfLine(float[] x, int xo, int first, int n, float[] y, int yo) {
    int stride = columns.stride();
    int begin = first >= 0 ? 0 : Math.min((-first + stride - 1) / stride, n);
    int end = n;
    if (first + (n - 1) * stride >= windows.width()) {
      int inside = windows.width() - first + stride - 1;
      end = Math.max(inside < 0 ? 0 : inside / stride, begin);
    }
    Arrays.fill(y, yo, yo + begin, 0);
    int step = stride * channels;
    int from = xo + (first + begin * stride) * channels;
    if (step == 1 && begin < end) {
      System.arraycopy(x, from, y, yo + begin, end - begin);
    } else {
      for (int i = begin; i < end; i++) {
        y[yo + i] = x[from];
        from += step;
      }
    }
    Arrays.fill(y, yo + end, yo + n, 0);
  }

  /** Returns the columns of a copy by {@link #surrounded}. */
  int surroundedColumns() {
    return columns.positions() + columns.span();
  }

  /** Returns the rows of a copy by {@link #surrounded} of some rows of positions. */
  int surroundedRows(int count) {
    return count + rows.span();
  }

  /**
   * Writes all that {@code count} rows of positions look at, where the stride is 1: the lines of
   * the image with their padding.
   */
  void surrounded(float[] x, int xo, int image, int row, int count, float[] y, int yo) {
    int width = surroundedColumns();
    int start = xo + image * windows.image();
    int to = yo;
    for (int i = 0; i < surroundedRows(count); i++) {
      int from = row + rows.offsets()[0] + i;
      if (from < 0 || from >= windows.height()) {
        Arrays.fill(y, to, to + width * channels, 0);
        to += width * channels;
      } else {
        to = run(x, start + from * line, columns.offsets()[0], width, y, to);
      }
    }
  }
}
