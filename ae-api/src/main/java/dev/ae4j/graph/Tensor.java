package dev.ae4j.graph;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.op.BatchSize;
import dev.ae4j.graph.op.Binary;
import dev.ae4j.graph.op.BinaryKind;
import dev.ae4j.graph.op.Broadcast;
import dev.ae4j.graph.op.Compare;
import dev.ae4j.graph.op.CompareKind;
import dev.ae4j.graph.op.Concat;
import dev.ae4j.graph.op.Constant;
import dev.ae4j.graph.op.Conv2d;
import dev.ae4j.graph.op.Convert;
import dev.ae4j.graph.op.Gather;
import dev.ae4j.graph.op.Input;
import dev.ae4j.graph.op.MatMul;
import dev.ae4j.graph.op.MaxPool2d;
import dev.ae4j.graph.op.Operation;
import dev.ae4j.graph.op.Pad;
import dev.ae4j.graph.op.Reduce;
import dev.ae4j.graph.op.ReduceKind;
import dev.ae4j.graph.op.Reshape;
import dev.ae4j.graph.op.ScatterAdd;
import dev.ae4j.graph.op.Select;
import dev.ae4j.graph.op.Slice;
import dev.ae4j.graph.op.Softmax;
import dev.ae4j.graph.op.StopGradient;
import dev.ae4j.graph.op.StraightThrough;
import dev.ae4j.graph.op.Transpose;
import dev.ae4j.graph.op.TransposedConv2d;
import dev.ae4j.graph.op.Unary;
import dev.ae4j.graph.op.UnaryKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A tensor that a program will compute: a node of an immutable graph, not values.
 *
 * <p>Methods build further nodes, as in {@code x.matMul(w).plus(b).relu()}. Methods of two operands
 * broadcast: sizes are aligned at the last axis, and missing axes and axes of size one are repeated
 * to fit the other operand. Each throws {@link ShapeException} at once if the shapes do not fit.
 * Tensors are equal only to themselves.
 */
public final class Tensor {
  private final Operation operation;
  private final Shape shape;

  private Tensor(Operation operation) {
    this.operation = operation;
    this.shape = operation.shape();
  }

  /**
   * Returns the result of an operation.
   *
   * @throws ShapeException if the shapes of its inputs do not fit
   */
  public static Tensor of(Operation operation) {
    return new Tensor(operation);
  }

  /** Returns values that the caller feeds at every run. */
  public static Tensor input(String name, Shape shape) {
    return of(new Input(name, shape));
  }

  /** Returns values that never change; they are not copied. */
  public static Tensor constant(TensorData value) {
    return of(new Constant(value));
  }

  /** Returns a number. */
  public static Tensor scalar(float value) {
    return constant(TensorData.scalar(value));
  }

  /** Returns the number of samples in the batch, as a scalar. */
  public static Tensor batchSize() {
    return of(new BatchSize());
  }

  /** Returns the operation that computes this tensor. */
  public Operation operation() {
    return operation;
  }

  /** Returns the shape. */
  public Shape shape() {
    return shape;
  }

  /** Returns what the elements are; nearly always float32. */
  public ElementType type() {
    return operation.type();
  }

  /** Returns {@code this + other}. */
  public Tensor plus(Tensor other) {
    return binary(BinaryKind.ADD, this, other);
  }

  /** Returns {@code this + value}. */
  public Tensor plus(float value) {
    return plus(scalar(value));
  }

  /** Returns {@code this - other}. */
  public Tensor minus(Tensor other) {
    return binary(BinaryKind.SUBTRACT, this, other);
  }

  /** Returns {@code this - value}. */
  public Tensor minus(float value) {
    return minus(scalar(value));
  }

  /** Returns {@code this * other}, element by element. */
  public Tensor times(Tensor other) {
    return binary(BinaryKind.MULTIPLY, this, other);
  }

  /** Returns {@code this * value}. */
  public Tensor times(float value) {
    return times(scalar(value));
  }

  /** Returns {@code this / other}, element by element. */
  public Tensor dividedBy(Tensor other) {
    return binary(BinaryKind.DIVIDE, this, other);
  }

  /** Returns {@code this / value}. */
  public Tensor dividedBy(float value) {
    return dividedBy(scalar(value));
  }

  /** Returns the larger element of the two; see {@link BinaryKind#MAXIMUM}. */
  public Tensor maximum(Tensor other) {
    return binary(BinaryKind.MAXIMUM, this, other);
  }

  /** Returns the smaller element of the two; see {@link BinaryKind#MINIMUM}. */
  public Tensor minimum(Tensor other) {
    return binary(BinaryKind.MINIMUM, this, other);
  }

  /** Returns the elements limited to {@code [low, high]}. */
  public Tensor clip(float low, float high) {
    return maximum(scalar(low)).minimum(scalar(high));
  }

  /** Returns 1 where {@code this == other}, else 0. */
  public Tensor equalTo(Tensor other) {
    return compare(CompareKind.EQUAL, this, other);
  }

  /** Returns 1 where {@code this < other}, else 0. */
  public Tensor lessThan(Tensor other) {
    return compare(CompareKind.LESS, this, other);
  }

  /** Returns 1 where {@code this <= other}, else 0. */
  public Tensor atMost(Tensor other) {
    return compare(CompareKind.LESS_OR_EQUAL, this, other);
  }

  /** Returns the elements of {@code a} where this is not zero, else those of {@code b}. */
  public Tensor select(Tensor a, Tensor b) {
    Shape common = broadcast(broadcast(shape, a.shape, "select"), b.shape, "select");
    return of(new Select(broadcastTo(common), a.broadcastTo(common), b.broadcastTo(common)));
  }

  /** Returns {@code -this}. */
  public Tensor negate() {
    return unary(UnaryKind.NEGATE);
  }

  /** Returns the absolute values. */
  public Tensor abs() {
    return unary(UnaryKind.ABS);
  }

  /** Returns the signs: -1, 0 or 1. */
  public Tensor sign() {
    return unary(UnaryKind.SIGN);
  }

  /** Returns the squares. */
  public Tensor square() {
    return times(this);
  }

  /** Returns the largest whole numbers that are not greater; the gradient is zero. */
  public Tensor floor() {
    return unary(UnaryKind.FLOOR);
  }

  /** Returns the nearest whole numbers, of two the even one; the gradient is zero. */
  public Tensor round() {
    return unary(UnaryKind.ROUND);
  }

  /** Returns the square roots. */
  public Tensor sqrt() {
    return unary(UnaryKind.SQRT);
  }

  /** Returns {@code e^this}. */
  public Tensor exp() {
    return unary(UnaryKind.EXP);
  }

  /** Returns the natural logarithms. */
  public Tensor log() {
    return unary(UnaryKind.LOG);
  }

  /** Returns the hyperbolic tangents. */
  public Tensor tanh() {
    return unary(UnaryKind.TANH);
  }

  /** Returns {@code 1 / (1 + e^-this)}. */
  public Tensor sigmoid() {
    return unary(UnaryKind.SIGMOID);
  }

  /** Returns {@code log(1 + e^this)}. */
  public Tensor softplus() {
    return unary(UnaryKind.SOFTPLUS);
  }

  /** Returns the Gauss error function of the elements. */
  public Tensor erf() {
    return unary(UnaryKind.ERF);
  }

  /** Returns {@code max(this, 0)}. */
  public Tensor relu() {
    return maximum(scalar(0));
  }

  /** Returns {@code e^x / sum(e^x)} along the last axis. */
  public Tensor softmax() {
    return of(new Softmax(this));
  }

  /** Returns {@code x - log(sum(e^x))} along the last axis: the logarithm of the softmax. */
  public Tensor logSoftmax() {
    if (shape.sample().rank() == 0) {
      throw new ShapeException("logSoftmax of " + shape + ": no axis beside the batch");
    }
    int last = shape.rank() - 1;
    return minus(logSumExp(last).expand(last));
  }

  /**
   * Returns {@code log(sum(e^x))} along an axis, which the result lacks, computed from {@code x -
   * max(x)} so that nothing overflows.
   */
  public Tensor logSumExp(int axis) {
    Tensor max = max(axis).stopGradient();
    // Where all are -Infinity, or one is Infinity, the difference would be NaN
    Tensor finite = max.abs().lessThan(scalar(Float.POSITIVE_INFINITY)).select(max, scalar(0));
    return minus(finite.expand(axis)).exp().sum(axis).log().plus(finite);
  }

  /**
   * Returns the matrix product {@code this · other}: matrix by matrix if both have the same axes
   * before the last two, and {@code [..., k] · [k, n]} if the other is a single matrix.
   */
  public Tensor matMul(Tensor other) {
    if (other.shape.rank() != 2 || shape.rank() <= 2) {
      return of(new MatMul(this, other, false, false));
    }
    if (!shape.sameSize(shape.rank() - 1, other.shape, 0)) {
      throw new ShapeException(
          "matMul of " + shape + " and " + other.shape + ": the inner sizes differ");
    }
    // With a filter of one element, convolution is the product of every position with one matrix
    int last = shape.rank() - 1;
    int inner = shape.size(last);
    int positions = shape.without(List.of(0, last)).sampleElements();
    Shape flat =
        shape.isBatched()
            ? Shape.batchOf(1, positions, inner)
            : Shape.of(shape.size(0), 1, positions, inner);
    Tensor filter = other.reshape(Shape.of(1, 1, other.shape.size(0), other.shape.size(1)));
    return reshape(flat)
        .conv2d(filter, Window.of(1, 1))
        .reshape(shape.withSize(last, other.shape.size(1)));
  }

  /**
   * Returns the convolution of these images {@code [N, height, width, in]}; see {@link Conv2d}.
   *
   * @param filter {@code [window height, window width, in, out]}
   * @param window where the filter is put
   * @return {@code [N, rows, columns, out]}
   * @throws ShapeException if they do not fit
   */
  public Tensor conv2d(Tensor filter, Window window) {
    return of(new Conv2d(this, filter, window));
  }

  /**
   * Returns the convolution of sequences.
   *
   * <p>This tensor is {@code [N, length, in]}.
   *
   * @param filter {@code [window width, in, out]}
   * @param window of height 1, without stride and padding in that direction
   * @return {@code [N, positions, out]}
   */
  public Tensor conv1d(Tensor filter, Window window) {
    if (shape.rank() != 3 || filter.shape.rank() != 3) {
      throw new ShapeException(
          "conv1d of %s with %s: they should be [N, length, in] and [width, in, out]"
              .formatted(shape, filter.shape));
    }
    Tensor y = expand(1).conv2d(filter.expand(0), window);
    return y.reshape(y.shape().without(List.of(1)));
  }

  /**
   * Returns the transposed convolution of this {@code [N, rows, columns, out]} to images; see
   * {@link TransposedConv2d}.
   *
   * @param filter {@code [window height, window width, in, out]}
   * @param window where the filter is put; it has as many positions as this has rows and columns
   * @param height the rows of the result
   * @param width the columns of the result
   * @return {@code [N, height, width, in]}
   * @throws ShapeException if they do not fit
   */
  public Tensor transposedConv2d(Tensor filter, Window window, int height, int width) {
    return of(new TransposedConv2d(this, filter, window, height, width));
  }

  /**
   * Returns the largest element in each window and channel of these images {@code [N, height,
   * width, channels]}; see {@link MaxPool2d}.
   *
   * @param window without dilation, and with less padding than rows or columns on each side
   * @return {@code [N, rows, columns, channels]}
   * @throws ShapeException if the window does not fit
   */
  public Tensor maxPool2d(Window window) {
    return of(new MaxPool2d(this, this, window));
  }

  /**
   * Returns the rows of this table {@code [rows, rest...]} that indices name; see {@link Gather}.
   *
   * @param indices int32 of any shape; outside the table they give zeros
   * @return {@code [indices..., rest...]}
   * @throws ShapeException if this is batched or has no rows, or the indices are not int32
   */
  public Tensor gather(Tensor indices) {
    return of(new Gather(this, indices));
  }

  /**
   * Returns the sum of values for each of some rows; see {@link ScatterAdd}.
   *
   * @param indices the row of each value
   * @param rows the number of rows
   */
  public Tensor scatterAdd(Tensor indices, int rows) {
    return of(new ScatterAdd(indices, this, rows));
  }

  /**
   * Returns int32 categories as rows that are 1 at their place and 0 elsewhere.
   *
   * @param categories the size of the new last axis; a category outside gives zeros
   */
  public Tensor oneHot(int categories) {
    if (type() != ElementType.INT32) {
      throw new ShapeException("oneHot of " + this + ": categories are int32. Maybe convert them");
    }
    return expand(shape.rank()).equalTo(numbers(categories).convert(ElementType.INT32));
  }

  /**
   * Returns the place of the largest element along an axis, which the result lacks, as int32; the
   * first of equal ones, and of NaN if there is one. No gradient flows.
   */
  public Tensor argMax(int axis) {
    shape.checkAxis(axis);
    if ((axis == 0 && shape.isBatched()) || shape.size(axis) == 0) {
      throw new ShapeException(
          "argMax of " + shape + " along axis " + axis + ": it is empty or the batch");
    }
    int size = shape.size(axis);
    Tensor isLargest = equalTo(max(axis).expand(axis)).maximum(scalar(1).minus(equalTo(this)));
    int[] column = new int[shape.rank() - axis];
    Arrays.fill(column, 1);
    column[0] = size;
    Tensor fromEnd = scalar(size).minus(numbers(size)).reshape(Shape.of(column));
    return scalar(size).minus(isLargest.times(fromEnd).max(axis)).convert(ElementType.INT32);
  }

  private static Tensor numbers(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = i;
    }
    return constant(TensorData.of(values, count));
  }

  /** Returns the same numbers as another type; see {@link Convert}. */
  public Tensor convert(ElementType newType) {
    return newType == type() ? this : of(new Convert(this, newType));
  }

  /**
   * Returns this tensor, whose gradient goes to another one as it is; see {@link StraightThrough}.
   */
  public Tensor straightThrough(Tensor through) {
    return of(new StraightThrough(this, through));
  }

  /** Returns the sum of all elements. */
  public Tensor sum() {
    return sum(allAxes());
  }

  /** Returns the sum along an axis, which the result lacks. */
  public Tensor sum(int axis) {
    return sum(List.of(axis));
  }

  /** Returns the sum along some axes, in ascending order, which the result lacks. */
  public Tensor sum(List<Integer> axes) {
    return axes.isEmpty() ? this : of(new Reduce(ReduceKind.SUM, this, axes));
  }

  /** Returns the mean of all elements. */
  public Tensor mean() {
    return mean(allAxes());
  }

  /** Returns the mean along some axes, in ascending order, which the result lacks. */
  public Tensor mean(List<Integer> axes) {
    int count = 1;
    boolean overBatch = false;
    for (int axis : axes) {
      if (axis == 0 && shape.isBatched()) {
        overBatch = true;
      } else {
        shape.checkAxis(axis);
        count *= shape.size(axis);
      }
    }
    Tensor divisor = overBatch ? batchSize().times(count) : scalar(count);
    return sum(axes).dividedBy(divisor);
  }

  /** Returns the largest element along an axis, which the result lacks. */
  public Tensor max(int axis) {
    return of(new Reduce(ReduceKind.MAXIMUM, this, List.of(axis)));
  }

  /** Returns the same elements with a new axis of size one in the given place. */
  public Tensor expand(int axis) {
    int first = shape.isBatched() ? 1 : 0;
    if (axis < first || axis > shape.rank()) {
      throw new ShapeException("expand of " + shape + ": there can be no new axis " + axis);
    }
    int[] old = shape.sampleSizes();
    int[] sizes = new int[old.length + 1];
    System.arraycopy(old, 0, sizes, 0, axis - first);
    sizes[axis - first] = 1;
    System.arraycopy(old, axis - first, sizes, axis - first + 1, old.length - axis + first);
    return reshape(shape.isBatched() ? Shape.batchOf(sizes) : Shape.of(sizes));
  }

  /** Returns the same elements in the same order with other sizes; the batch stays first. */
  public Tensor reshape(Shape newShape) {
    return newShape.equals(shape) ? this : of(new Reshape(this, newShape));
  }

  /** Returns the elements repeated along new leading axes and axes of size one. */
  public Tensor broadcastTo(Shape newShape) {
    return newShape.equals(shape) ? this : of(new Broadcast(this, newShape));
  }

  /** Returns the axes in another order: for each axis of the result, the axis of this tensor. */
  public Tensor transpose(List<Integer> order) {
    return of(new Transpose(this, order));
  }

  /** Returns the positions {@code start} to {@code start + size - 1} of an axis. */
  public Tensor slice(int axis, int start, int size) {
    return of(new Slice(this, axis, start, size));
  }

  /** Returns this tensor with zeros before and after along an axis. */
  public Tensor pad(int axis, int before, int after) {
    return of(new Pad(this, axis, before, after));
  }

  /** Returns tensors one after the other along an axis. */
  public static Tensor concat(int axis, List<Tensor> tensors) {
    return of(new Concat(tensors, axis));
  }

  /** Returns this tensor, which then counts as a constant in differentiation. */
  public Tensor stopGradient() {
    return of(new StopGradient(this));
  }

  /** Returns the name of the operation, the shape, and the type if it is not float32. */
  @Override
  public String toString() {
    return operation.name() + shape + (type() == ElementType.INT32 ? " of int32" : "");
  }

  private Tensor unary(UnaryKind kind) {
    return of(new Unary(kind, this));
  }

  private static Tensor binary(BinaryKind kind, Tensor a, Tensor b) {
    Shape common = broadcast(a.shape, b.shape, kind.name());
    return of(new Binary(kind, a.broadcastTo(common), b.broadcastTo(common)));
  }

  private static Tensor compare(CompareKind kind, Tensor a, Tensor b) {
    Shape common = broadcast(a.shape, b.shape, kind.name());
    return of(new Compare(kind, a.broadcastTo(common), b.broadcastTo(common)));
  }

  private static Shape broadcast(Shape a, Shape b, String operation) {
    return a.broadcastWith(b)
        .orElseThrow(
            () ->
                new ShapeException(
                    operation.toLowerCase(Locale.ROOT)
                        + " of "
                        + a
                        + " and "
                        + b
                        + ": the sizes neither agree nor are one"));
  }

  private List<Integer> allAxes() {
    return IntStream.range(0, shape.rank()).boxed().toList();
  }
}
