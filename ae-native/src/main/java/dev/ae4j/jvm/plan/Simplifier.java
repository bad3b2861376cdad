package dev.ae4j.jvm.plan;

import static java.util.Objects.requireNonNull;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.ElementType;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.BatchSize;
import dev.ae4j.graph.op.Binary;
import dev.ae4j.graph.op.BinaryKind;
import dev.ae4j.graph.op.Broadcast;
import dev.ae4j.graph.op.Compare;
import dev.ae4j.graph.op.CompareKind;
import dev.ae4j.graph.op.Concat;
import dev.ae4j.graph.op.Constant;
import dev.ae4j.graph.op.Convert;
import dev.ae4j.graph.op.MatMul;
import dev.ae4j.graph.op.MaxPool2d;
import dev.ae4j.graph.op.MaxUnpool2d;
import dev.ae4j.graph.op.Operation;
import dev.ae4j.graph.op.Pad;
import dev.ae4j.graph.op.Primitive;
import dev.ae4j.graph.op.Reduce;
import dev.ae4j.graph.op.Reshape;
import dev.ae4j.graph.op.Select;
import dev.ae4j.graph.op.Slice;
import dev.ae4j.graph.op.StopGradient;
import dev.ae4j.graph.op.Transpose;
import dev.ae4j.graph.op.Unary;
import dev.ae4j.graph.op.UnaryKind;
import dev.ae4j.jvm.kernel.Kernels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites a program for one batch size into one with less to compute and the same results, bit by
 * bit.
 *
 * <p>Equal operations become one. Constants are computed ahead. What does nothing disappears: only
 * identities that also hold for -0, infinities and NaN are used. What repeats its operands computes
 * first and repeats later. What no result needs is left out.
 */
final class Simplifier extends PartialVisitor<Tensor> {
  private final int batchSize;
  private final ConstantFolder folder;
  private final Map<Operation, Tensor> made = new HashMap<>();

  private Simplifier(int batchSize, Kernels kernels) {
    this.batchSize = batchSize;
    this.folder = new ConstantFolder(kernels);
  }

  /**
   * Returns a simpler program.
   *
   * @param program a program without composites
   * @param batchSize the number of samples that it will be run with
   * @param kernels what would compute the results at run time
   */
  static Program simplify(Program program, int batchSize, Kernels kernels) {
    Simplifier simplifier = new Simplifier(batchSize, kernels);
    Map<Tensor, Tensor> renewed = new HashMap<>();
    for (Tensor tensor : program.tensors()) {
      List<Tensor> inputs = tensor.operation().inputs().stream().map(renewed::get).toList();
      Primitive operation = (Primitive) tensor.operation().withInputs(inputs);
      renewed.put(tensor, simplifier.make(operation));
    }
    Program.Builder builder = Program.builder();
    program
        .outputs()
        .forEach((name, tensor) -> builder.output(name, requireNonNull(renewed.get(tensor))));
    program
        .updates()
        .forEach((target, value) -> builder.update(target, requireNonNull(renewed.get(value))));
    return builder.build();
  }

  /** Returns a tensor with the result of an operation on simplified tensors. */
  private Tensor make(Primitive operation) {
    Tensor known = made.get(operation);
    if (known != null) {
      return known;
    }
    Tensor result =
        folder
            .fold(operation)
            .map(constant -> make((Primitive) constant.operation()))
            .orElseGet(() -> operation.accept(this));
    made.put(operation, result);
    return result;
  }

  @Override
  Tensor visitOther(Primitive operation) {
    return Tensor.of(operation);
  }

  @Override
  public Tensor visit(BatchSize operation) {
    return make(new Constant(TensorData.scalar(batchSize)));
  }

  @Override
  public Tensor visit(StopGradient operation) {
    return operation.x();
  }

  // ---- Element-wise -----------------------------------------------------------------------------

  @Override
  public Tensor visit(Unary operation) {
    Tensor opposite = operation.kind() == UnaryKind.NEGATE ? negated(operation.x()) : null;
    return opposite != null ? opposite : computedBeforeRepeated(operation);
  }

  @Override
  public Tensor visit(Convert operation) {
    return operation.x().operation() instanceof Convert inner
            && operation.type() == ElementType.INT32
        ? inner.x()
        : computedBeforeRepeated(operation);
  }

  @Override
  public Tensor visit(Binary operation) {
    Tensor a = operation.a();
    Tensor b = operation.b();
    Tensor simpler =
        switch (operation.kind()) {
          case ADD -> sum(a, b);
          case SUBTRACT -> difference(a, b);
          case MULTIPLY -> isNumber(b, 1) ? a : isNumber(a, 1) ? b : null;
          case DIVIDE -> isNumber(b, 1) ? a : null;
          case MAXIMUM, MINIMUM -> a == b ? a : null;
        };
    return simpler != null ? simpler : computedBeforeRepeated(operation);
  }

  private @Nullable Tensor sum(Tensor a, Tensor b) {
    if (isNumber(b, -0f) || isNumber(a, -0f)) {
      return isNumber(b, -0f) ? a : b;
    }
    Tensor minusA = negated(a);
    Tensor minusB = negated(b);
    if (minusB != null) {
      return make(new Binary(BinaryKind.SUBTRACT, a, minusB));
    }
    return minusA != null ? make(new Binary(BinaryKind.SUBTRACT, b, minusA)) : null;
  }

  private @Nullable Tensor difference(Tensor a, Tensor b) {
    Tensor minusB = negated(b);
    if (minusB != null) {
      return make(new Binary(BinaryKind.ADD, a, minusB));
    }
    return isNumber(b, 0) ? a : null;
  }

  @Override
  public Tensor visit(Compare operation) {
    Tensor a = operation.a();
    Tensor b = operation.b();
    // The gradient of a maximum: then the greater operand need not be kept for it.
    Tensor maximum = made.get(new Binary(BinaryKind.MAXIMUM, b, a));
    if (maximum != null && operation.kind() == CompareKind.LESS) {
      return make(new Compare(CompareKind.LESS, a, maximum));
    }
    return computedBeforeRepeated(operation);
  }

  @Override
  public Tensor visit(Select operation) {
    if (operation.a() == operation.b()) {
      return operation.a();
    }
    TensorData mask = number(operation.mask());
    if (mask != null) {
      return mask.values()[0] != 0 ? operation.a() : operation.b();
    }
    Tensor chosenBefore = chosenBeforeUnpooled(operation);
    return chosenBefore != null ? chosenBefore : computedBeforeRepeated(operation);
  }

  /**
   * Where the reverse of pooling a maximum is chosen by that maximum, chooses among the fewer
   * values that are put back: the gradient of a pooled rectifier. Then what is rectified serves as
   * keys.
   */
  private @Nullable Tensor chosenBeforeUnpooled(Select operation) {
    if (!(operation.a().operation() instanceof MaxUnpool2d unpool
        && operation.mask().operation() instanceof Compare compare
        && compare.kind() == CompareKind.LESS
        && compare.b() == unpool.keys()
        && isNumber(operation.b(), 0))) {
      return null;
    }
    Binary limited = limited(unpool.keys());
    if (limited == null || limited.b() != compare.a()) {
      return null;
    }
    Tensor x = limited.a();
    Tensor pooled = make(new MaxPool2d(x, x, unpool.window()));
    Tensor limit = sized(limited.b(), pooled.shape());
    Tensor largest = make(new Binary(BinaryKind.MAXIMUM, pooled, limit));
    Tensor mask = make(new Compare(CompareKind.LESS, limit, largest));
    Tensor zero = sized(operation.b(), pooled.shape());
    return make(new MaxUnpool2d(x, make(new Select(mask, unpool.y(), zero)), unpool.window()));
  }

  /** Returns x if the tensor is -x. */
  private static @Nullable Tensor negated(Tensor tensor) {
    return tensor.operation() instanceof Unary unary && unary.kind() == UnaryKind.NEGATE
        ? unary.x()
        : null;
  }

  /** Returns whether all elements of a tensor are known to be one number, bit by bit. */
  static boolean isNumber(Tensor tensor, float value) {
    TensorData number = number(tensor);
    return number != null
        && Float.floatToRawIntBits(number.values()[0]) == Float.floatToRawIntBits(value);
  }

  /** Returns the constant that all elements of the tensor are, as far as it is known. */
  private static @Nullable TensorData number(Tensor tensor) {
    Operation operation = tensor.operation();
    if (operation instanceof Broadcast broadcast) {
      operation = broadcast.x().operation();
    }
    return operation instanceof Constant constant && constant.value().values().length == 1
        ? constant.value()
        : null;
  }

  /** If all operands are repetitions of equally small tensors, repeats the result instead. */
  private Tensor computedBeforeRepeated(Primitive operation) {
    Shape small = Shape.scalar();
    for (Tensor input : operation.inputs()) {
      if (!(input.operation() instanceof Broadcast broadcast)) {
        return Tensor.of(operation);
      }
      Shape shape = broadcast.x().shape();
      if (shape.rank() > 0 && small.rank() > 0 && !shape.equals(small)) {
        return Tensor.of(operation);
      }
      small = shape.rank() > 0 ? shape : small;
    }
    List<Tensor> inputs = new ArrayList<>();
    for (Tensor input : operation.inputs()) {
      inputs.add(make(new Broadcast(((Broadcast) input.operation()).x(), small)));
    }
    return make(new Broadcast(make((Primitive) operation.withInputs(inputs)), operation.shape()));
  }

  // ---- Other sizes, the same elements -----------------------------------------------------------

  @Override
  public Tensor visit(Broadcast operation) {
    Tensor x = operation.x();
    Shape from = x.shape();
    Shape to = operation.shape();
    if (from.isBatched() == to.isBatched() && from.sampleElements() == to.sampleElements()) {
      return make(new Reshape(x, to));
    }
    if (from.rank() > 0 && from.isOne(0)) {
      return make(new Broadcast(make(new Reshape(x, from.without(List.of(0)))), to));
    }
    if (x.operation() instanceof Broadcast inner) {
      return make(new Broadcast(inner.x(), to));
    }
    return Tensor.of(operation);
  }

  @Override
  public Tensor visit(Reshape operation) {
    Tensor x = operation.x();
    Shape to = operation.shape();
    if (x.shape().equals(to)) {
      return x;
    }
    if (x.operation() instanceof Reshape inner) {
      return make(new Reshape(inner.x(), to));
    }
    if (x.operation() instanceof Broadcast broadcast && broadcast.x().shape().rank() == 0) {
      return make(new Broadcast(broadcast.x(), to));
    }
    if (x.operation() instanceof Constant constant) {
      return make(new Constant(TensorData.of(constant.value().values(), to)));
    }
    return Tensor.of(operation);
  }

  // ---- Other operations -------------------------------------------------------------------------

  /** Pools what a maximum is of first: then there are fewer maxima to compute. */
  @Override
  public Tensor visit(MaxPool2d operation) {
    Binary limited = limited(operation.keys());
    if (limited == null || operation.values() != operation.keys()) {
      return Tensor.of(operation);
    }
    Tensor x = limited.a();
    Tensor pooled = make(new MaxPool2d(x, x, operation.window()));
    Tensor limit = sized(limited.b(), pooled.shape());
    return make(new Binary(BinaryKind.MAXIMUM, pooled, limit));
  }

  /**
   * Returns how the tensor is the maximum of another one and of one known number, if it is. The
   * number is not -0, which pooling does not tell from 0.
   */
  private static @Nullable Binary limited(Tensor tensor) {
    return tensor.operation() instanceof Binary binary
            && binary.kind() == BinaryKind.MAXIMUM
            && number(binary.b()) != null
            && !isNumber(binary.b(), -0f)
        ? binary
        : null;
  }

  /** Returns the number that all elements of a tensor are, in another shape. */
  private Tensor sized(Tensor number, Shape shape) {
    Tensor one = make(new Constant(TensorData.scalar(requireNonNull(number(number)).values()[0])));
    return make(new Broadcast(one, shape));
  }

  @Override
  public Tensor visit(MatMul operation) {
    Tensor a = transposed(operation.a());
    Tensor b = transposed(operation.b());
    if (a == null && b == null) {
      return Tensor.of(operation);
    }
    return make(
        new MatMul(
            a != null ? a : operation.a(),
            b != null ? b : operation.b(),
            operation.transposeA() != (a != null),
            operation.transposeB() != (b != null)));
  }

  /** Returns x if the tensor is x with each matrix transposed. */
  private static @Nullable Tensor transposed(Tensor tensor) {
    if (!(tensor.operation() instanceof Transpose transpose)) {
      return null;
    }
    int rank = tensor.shape().rank();
    List<Integer> swapped = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
    Collections.swap(swapped, rank - 2, rank - 1);
    return transpose.order().equals(swapped) ? transpose.x() : null;
  }

  @Override
  public Tensor visit(Transpose operation) {
    List<Integer> order = operation.order();
    if (order.equals(order.stream().sorted().toList())) {
      return operation.x();
    }
    if (operation.x().operation() instanceof Transpose inner) {
      return make(
          new Transpose(inner.x(), order.stream().map(axis -> inner.order().get(axis)).toList()));
    }
    return Tensor.of(operation);
  }

  /** Splits a reduction along axes that do not follow each other: the last ones come first. */
  @Override
  public Tensor visit(Reduce operation) {
    List<Integer> axes = operation.axes();
    int split = axes.size() - 1;
    while (split > 0 && axes.get(split - 1) == axes.get(split) - 1) {
      split--;
    }
    if (split <= 0) {
      return Tensor.of(operation);
    }
    List<Integer> last = axes.subList(split, axes.size());
    Tensor partly = make(new Reduce(operation.kind(), operation.x(), last));
    return make(new Reduce(operation.kind(), partly, axes.subList(0, split)));
  }

  @Override
  public Tensor visit(Slice operation) {
    return operation.shape().equals(operation.x().shape()) ? operation.x() : Tensor.of(operation);
  }

  @Override
  public Tensor visit(Pad operation) {
    return operation.shape().equals(operation.x().shape()) ? operation.x() : Tensor.of(operation);
  }

  @Override
  public Tensor visit(Concat operation) {
    return operation.inputs().size() == 1 ? operation.inputs().get(0) : Tensor.of(operation);
  }
}
