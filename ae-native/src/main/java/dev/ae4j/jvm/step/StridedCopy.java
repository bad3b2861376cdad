package dev.ae4j.jvm.step;

import dev.ae4j.jvm.kernel.Copies;
import java.util.Arrays;

/**
 * A copy of the elements of a tensor from one array to another, each with its own strides: what
 * slices, paddings, concatenations, transpositions and repetitions come down to.
 */
public final class StridedCopy {
  private final Axes axes;
  private final int fromOffset;
  private final int toOffset;
  private final boolean transposes;

  private StridedCopy(Axes axes, int fromOffset, int toOffset) {
    this.axes = axes.merged();
    this.fromOffset = fromOffset;
    this.toOffset = toOffset;
    int last = this.axes.last();
    this.transposes = last > 0 && this.axes.from()[last - 1] == 1 && this.axes.to()[last] == 1;
  }

  /** Returns a copy of consecutive elements. */
  public static StridedCopy whole(int elements) {
    return new StridedCopy(new Axes(new int[] {elements}, new int[] {1}, new int[] {1}), 0, 0);
  }

  /** Returns a repetition of an array of some sizes to larger ones, aligned at the last axis. */
  public static StridedCopy repetition(int[] small, int[] large) {
    return new StridedCopy(
        new Axes(large, Axes.repeated(small, large), Axes.rowMajor(large)), 0, 0);
  }

  /** Returns a transposition of an array of some sizes to the axes {@code order}. */
  public static StridedCopy transposition(int[] sizes, int[] order) {
    int[] own = Axes.rowMajor(sizes);
    int[] newSizes = Arrays.stream(order).map(axis -> sizes[axis]).toArray();
    int[] from = Arrays.stream(order).map(axis -> own[axis]).toArray();
    return new StridedCopy(new Axes(newSizes, from, Axes.rowMajor(newSizes)), 0, 0);
  }

  /**
   * Returns a copy of a matrix into or out of wider ones.
   *
   * @param rows the number of rows
   * @param columns the number of columns to copy
   * @param fromOffset the first element to read
   * @param fromRow the distance between rows to read
   * @param toOffset the first element to write
   * @param toRow the distance between rows to write
   */
  public static StridedCopy matrix(
      int rows, int columns, int fromOffset, int fromRow, int toOffset, int toRow) {
    return new StridedCopy(
        new Axes(new int[] {rows, columns}, new int[] {fromRow, 1}, new int[] {toRow, 1}),
        fromOffset,
        toOffset);
  }

  /** Returns writing one number to a matrix of {@code columns} within wider rows. */
  public static StridedCopy filling(int rows, int columns, int toOffset, int toRow) {
    return new StridedCopy(
        new Axes(new int[] {rows, columns}, new int[] {0, 0}, new int[] {toRow, 1}), 0, toOffset);
  }

  /** Returns the number of elements. */
  long elements() {
    return axes.elements();
  }

  /** Returns the number of parts that may be copied on their own. */
  int parts() {
    return axes.sizes()[0];
  }

  /** Copies the parts {@code first} to {@code end - 1} from {@code x} to {@code y}. */
  void copy(Buffer x, Buffer y, int first, int end) {
    copyAxis(0, first, end, x.array(), x.offset() + fromOffset, y.array(), y.offset() + toOffset);
  }

  private void copyAxis(int axis, int first, int end, float[] x, int xo, float[] y, int yo) {
    int from = axes.from()[axis];
    int to = axes.to()[axis];
    int xi = xo + first * from;
    int yi = yo + first * to;
    if (axis == axes.last()) {
      copyLine(end - first, from, to, x, xi, y, yi);
    } else if (axis == axes.last() - 1 && transposes) {
      int rows = axes.sizes()[axis + 1];
      Copies.transpose(x, xi, axes.from()[axis + 1], rows, end - first, y, yi, to);
    } else if (axis == axes.last() - 1) {
      int fromStep = axes.from()[axis + 1];
      int toStep = axes.to()[axis + 1];
      int n = axes.sizes()[axis + 1];
      for (int i = first; i < end; i++) {
        copyLine(n, fromStep, toStep, x, xi, y, yi);
        xi += from;
        yi += to;
      }
    } else {
      for (int i = first; i < end; i++) {
        copyAxis(axis + 1, 0, axes.sizes()[axis + 1], x, xi, y, yi);
        xi += from;
        yi += to;
      }
    }
  }

  private static void copyLine(int n, int from, int to, float[] x, int xo, float[] y, int yo) {
    if (from == 1 && to == 1) {
      System.arraycopy(x, xo, y, yo, n);
    } else if (from == 0 && to == 1) {
      Arrays.fill(y, yo, yo + n, n == 0 ? 0 : x[xo]);
    } else {
      for (int i = 0; i < n; i++) {
        y[yo + i * to] = x[xo + i * from];
      }
    }
  }
}
