package dev.ae4j.jvm.step;

/**
 * Copies of a convolution's filter {@code [window height, window width, in, out]} as matrices.
 *
 * @param rows which rows of the filter, in order
 * @param columns which columns of the filter, in order
 * @param width the columns of the whole filter
 * @param inner the size of the axis that is summed over
 * @param innerStride the distance of its elements in the filter
 * @param outer the size of the axis of the result
 * @param outerStride the distance of its elements in the filter
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FilterLayout(
    int[] rows, int[] columns, int width, int inner, int innerStride, int outer, int outerStride) {
  /** Returns the layout of a convolution. */
  static FilterLayout convolution(Windows windows, int width, int out) {
    int in = windows.channels();
    return new FilterLayout(windows.y().taps(), windows.x().taps(), width, in, out, out, 1);
  }

  /** Returns the layout of a transposed convolution, where the two channel axes change places. */
  static FilterLayout transposed(Windows windows, int width, int in) {
    int out = windows.channels();
    return new FilterLayout(windows.y().taps(), windows.x().taps(), width, out, 1, in, out);
  }

  /** Returns the number of elements of a matrix. */
  int elements() {
    return rows.length * columns.length * inner * outer;
  }

  /** Writes the matrix {@code [place and inner axis, outer axis]}. */
  void byPlaces(float[] filter, int fo, float[] y, int yo) {
    copy(filter, fo, y, yo, outer, 1);
  }

  /** Writes the transposed matrix, {@code [outer axis, place and inner axis]}. */
  void byResults(float[] filter, int fo, float[] y, int yo) {
    copy(filter, fo, y, yo, 1, rows.length * columns.length * inner);
  }

  private void copy(float[] filter, int fo, float[] y, int yo, int innerTo, int outerTo) {
    int to = yo;
    for (int row : rows) {
      for (int column : columns) {
        int from = fo + (row * width + column) * inner * outer;
        for (int i = 0; i < inner; i++) {
          for (int o = 0; o < outer; o++) {
            y[to + o * outerTo] = filter[from + i * innerStride + o * outerStride];
          }
          to += innerTo;
        }
      }
    }
  }
}
