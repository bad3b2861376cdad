package dev.ae4j.jvm.plan;

import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.Window;
import dev.ae4j.graph.op.Broadcast;
import dev.ae4j.graph.op.Concat;
import dev.ae4j.graph.op.Conv2d;
import dev.ae4j.graph.op.Conv2dFilterGradient;
import dev.ae4j.graph.op.Gather;
import dev.ae4j.graph.op.MatMul;
import dev.ae4j.graph.op.MaxPool2d;
import dev.ae4j.graph.op.MaxUnpool2d;
import dev.ae4j.graph.op.Pad;
import dev.ae4j.graph.op.Primitive;
import dev.ae4j.graph.op.Reduce;
import dev.ae4j.graph.op.ScatterAdd;
import dev.ae4j.graph.op.Slice;
import dev.ae4j.graph.op.Transpose;
import dev.ae4j.graph.op.TransposedConv2d;
import dev.ae4j.jvm.kernel.MatrixProduct;
import dev.ae4j.jvm.kernel.Workspace;
import dev.ae4j.jvm.step.Buffer;
import dev.ae4j.jvm.step.ConvolutionStep;
import dev.ae4j.jvm.step.CopyStep;
import dev.ae4j.jvm.step.CopyStep.Part;
import dev.ae4j.jvm.step.Engine;
import dev.ae4j.jvm.step.FilterGradientStep;
import dev.ae4j.jvm.step.GatherStep;
import dev.ae4j.jvm.step.MatMulStep;
import dev.ae4j.jvm.step.Partials;
import dev.ae4j.jvm.step.PoolStep;
import dev.ae4j.jvm.step.ReduceStep;
import dev.ae4j.jvm.step.ScatterAddStep;
import dev.ae4j.jvm.step.Step;
import dev.ae4j.jvm.step.StridedCopy;
import dev.ae4j.jvm.step.Windows;
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
  private final Partials partials;
  private @Nullable Buffer bias;

  private StepMaker(
      Graph graph,
      Placement placement,
      Engine engine,
      Workspace workspace,
      Buffer result,
      Partials partials) {
    this.graph = graph;
    this.placement = placement;
    this.engine = engine;
    this.workspace = workspace;
    this.result = result;
    this.partials = partials;
  }

  /**
   * Returns the step that computes a tensor.
   *
   * @param partials what steps that compute it together share
   */
  static Step make(
      Tensor tensor,
      Graph graph,
      Placement placement,
      Engine engine,
      Workspace workspace,
      Partials partials) {
    Buffer result = placement.buffer(tensor);
    StepMaker maker = new StepMaker(graph, placement, engine, workspace, result, partials);
    Graph.Product product = graph.product(tensor);
    if (product != null) {
      maker.bias = product.bias() == null ? null : maker.operand(product.bias());
      return product.operation().accept(maker);
    }
    return ((Primitive) tensor.operation()).accept(maker);
  }

  // ---- Products, with a bias --------------------------------------------------------------------

  @Override
  public Step visit(MatMul operation) {
    int[] left = graph.sizes().of(operation.a());
    int[] right = graph.sizes().of(operation.b());
    int row = left.length - 2;
    boolean transposeA = operation.transposeA();
    boolean transposeB = operation.transposeB();
    MatrixProduct.Shape shape =
        MatrixProduct.Shape.of(
            left[transposeA ? row + 1 : row],
            right[transposeB ? row : row + 1],
            left[transposeA ? row : row + 1],
            transposeA,
            transposeB);
    int count = Sizes.product(left, 0, row);
    return product(count, shape, operation.a(), operation.b());
  }

  private Step product(int count, MatrixProduct.Shape shape, Tensor a, Tensor b) {
    return new MatMulStep(engine, workspace, count, shape, operand(a), operand(b), bias, result);
  }

  @Override
  public Step visit(Conv2d operation) {
    Tensor x = operation.x();
    Tensor filter = operation.filter();
    ConvolutionStep.Sizes sizes = sizes(x, operation.shape());
    if (isProduct(operation.window())) {
      return product(1, shape(sizes, false), x, filter);
    }
    return ConvolutionStep.convolution(
        engine, workspace, sizes, operation.window(), operand(x), operand(filter), bias, result);
  }

  @Override
  public Step visit(TransposedConv2d operation) {
    Tensor y = operation.y();
    Tensor filter = operation.filter();
    ConvolutionStep.Sizes sizes = sizes(y, operation.shape());
    if (isProduct(operation.window())) {
      return product(1, shape(sizes, true), y, filter);
    }
    return ConvolutionStep.transposed(
        engine, workspace, sizes, operation.window(), operand(y), operand(filter), bias, result);
  }

  /** Returns whether a convolution multiplies each element of the images by one matrix. */
  static boolean isProduct(Window window) {
    return window.equals(Window.of(1, 1));
  }

  private static MatrixProduct.Shape shape(ConvolutionStep.Sizes sizes, boolean transposeB) {
    int positions = sizes.images() * sizes.height() * sizes.width();
    return MatrixProduct.Shape.of(
        positions, sizes.toChannels(), sizes.channels(), false, transposeB);
  }

  private ConvolutionStep.Sizes sizes(Tensor from, Shape to) {
    int[] in = graph.sizes().of(from);
    int[] out = to.withBatch(graph.sizes().batchSize()).sampleSizes();
    return new ConvolutionStep.Sizes(in[0], in[1], in[2], in[3], out[1], out[2], out[3]);
  }

  // ---- Other operations -------------------------------------------------------------------------

  @Override
  public Step visit(Conv2dFilterGradient operation) {
    return new FilterGradientStep(
        engine,
        workspace,
        sizes(operation.x(), operation.y().shape()),
        operation.window(),
        operand(operation.x()),
        operand(operation.y()),
        result,
        partials);
  }

  @Override
  public Step visit(MaxPool2d operation) {
    Windows windows = windows(operation.keys(), operation.window());
    Buffer keys = operand(operation.keys());
    return new PoolStep(engine, windows, keys, operand(operation.values()), result, false);
  }

  @Override
  public Step visit(MaxUnpool2d operation) {
    Windows windows = windows(operation.keys(), operation.window());
    Buffer keys = operand(operation.keys());
    return new PoolStep(engine, windows, keys, result, operand(operation.y()), true);
  }

  private Windows windows(Tensor images, Window window) {
    int[] sizes = graph.sizes().of(images);
    return Windows.convolution(sizes[0], sizes[1], sizes[2], sizes[3], window);
  }

  @Override
  public Step visit(Gather operation) {
    int[] table = graph.sizes().of(operation.table());
    return new GatherStep(
        engine,
        operand(operation.table()),
        table[0],
        Sizes.product(table, 1, table.length),
        operand(operation.indices()),
        graph.sizes().elements(operation.indices()),
        result);
  }

  @Override
  public Step visit(ScatterAdd operation) {
    int[] table = operation.shape().sampleSizes();
    return new ScatterAddStep(
        engine,
        operand(operation.indices()),
        operand(operation.values()),
        graph.sizes().elements(operation.indices()),
        Sizes.product(table, 1, table.length),
        result,
        table[0]);
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
        result,
        partials);
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
