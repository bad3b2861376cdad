package dev.ae4j.tensorflow.graph;

import dev.ae4j.graph.ElementType;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.Window;
import dev.ae4j.graph.op.BatchSize;
import dev.ae4j.graph.op.Binary;
import dev.ae4j.graph.op.BinaryKind;
import dev.ae4j.graph.op.Broadcast;
import dev.ae4j.graph.op.Compare;
import dev.ae4j.graph.op.Concat;
import dev.ae4j.graph.op.Constant;
import dev.ae4j.graph.op.Conv2d;
import dev.ae4j.graph.op.Conv2dFilterGradient;
import dev.ae4j.graph.op.Convert;
import dev.ae4j.graph.op.Gather;
import dev.ae4j.graph.op.Input;
import dev.ae4j.graph.op.MatMul;
import dev.ae4j.graph.op.MaxPool2d;
import dev.ae4j.graph.op.MaxUnpool2d;
import dev.ae4j.graph.op.Pad;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.graph.op.Primitive;
import dev.ae4j.graph.op.Random;
import dev.ae4j.graph.op.Reduce;
import dev.ae4j.graph.op.Reshape;
import dev.ae4j.graph.op.ScatterAdd;
import dev.ae4j.graph.op.Select;
import dev.ae4j.graph.op.Slice;
import dev.ae4j.graph.op.StopGradient;
import dev.ae4j.graph.op.Transpose;
import dev.ae4j.graph.op.TransposedConv2d;
import dev.ae4j.graph.op.Unary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.proto.DataType;

/** Makes nodes of primitives; each tensor is visited after those that it is computed from. */
final class Lowering implements Primitive.Visitor<Value> {
  private final GraphBuilder graph;
  private final Sources sources;
  private final Sizes sizes;
  private final Images images;
  private final Rows rows;
  private final boolean emptyBatch;
  private final Map<Tensor, Value> values = new HashMap<>();
  private final Map<Tensor, String> complete = new HashMap<>();

  /**
   * Creates a lowering.
   *
   * @param graph receives the nodes
   * @param sources inputs, parameters and random numbers
   * @param emptyBatch whether the nodes are run for empty batches only, and so may ask nothing of
   *     TensorFlow that it does not do then
   */
  Lowering(GraphBuilder graph, Sources sources, boolean emptyBatch) {
    this.graph = graph;
    this.sources = sources;
    this.sizes = sources.sizes();
    this.images = new Images(graph, sizes);
    this.rows = new Rows(graph);
    this.emptyBatch = emptyBatch;
  }

  /** Makes nodes that compute a tensor. */
  void add(Tensor tensor) {
    values.put(tensor, ((Primitive) tensor.operation()).accept(this));
  }

  /** Returns nothing but zeros, of any shape. */
  private Value zero() {
    return new Value(graph.constant(0), Shape.scalar());
  }

  private boolean isEmpty(Shape shape) {
    return shape.sampleElements() == 0 || (emptyBatch && shape.isBatched());
  }

  /** Returns what was made of a tensor. */
  private Value value(Tensor tensor) {
    Value value = values.get(tensor);
    if (value == null) {
      throw new IllegalStateException(tensor + " is used before it is lowered");
    }
    return value;
  }

  /** Returns the node that computes a tensor in its own shape. */
  String complete(Tensor tensor) {
    Value value = value(tensor);
    if (value.shape().equals(tensor.shape())) {
      return value.node();
    }
    return complete.computeIfAbsent(
        tensor,
        t ->
            graph
                .node("BroadcastTo")
                .inputs(value.node(), sizes.of(t.shape()))
                .type("T", DataType.DT_FLOAT)
                .type("Tidx", DataType.DT_INT32)
                .add());
  }

  @Override
  public Value visit(BatchSize operation) {
    String scalar = graph.apply("Reshape", DataType.DT_INT32, sizes.batchSize(), graph.ints());
    return new Value(graph.cast(scalar, DataType.DT_INT32, DataType.DT_FLOAT), Shape.scalar());
  }

  @Override
  public Value visit(Constant operation) {
    Shape shape = operation.shape();
    return new Value(graph.constant(operation.value().values(), Sizes.openLong(shape)), shape);
  }

  @Override
  public Value visit(Input operation) {
    return new Value(sources.input(operation), operation.shape());
  }

  @Override
  public Value visit(Parameter operation) {
    return new Value(sources.parameter(operation), operation.shape());
  }

  @Override
  public Value visit(StopGradient operation) {
    return value(operation.x());
  }

  @Override
  public Value visit(Broadcast operation) {
    return value(operation.x());
  }

  @Override
  public Value visit(Unary operation) {
    Value x = value(operation.x());
    return new Value(Elementwise.unary(graph, operation.kind(), x.node()), x.shape());
  }

  @Override
  public Value visit(Binary operation) {
    Value a = value(operation.a());
    Value b = value(operation.b());
    if (operation.kind() == BinaryKind.ADD && isBias(b.shape(), a.shape())) {
      return new Value(graph.apply("BiasAdd", a.node(), b.node()), a.shape());
    }
    Optional<Activations.Gradient> gradient = Activations.gradient(operation);
    if (gradient.isPresent()) {
      String result = complete(gradient.get().result());
      String upstream = complete(gradient.get().upstream());
      return new Value(
          graph.apply(gradient.get().operation(), result, upstream), operation.shape());
    }
    return new Value(Elementwise.binary(graph, operation.kind(), a.node(), b.node()), common(a, b));
  }

  /** Returns whether one vector is added to the last axis: TensorFlow fuses that with a product. */
  private static boolean isBias(Shape bias, Shape x) {
    return bias.rank() == 1
        && !bias.isBatched()
        && x.rank() > 1
        && bias.sameSize(0, x, x.rank() - 1);
  }

  @Override
  public Value visit(Compare operation) {
    Value a = value(operation.a());
    Value b = value(operation.b());
    String truth = Elementwise.compare(graph, operation.kind(), a.node(), b.node());
    return new Value(number(truth), common(a, b), truth);
  }

  @Override
  public Value visit(Select operation) {
    Value mask = value(operation.mask());
    Value a = value(operation.a());
    Value b = value(operation.b());
    String known = mask.truth();
    String truth = known != null ? known : graph.apply("NotEqual", mask.node(), graph.constant(0));
    boolean sameShapes = mask.shape().equals(a.shape()) && mask.shape().equals(b.shape());
    String node;
    if (Activations.isConstant(operation.b(), 0)) {
      node = graph.apply("MulNoNan", a.node(), number(truth));
    } else if (Activations.isConstant(operation.a(), 0)) {
      node =
          graph.apply("MulNoNan", b.node(), number(graph.node("LogicalNot").inputs(truth).add()));
    } else {
      node = graph.apply(sameShapes ? "Select" : "SelectV2", truth, a.node(), b.node());
    }
    return new Value(node, common(mask, new Value(node, common(a, b))));
  }

  /** Returns ones and zeros for truths. */
  private String number(String truth) {
    return graph.cast(truth, DataType.DT_BOOL, DataType.DT_FLOAT);
  }

  /** Returns the shape of an element-wise operation on values that broadcast to one shape. */
  private static Shape common(Value a, Value b) {
    return a.shape().broadcastWith(b.shape()).orElseThrow();
  }

  @Override
  public Value visit(Reduce operation) {
    return new Value(Reductions.add(graph, operation, complete(operation.x())), operation.shape());
  }

  @Override
  public Value visit(MatMul operation) {
    boolean one = operation.shape().rank() == 2;
    String node =
        graph
            .node(one ? "MatMul" : "BatchMatMulV2")
            .inputs(complete(operation.a()), complete(operation.b()))
            .flag(one ? "transpose_a" : "adj_x", operation.transposeA())
            .flag(one ? "transpose_b" : "adj_y", operation.transposeB())
            .type("T", DataType.DT_FLOAT)
            .add();
    return new Value(node, operation.shape());
  }

  @Override
  public Value visit(Conv2d operation) {
    if (isEmpty(operation.x().shape()) || isEmpty(operation.shape())) {
      return zero();
    }
    Tensor x = operation.x();
    String node =
        images.convolve(complete(x), x.shape(), complete(operation.filter()), operation.window());
    return new Value(node, operation.shape());
  }

  @Override
  public Value visit(TransposedConv2d operation) {
    if (isEmpty(operation.y().shape()) || isEmpty(operation.shape())) {
      return zero();
    }
    Tensor filter = operation.filter();
    String node =
        images.transposed(
            complete(operation.y()),
            operation.shape(),
            complete(filter),
            filter.shape(),
            operation.window());
    return new Value(node, operation.shape());
  }

  @Override
  public Value visit(Conv2dFilterGradient operation) {
    if (isEmpty(operation.x().shape()) || isEmpty(operation.y().shape())) {
      return zero();
    }
    Tensor x = operation.x();
    String node =
        images.filterGradient(
            complete(x), x.shape(), complete(operation.y()), operation.shape(), operation.window());
    return new Value(node, operation.shape());
  }

  @Override
  public Value visit(MaxPool2d operation) {
    if (isEmpty(operation.shape())) {
      return zero();
    }
    Tensor keys = operation.keys();
    Window window = operation.window();
    String node =
        operation.values() == keys
            ? images.maximum(complete(keys), keys.shape(), window)
            : images.chosen(complete(keys), complete(operation.values()), keys.shape(), window);
    return new Value(node, operation.shape());
  }

  @Override
  public Value visit(MaxUnpool2d operation) {
    if (isEmpty(operation.shape())) {
      return zero();
    }
    String node =
        images.spread(
            complete(operation.keys()),
            complete(operation.y()),
            operation.shape(),
            operation.window());
    return new Value(node, operation.shape());
  }

  @Override
  public Value visit(Gather operation) {
    Tensor table = operation.table();
    Tensor indices = operation.indices();
    if (table.shape().size(0) == 0) {
      return zero();
    }
    String node = rows.gather(complete(table), table.shape(), complete(indices), indices.shape());
    return new Value(node, operation.shape());
  }

  @Override
  public Value visit(ScatterAdd operation) {
    String node =
        rows.scatterAdd(
            complete(operation.indices()), complete(operation.values()), operation.rows());
    return new Value(node, operation.shape());
  }

  /** Whole numbers are computed as float numbers, which hold their range exactly. */
  @Override
  public Value visit(Convert operation) {
    Value x = value(operation.x());
    return operation.type() == ElementType.INT32
        ? new Value(Elementwise.truncate(graph, x.node()), x.shape())
        : x;
  }

  @Override
  public Value visit(Random operation) {
    return new Value(sources.random(operation), operation.shape());
  }

  @Override
  public Value visit(Reshape operation) {
    String node =
        graph
            .node("Reshape")
            .inputs(complete(operation.x()), sizes.forReshape(operation.shape()))
            .type("T", DataType.DT_FLOAT)
            .type("Tshape", DataType.DT_INT32)
            .add();
    return new Value(node, operation.shape());
  }

  @Override
  public Value visit(Transpose operation) {
    String node =
        graph
            .node("Transpose")
            .inputs(complete(operation.x()), graph.ints(ints(operation.order())))
            .type("T", DataType.DT_FLOAT)
            .type("Tperm", DataType.DT_INT32)
            .add();
    return new Value(node, operation.shape());
  }

  @Override
  public Value visit(Slice operation) {
    int[] begin = new int[operation.shape().rank()];
    begin[operation.axis()] = operation.start();
    String node =
        graph.slice(
            complete(operation.x()), graph.ints(begin), graph.ints(Sizes.open(operation.shape())));
    return new Value(node, operation.shape());
  }

  @Override
  public Value visit(Pad operation) {
    int[] before = new int[operation.shape().rank()];
    int[] after = before.clone();
    before[operation.axis()] = operation.before();
    after[operation.axis()] = operation.after();
    return new Value(graph.pad(complete(operation.x()), before, after, 0), operation.shape());
  }

  @Override
  public Value visit(Concat operation) {
    String[] parts = operation.inputs().stream().map(this::complete).toArray(String[]::new);
    // TensorFlow refuses to concatenate a single tensor
    String node =
        parts.length == 1 ? parts[0] : graph.concat(DataType.DT_FLOAT, operation.axis(), parts);
    return new Value(node, operation.shape());
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }
}
