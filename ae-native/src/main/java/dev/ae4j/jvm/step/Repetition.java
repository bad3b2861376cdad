package dev.ae4j.jvm.step;

import java.util.Arrays;

/** How a small array is repeated to a larger one, of which any part can be made on its own. */
public final class Repetition {
  private final int[] sizes;
  private final int[] strides;
  private final boolean repeatsRow;

  /** Creates the repetition from some sizes to larger ones, aligned at the last axis. */
  public Repetition(int[] small, int[] large) {
    // The elements are written one after the other: only the strides in the small array matter.
    Axes axes = new Axes(large, Axes.repeated(small, large), Axes.rowMajor(large)).merged();
    sizes = axes.sizes();
    strides = axes.from();
    repeatsRow = sizes.length == 2 && strides[0] == 0 && strides[1] == 1;
  }

  /** Writes the elements {@code start} to {@code start + n - 1} of the larger array. */
  void expand(float[] x, int xo, int start, float[] y, int yo, int n) {
    int columns = sizes[sizes.length - 1];
    if (!repeatsRow || n <= columns) {
      expandRows(x, xo, start, y, yo, n);
      return;
    }
    // Once the period is there, copying it in ever larger pieces beats many small copies.
    expandRows(x, xo, start, y, yo, columns);
    for (int done = columns; done < n; done *= 2) {
      System.arraycopy(y, yo, y, yo + done, Math.min(done, n - done));
    }
  }

  private void expandRows(float[] x, int xo, int start, float[] y, int yo, int n) {
    int last = sizes.length - 1;
    int columns = sizes[last];
    int row = start / columns;
    int column = start % columns;
    int done = 0;
    while (done < n) {
      int length = Math.min(columns - column, n - done);
      int from = xo + placeOf(row);
      int to = yo + done;
      if (strides[last] == 0) {
        Arrays.fill(y, to, to + length, x[from]);
      } else {
        System.arraycopy(x, from + column, y, to, length);
      }
      done += length;
      column = 0;
      row++;
    }
  }

  /** Returns where in the small array a row of the large one begins. */
  private int placeOf(int row) {
    int place = 0;
    int rest = row;
    for (int axis = sizes.length - 2; axis >= 0; axis--) {
      place += rest % sizes[axis] * strides[axis];
      rest /= sizes[axis];
    }
    return place;
  }
}
