package dev.ae4j.jvm.step;

import java.util.Arrays;

/**
 * A walk over the elements of a tensor in row-major order and their places in two arrays.
 *
 * @param sizes the size of each axis
 * @param from how far apart neighbours along each axis are in the first array
 * @param to how far apart they are in the second array
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Axes(int[] sizes, int[] from, int[] to) {
  /** Returns the same walk with as few axes as possible, but at least one. */
  Axes merged() {
    int rank = 0;
    int[] newSizes = new int[sizes.length + 1];
    int[] newFrom = new int[sizes.length + 1];
    int[] newTo = new int[sizes.length + 1];
    // With an axis of size one to begin with, there is always an axis to look back at.
    newSizes[0] = 1;
    for (int axis = 0; axis < sizes.length; axis++) {
      int size = sizes[axis];
      if (size == 1) {
        continue;
      }
      boolean first = newSizes[rank] == 1;
      boolean continues = newFrom[rank] == from[axis] * size && newTo[rank] == to[axis] * size;
      if (!first && !continues) {
        rank++;
        newSizes[rank] = 1;
      }
      newSizes[rank] *= size;
      newFrom[rank] = from[axis];
      newTo[rank] = to[axis];
    }
    return new Axes(
        Arrays.copyOf(newSizes, rank + 1),
        Arrays.copyOf(newFrom, rank + 1),
        Arrays.copyOf(newTo, rank + 1));
  }

  int last() {
    return sizes.length - 1;
  }

  /** Returns the product of the sizes. */
  long elements() {
    long product = 1;
    for (int size : sizes) {
      product *= size;
    }
    return product;
  }

  /** Returns the distances between neighbours in a row-major array of the given sizes. */
  static int[] rowMajor(int... sizes) {
    int[] strides = new int[sizes.length];
    int stride = 1;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= sizes[axis];
    }
    return strides;
  }

  /**
   * Returns the distances between neighbours when an array of the sizes {@code small} is repeated
   * to the sizes {@code large}, aligned at the last axis: 0 along repeated axes.
   */
  static int[] repeated(int[] small, int[] large) {
    int[] strides = new int[large.length];
    int[] own = rowMajor(small);
    int offset = large.length - small.length;
    for (int axis = 0; axis < small.length; axis++) {
      strides[axis + offset] = small[axis] == 1 ? 0 : own[axis];
    }
    return strides;
  }
}
