package dev.ae4j.graph;

import java.util.Arrays;
import java.util.Optional;

/**
 * The sizes of a tensor's axes; the first axis may be the batch, whose size is known only at run
 * time and is written {@code N}.
 *
 * <p>Sizes are zero or more, and the sizes beside the batch multiply to at most {@link
 * Integer#MAX_VALUE}. Immutable.
 */
public final class Shape {
  private static final int BATCH = -1;
  private static final Shape SCALAR = new Shape(new int[0]);

  private final int[] sizes;

  private Shape(int[] sizes) {
    this.sizes = sizes;
  }

  /** Returns the shape of a single number. */
  public static Shape scalar() {
    return SCALAR;
  }

  /**
   * Returns a shape whose sizes are all known.
   *
   * @throws ShapeException if a size is negative or the sizes multiply to more than an int holds
   */
  public static Shape of(int... sizes) {
    if (sizes.length > 0 && sizes[0] == BATCH) {
      throw new ShapeException("A shape has the negative size " + BATCH);
    }
    return checked(sizes.clone());
  }

  /**
   * Returns the shape of a batch of samples: {@code [N, sample...]}.
   *
   * @throws ShapeException if a size is negative or the sizes multiply to more than an int holds
   */
  public static Shape batchOf(int... sample) {
    int[] sizes = new int[sample.length + 1];
    sizes[0] = BATCH;
    System.arraycopy(sample, 0, sizes, 1, sample.length);
    return checked(sizes);
  }

  private static Shape checked(int[] sizes) {
    long product = 1;
    for (int i = 0; i < sizes.length; i++) {
      boolean isBatch = i == 0 && sizes[i] == BATCH;
      if (sizes[i] < 0 && !isBatch) {
        throw new ShapeException("A shape has the negative size " + sizes[i]);
      }
      product *= isBatch ? 1 : sizes[i];
      if (product > Integer.MAX_VALUE) {
        throw new ShapeException(
            "Shape " + new Shape(sizes) + " has more than " + Integer.MAX_VALUE + " elements");
      }
    }
    return new Shape(sizes);
  }

  /** Returns the number of axes. */
  public int rank() {
    return sizes.length;
  }

  /** Returns whether the first axis is the batch. */
  public boolean isBatched() {
    return sizes.length > 0 && sizes[0] == BATCH;
  }

  /**
   * Returns the size of an axis.
   *
   * @throws IllegalArgumentException if the axis is the batch
   * @throws IndexOutOfBoundsException if there is no such axis
   */
  public int size(int axis) {
    if (sizes[axis] == BATCH) {
      throw new IllegalArgumentException("The size of the batch axis is known only at run time");
    }
    return sizes[axis];
  }

  /** Returns the sizes of the axes beside the batch: all axes if there is none. */
  public int[] sampleSizes() {
    return Arrays.copyOfRange(sizes, isBatched() ? 1 : 0, sizes.length);
  }

  /** Returns the number of elements of one sample: of the whole tensor if there is no batch. */
  public int sampleElements() {
    int product = 1;
    for (int size : sizes) {
      product *= size == BATCH ? 1 : size;
    }
    return product;
  }

  /** Returns this shape without its batch axis: itself if it has none. */
  public Shape sample() {
    return isBatched() ? new Shape(sampleSizes()) : this;
  }

  /** Returns the shape of a batch of tensors of this shape, which must not be batched itself. */
  public Shape batched() {
    if (isBatched()) {
      throw new IllegalArgumentException("Shape " + this + " has a batch axis already");
    }
    return batchOf(sizes);
  }

  /**
   * Returns this shape with the batch axis of the given size: itself if it has none.
   *
   * @throws ShapeException if the sizes then multiply to more than an int holds
   */
  public Shape withBatch(int batchSize) {
    if (!isBatched()) {
      return this;
    }
    int[] concrete = sizes.clone();
    concrete[0] = batchSize;
    return of(concrete);
  }

  /** Returns whether the axes of this and the other shape have the same size or are the batch. */
  public boolean sameSize(int axis, Shape other, int otherAxis) {
    return sizes[axis] == other.sizes[otherAxis];
  }

  /** Returns whether the axis has size one; the batch has not, whatever its size will be. */
  public boolean isOne(int axis) {
    return sizes[axis] == 1;
  }

  /**
   * Returns the shape over which tensors of this and the other shape are both repeated when they
   * meet in one operation; empty if they do not fit each other.
   *
   * <p>Sizes are aligned at the last axis; an axis that one shape lacks, or where it has size one,
   * takes the other's size.
   */
  public Optional<Shape> broadcastWith(Shape other) {
    int rank = Math.max(rank(), other.rank());
    int[] common = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      int mine = axis - (rank - rank());
      int theirs = axis - (rank - other.rank());
      int a = mine < 0 ? 1 : sizes[mine];
      int b = theirs < 0 ? 1 : other.sizes[theirs];
      if ((a != b && a != 1 && b != 1) || (axis > 0 && (a == BATCH || b == BATCH))) {
        return Optional.empty();
      }
      common[axis] = a == 1 ? b : a;
    }
    return Optional.of(checked(common));
  }

  /**
   * Returns this shape without the given axes.
   *
   * @throws ShapeException if there is no such axis
   */
  public Shape without(Iterable<Integer> axes) {
    boolean[] drop = new boolean[sizes.length];
    for (int axis : axes) {
      checkAxis(axis);
      drop[axis] = true;
    }
    int[] kept = new int[sizes.length];
    int count = 0;
    for (int axis = 0; axis < sizes.length; axis++) {
      if (!drop[axis]) {
        kept[count++] = sizes[axis];
      }
    }
    return checked(Arrays.copyOf(kept, count));
  }

  /**
   * Returns this shape with the size of one axis, not the batch, replaced.
   *
   * @throws ShapeException if there is no such axis, it is the batch, or the size is impossible
   */
  public Shape withSize(int axis, int size) {
    checkAxis(axis);
    if (sizes[axis] == BATCH) {
      throw new ShapeException("The batch axis of " + this + " cannot be resized");
    }
    int[] changed = sizes.clone();
    changed[axis] = size;
    return isBatched() ? batchOf(Arrays.copyOfRange(changed, 1, changed.length)) : of(changed);
  }

  /**
   * Checks that an axis exists.
   *
   * @throws ShapeException if it does not
   */
  public void checkAxis(int axis) {
    if (axis < 0 || axis >= sizes.length) {
      throw new ShapeException("Shape " + this + " has no axis " + axis);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  /** Returns the sizes in brackets, as in {@code [N, 784]}. */
  @Override
  public String toString() {
    String text = Arrays.toString(sizes);
    return isBatched() ? "[N" + text.substring("[-1".length()) : text;
  }
}
