package dev.ae4j.jvm.plan;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Binary;
import dev.ae4j.graph.op.Compare;
import dev.ae4j.graph.op.Constant;
import dev.ae4j.graph.op.Primitive;
import dev.ae4j.graph.op.Select;
import dev.ae4j.graph.op.Unary;
import dev.ae4j.jvm.kernel.Kernels;
import java.util.List;
import java.util.Optional;

/** Computes element-wise functions of constants ahead of time, with the kernels of run time. */
final class ConstantFolder extends PartialVisitor<Optional<Tensor>> {
  private final Kernels kernels;

  ConstantFolder(Kernels kernels) {
    this.kernels = kernels;
  }

  /** Returns the result of an operation, or nothing if it is not known ahead of time. */
  Optional<Tensor> fold(Primitive operation) {
    List<Tensor> inputs = operation.inputs();
    boolean known =
        !inputs.isEmpty()
            && inputs.stream().allMatch(input -> input.operation() instanceof Constant);
    return known ? operation.accept(this) : Optional.empty();
  }

  @Override
  public Optional<Tensor> visit(Unary operation) {
    float[] x = values(operation.x());
    kernels.unary(operation.kind(), x, 0, x, 0, x.length);
    return constant(operation.shape(), x);
  }

  @Override
  public Optional<Tensor> visit(Binary operation) {
    float[] a = values(operation.a());
    float[] b = values(operation.b());
    kernels.binary(operation.kind(), a, 0, b, 0, a, 0, a.length);
    return constant(operation.shape(), a);
  }

  @Override
  public Optional<Tensor> visit(Compare operation) {
    float[] a = values(operation.a());
    float[] b = values(operation.b());
    kernels.compare(operation.kind(), a, 0, b, 0, a, 0, a.length);
    return constant(operation.shape(), a);
  }

  @Override
  public Optional<Tensor> visit(Select operation) {
    float[] mask = values(operation.mask());
    float[] a = values(operation.a());
    float[] b = values(operation.b());
    kernels.select(mask, 0, a, 0, b, 0, a, 0, a.length);
    return constant(operation.shape(), a);
  }

  @Override
  Optional<Tensor> visitOther(Primitive operation) {
    return Optional.empty();
  }

  /** Returns a copy of the values of a constant. */
  private static float[] values(Tensor constant) {
    return ((Constant) constant.operation()).value().values().clone();
  }

  private static Optional<Tensor> constant(Shape shape, float[] values) {
    return Optional.of(Tensor.constant(TensorData.of(values, shape)));
  }
}
