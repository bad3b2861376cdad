package dev.ae4j.testkit;

import dev.ae4j.graph.Shape;

/** Translates positions in row-major arrays to coordinates and back. */
final class Coordinates {
  private Coordinates() {}

  /** Returns the coordinates of an element, one per axis. */
  static int[] of(int index, Shape shape) {
    int[] coordinates = new int[shape.rank()];
    int rest = index;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      coordinates[axis] = rest % shape.size(axis);
      rest /= shape.size(axis);
    }
    return coordinates;
  }

  /** Returns the position of the element with the given coordinates. */
  static int index(int[] coordinates, Shape shape) {
    int index = 0;
    for (int axis = 0; axis < shape.rank(); axis++) {
      index = index * shape.size(axis) + coordinates[axis];
    }
    return index;
  }
}
