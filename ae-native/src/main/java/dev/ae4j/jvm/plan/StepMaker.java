package dev.ae4j.jvm.plan;

import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Broadcast;
import dev.ae4j.graph.op.Concat;
import dev.ae4j.graph.op.Pad;
import dev.ae4j.graph.op.Primitive;
import dev.ae4j.graph.op.Reduce;
import dev.ae4j.graph.op.Slice;
import dev.ae4j.graph.op.Transpose;
import dev.ae4j.jvm.kernel.MatrixProduct;
import dev.ae4j.jvm.kernel.Workspace;
import dev.ae4j.jvm.step.Buffer;
import dev.ae4j.jvm.step.CopyStep;
import dev.ae4j.jvm.step.CopyStep.Part;
import dev.ae4j.jvm.step.Engine;
import dev.ae4j.jvm.step.MatMulStep;
import dev.ae4j.jvm.step.ReduceStep;
import dev.ae4j.jvm.step.Step;
import dev.ae4j.jvm.step.StridedCopy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the steps of groups that are not element-wise. */
final class StepMaker extends PartialVisitor<Step> {
  private final Graph graph;
  private final Placement placement;
  private final Engine engine;
  private final Workspace workspace;
  private final Buffer result;

  private StepMaker(
      Graph graph, Placement placement, Engine engine, Workspace workspace, Buffer result) {
    this.graph = graph;
    this.placement = placement;
    this.engine = engine;
    this.workspace = workspace;
    this.result = result;
  }

  /** Returns the step that computes a tensor. */
  static Step make(
      Tensor tensor, Graph graph, Placement placement, Engine engine, Workspace workspace) {
    StepMaker maker = new StepMaker(graph, placement, engine, workspace, placement.buffer(tensor));
    Graph.Product product = graph.product(tensor);
    return product != null
        ? maker.product(product)
        : ((Primitive) tensor.operation()).accept(maker);
  }

  private Step product(Graph.Product product) {
    Tensor a = product.matMul().a();
    Tensor b = product.matMul().b();
    boolean transposeA = product.matMul().transposeA();
    boolean transposeB = product.matMul().transposeB();
    int[] left = graph.sizes().of(a);
    int[] right = graph.sizes().of(b);
    MatrixProduct.Shape shape =
        MatrixProduct.Shape.of(
            left[transposeA ? 1 : 0],
            right[transposeB ? 0 : 1],
            left[transposeA ? 0 : 1],
            transposeA,
            transposeB);
    @Nullable Buffer bias = product.bias() == null ? null : operand(product.bias());
    return new MatMulStep(engine, workspace, shape, operand(a), operand(b), bias, result);
  }

  @Override
  public Step visit(Reduce operation) {
    ReducedAxis axis = ReducedAxis.of(operation, graph.sizes());
    return new ReduceStep(
        engine,
        operation.kind(),
        operand(operation.x()),
        axis.outer(),
        axis.reduced(),
        axis.inner(),
        result);
  }

  @Override
  public Step visit(Broadcast operation) {
    int[] from = graph.sizes().of(operation.x());
    int[] to = operation.shape().withBatch(graph.sizes().batchSize()).sampleSizes();
    return copy(new Part(operand(operation.x()), StridedCopy.repetition(from, to)));
  }

  @Override
  public Step visit(Transpose operation) {
    int[] order = operation.order().stream().mapToInt(axis -> axis).toArray();
    int[] sizes = graph.sizes().of(operation.x());
    return copy(new Part(operand(operation.x()), StridedCopy.transposition(sizes, order)));
  }

  // A tensor is a matrix whose rows are the positions before an axis: a part of the axis is then
  // some neighbouring columns.

  @Override
  public Step visit(Slice operation) {
    int[] sizes = graph.sizes().of(operation.x());
    int rows = Sizes.product(sizes, 0, operation.axis());
    int columns = Sizes.product(sizes, operation.axis(), sizes.length);
    int unit = Sizes.product(sizes, operation.axis() + 1, sizes.length);
    int kept = operation.size() * unit;
    return copy(
        new Part(
            operand(operation.x()),
            StridedCopy.matrix(rows, kept, operation.start() * unit, columns, 0, kept)));
  }

  @Override
  public Step visit(Pad operation) {
    int[] sizes = graph.sizes().of(operation.x());
    int rows = Sizes.product(sizes, 0, operation.axis());
    int columns = Sizes.product(sizes, operation.axis(), sizes.length);
    int unit = Sizes.product(sizes, operation.axis() + 1, sizes.length);
    int before = operation.before() * unit;
    int after = operation.after() * unit;
    int all = before + columns + after;
    Buffer zero = new Buffer(new float[1]);
    return copy(
        new Part(zero, StridedCopy.filling(rows, before, 0, all)),
        new Part(
            operand(operation.x()), StridedCopy.matrix(rows, columns, 0, columns, before, all)),
        new Part(zero, StridedCopy.filling(rows, after, before + columns, all)));
  }

  @Override
  public Step visit(Concat operation) {
    List<Part> parts = new ArrayList<>();
    int all = 0;
    for (Tensor input : operation.inputs()) {
      all += columns(input, operation.axis());
    }
    int offset = 0;
    for (Tensor input : operation.inputs()) {
      int rows = Sizes.product(graph.sizes().of(input), 0, operation.axis());
      int columns = columns(input, operation.axis());
      parts.add(
          new Part(operand(input), StridedCopy.matrix(rows, columns, 0, columns, offset, all)));
      offset += columns;
    }
    return new CopyStep(engine, parts, result);
  }

  private int columns(Tensor tensor, int axis) {
    int[] sizes = graph.sizes().of(tensor);
    return Sizes.product(sizes, axis, sizes.length);
  }

  @Override
  Step visitOther(Primitive operation) {
    throw new IllegalStateException(operation.name() + " is not computed by a step of its own");
  }

  private Step copy(Part... parts) {
    return new CopyStep(engine, List.of(parts), result);
  }

  private Buffer operand(Tensor tensor) {
    return placement.buffer(graph.origin(tensor));
  }
}
