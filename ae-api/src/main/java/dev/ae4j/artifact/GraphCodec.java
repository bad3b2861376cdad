package dev.ae4j.artifact;

import dev.ae4j.DataException;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.ElementType;
import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.Window;
import dev.ae4j.graph.op.BatchSize;
import dev.ae4j.graph.op.Binary;
import dev.ae4j.graph.op.BinaryKind;
import dev.ae4j.graph.op.Broadcast;
import dev.ae4j.graph.op.Compare;
import dev.ae4j.graph.op.CompareKind;
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
import dev.ae4j.graph.op.Operation;
import dev.ae4j.graph.op.Pad;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.graph.op.Primitive;
import dev.ae4j.graph.op.Random;
import dev.ae4j.graph.op.Reduce;
import dev.ae4j.graph.op.ReduceKind;
import dev.ae4j.graph.op.Reshape;
import dev.ae4j.graph.op.ScatterAdd;
import dev.ae4j.graph.op.Select;
import dev.ae4j.graph.op.Slice;
import dev.ae4j.graph.op.Softmax;
import dev.ae4j.graph.op.StopGradient;
import dev.ae4j.graph.op.Transpose;
import dev.ae4j.graph.op.TransposedConv2d;
import dev.ae4j.graph.op.Unary;
import dev.ae4j.graph.op.UnaryKind;
import dev.ae4j.internal.json.JsonArray;
import dev.ae4j.internal.json.JsonObject;
import dev.ae4j.internal.json.JsonValue;
import dev.ae4j.internal.json.JsonWriter;
import dev.ae4j.internal.json.OneLine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * Programs without updates as JSON: the operations in an order in which each comes after its
 * inputs, and the outputs by name. {@code docs/model-file.md} specifies it.
 *
 * <p>Custom composites are replaced by their lowering, so that a graph needs no plug-in.
 */
final class GraphCodec {
  private static final int MAX_NODES = 100_000;

  /** The most elements of a constant; more would not fit into the header of a model file. */
  private static final int MAX_CONSTANT = 1 << 22;

  private static final String NEWER = ". Maybe the file needs a newer version of AE4J";

  private static final Primitive.Visitor<JsonObject.Builder> WRITER = new Writer();

  /** How operations are read, by name. A file chooses from this table and from nothing else. */
  private static final Map<String, Function<Node, Operation>> READERS =
      Map.ofEntries(
          Map.entry("batchSize", node -> new BatchSize()),
          Map.entry(
              "binary",
              node -> new Binary(node.kind(BinaryKind.values()), node.input(0), node.input(1))),
          Map.entry("broadcast", node -> new Broadcast(node.input(0), node.shape())),
          Map.entry(
              "compare",
              node -> new Compare(node.kind(CompareKind.values()), node.input(0), node.input(1))),
          Map.entry("concat", node -> new Concat(node.someInputs(), node.integer("axis"))),
          Map.entry("constant", node -> new Constant(node.data())),
          Map.entry("conv2d", node -> new Conv2d(node.input(0), node.input(1), node.window())),
          Map.entry(
              "conv2dFilterGradient",
              node -> new Conv2dFilterGradient(node.input(0), node.input(1), node.window())),
          Map.entry("convert", node -> new Convert(node.input(0), node.kind(ElementType.values()))),
          Map.entry("gather", node -> new Gather(node.input(0), node.input(1))),
          Map.entry("input", node -> new Input(node.text("name"), node.shape())),
          Map.entry(
              "matMul",
              node ->
                  new MatMul(
                      node.input(0),
                      node.input(1),
                      node.bool("transposeA"),
                      node.bool("transposeB"))),
          Map.entry(
              "maxPool2d", node -> new MaxPool2d(node.input(0), node.input(1), node.window())),
          Map.entry(
              "maxUnpool2d", node -> new MaxUnpool2d(node.input(0), node.input(1), node.window())),
          Map.entry(
              "pad",
              node ->
                  new Pad(
                      node.input(0),
                      node.integer("axis"),
                      node.integer("before"),
                      node.integer("after"))),
          Map.entry("parameter", node -> new Parameter(node.text("name"), node.shape())),
          Map.entry(
              "random",
              node ->
                  new Random(
                      node.kind(Random.Distribution.values()),
                      node.shape(),
                      node.integer("stream"))),
          Map.entry(
              "reduce",
              node -> new Reduce(node.kind(ReduceKind.values()), node.input(0), node.someAxes())),
          Map.entry("reshape", node -> new Reshape(node.input(0), node.shape())),
          Map.entry(
              "scatterAdd",
              node -> new ScatterAdd(node.input(0), node.input(1), node.integer("rows"))),
          Map.entry("select", node -> new Select(node.input(0), node.input(1), node.input(2))),
          Map.entry(
              "slice",
              node ->
                  new Slice(
                      node.input(0),
                      node.integer("axis"),
                      node.integer("start"),
                      node.integer("size"))),
          Map.entry("softmax", node -> new Softmax(node.input(0))),
          Map.entry("stopGradient", node -> new StopGradient(node.input(0))),
          Map.entry("transpose", node -> new Transpose(node.input(0), node.integers("order"))),
          Map.entry(
              "transposedConv2d",
              node ->
                  new TransposedConv2d(
                      node.input(0),
                      node.input(1),
                      node.window(),
                      node.integer("height"),
                      node.integer("width"))),
          Map.entry("unary", node -> new Unary(node.kind(UnaryKind.values()), node.input(0))));

  private GraphCodec() {}

  /**
   * Returns a program as JSON; the same program always gives the same JSON.
   *
   * @throws DataException if the program updates parameters or has a constant that is too large
   */
  static JsonObject write(Program program) {
    if (!program.updates().isEmpty()) {
      throw new DataException("it updates parameters; only graphs that do not can be saved");
    }
    Program lowered = program.lowered(composite -> composite instanceof Softmax);
    Map<Tensor, Integer> indices = new HashMap<>();
    List<JsonValue> nodes = new ArrayList<>();
    for (Tensor tensor : lowered.tensors()) {
      Operation operation = tensor.operation();
      nodes.add(write(operation, operation.inputs().stream().map(indices::get).toList()));
      indices.put(tensor, indices.size());
    }
    JsonObject.Builder outputs = JsonObject.builder();
    for (Map.Entry<String, Tensor> output : lowered.outputs().entrySet()) {
      outputs.put(output.getKey(), Objects.requireNonNull(indices.get(output.getValue())));
    }
    return JsonObject.builder()
        .put("nodes", new JsonArray(nodes))
        .put("outputs", outputs.build())
        .build();
  }

  private static JsonObject write(Operation operation, List<Integer> inputs) {
    JsonObject.Builder node =
        operation instanceof Primitive primitive ? primitive.accept(WRITER) : node("softmax");
    return inputs.isEmpty() ? node.build() : node.put("inputs", JsonArray.of(inputs)).build();
  }

  private static JsonObject.Builder node(String operation) {
    return JsonObject.builder().put("op", operation);
  }

  /**
   * Returns the program that some JSON stands for.
   *
   * @throws DataException if it stands for none
   */
  static Program read(JsonObject graph) {
    graph.allowOnly(Set.of("nodes", "outputs"));
    List<JsonValue> nodes = graph.array("nodes").values();
    if (nodes.size() > MAX_NODES) {
      throw new DataException(
          "it has " + nodes.size() + " nodes; at most " + MAX_NODES + " are possible");
    }
    List<Tensor> tensors = new ArrayList<>(nodes.size());
    for (JsonValue node : nodes) {
      try {
        tensors.add(readNode(node, tensors));
      } catch (DataException | ShapeException e) {
        throw new DataException("node " + tensors.size() + ": " + e.getMessage(), e);
      }
    }
    Program program = withOutputs(graph.object("outputs"), tensors);
    if (program.tensors().size() < nodes.size()) {
      throw new DataException(
          "it has "
              + nodes.size()
              + " nodes, but its outputs are computed from "
              + program.tensors().size());
    }
    return program;
  }

  private static Tensor readNode(JsonValue value, List<Tensor> earlier) {
    JsonObject json = value.asObject();
    String name = json.text("op");
    Function<Node, Operation> reader = READERS.get(name);
    if (reader == null) {
      throw new DataException("the operation '" + OneLine.of(name) + "' is unknown" + NEWER);
    }
    List<Integer> indices = json.has("inputs") ? json.array("inputs").integers() : List.of();
    List<Tensor> inputs = new ArrayList<>(indices.size());
    for (int index : indices) {
      inputs.add(at(index, earlier));
    }
    Operation operation = reader.apply(new Node(json, inputs));
    Tensor tensor = Tensor.of(operation);
    // Operations do not all check that the sizes of their result multiply to an int
    Shape.of(tensor.shape().sampleSizes());
    // Nothing that would be lost: no further members, inputs or ways to write the same
    JsonObject expected = write(operation, indices.subList(0, operation.inputs().size()));
    if (!json.equals(expected)) {
      throw new DataException(
          "it is "
              + OneLine.of(JsonWriter.write(json))
              + ", not "
              + OneLine.of(JsonWriter.write(expected))
              + NEWER);
    }
    return tensor;
  }

  private static Tensor at(int index, List<Tensor> tensors) {
    if (index < 0 || index >= tensors.size()) {
      throw new DataException(
          "node " + index + " is not one of the " + tensors.size() + " nodes before");
    }
    return tensors.get(index);
  }

  private static Program withOutputs(JsonObject outputs, List<Tensor> tensors) {
    try {
      Program.Builder program = Program.builder();
      for (String name : outputs.members().keySet()) {
        program.output(name, at(outputs.integer(name), tensors));
      }
      return program.build();
    } catch (DataException | ShapeException e) {
      throw new DataException("outputs: " + e.getMessage(), e);
    }
  }

  private static String nameOf(Enum<?> kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** Lists the attributes of operations. */
  private static final class Writer implements Primitive.Visitor<JsonObject.Builder> {
    @Override
    public JsonObject.Builder visit(BatchSize operation) {
      return node("batchSize");
    }

    @Override
    public JsonObject.Builder visit(Binary operation) {
      return node("binary").put("kind", nameOf(operation.kind()));
    }

    @Override
    public JsonObject.Builder visit(Broadcast operation) {
      return node("broadcast").put("shape", ShapeCodec.write(operation.shape()));
    }

    @Override
    public JsonObject.Builder visit(Compare operation) {
      return node("compare").put("kind", nameOf(operation.kind()));
    }

    @Override
    public JsonObject.Builder visit(Concat operation) {
      return node("concat").put("axis", operation.axis());
    }

    @Override
    public JsonObject.Builder visit(Constant operation) {
      float[] values = operation.value().values();
      if (values.length > MAX_CONSTANT) {
        throw new DataException(
            "a constant has "
                + values.length
                + " elements; at most "
                + MAX_CONSTANT
                + " can be saved. Maybe make it a parameter");
      }
      byte[] bytes = new byte[values.length * Float.BYTES];
      littleEndian(bytes).asFloatBuffer().put(values);
      return node("constant")
          .put("shape", ShapeCodec.write(operation.shape()))
          .put("data", Base64.getEncoder().encodeToString(bytes));
    }

    @Override
    public JsonObject.Builder visit(Conv2d operation) {
      return window(node("conv2d"), operation.window());
    }

    @Override
    public JsonObject.Builder visit(Conv2dFilterGradient operation) {
      return window(node("conv2dFilterGradient"), operation.window());
    }

    @Override
    public JsonObject.Builder visit(Convert operation) {
      return node("convert").put("kind", nameOf(operation.type()));
    }

    @Override
    public JsonObject.Builder visit(Gather operation) {
      return node("gather");
    }

    @Override
    public JsonObject.Builder visit(Input operation) {
      return node("input")
          .put("name", operation.name())
          .put("shape", ShapeCodec.write(operation.shape()));
    }

    @Override
    public JsonObject.Builder visit(MatMul operation) {
      return node("matMul")
          .put("transposeA", operation.transposeA())
          .put("transposeB", operation.transposeB());
    }

    @Override
    public JsonObject.Builder visit(MaxPool2d operation) {
      return window(node("maxPool2d"), operation.window());
    }

    @Override
    public JsonObject.Builder visit(MaxUnpool2d operation) {
      return window(node("maxUnpool2d"), operation.window());
    }

    @Override
    public JsonObject.Builder visit(Pad operation) {
      return node("pad")
          .put("axis", operation.axis())
          .put("before", operation.before())
          .put("after", operation.after());
    }

    @Override
    public JsonObject.Builder visit(Parameter operation) {
      return node("parameter")
          .put("name", operation.name())
          .put("shape", ShapeCodec.write(operation.shape()));
    }

    @Override
    public JsonObject.Builder visit(Random operation) {
      return node("random")
          .put("kind", nameOf(operation.distribution()))
          .put("shape", ShapeCodec.write(operation.shape()))
          .put("stream", operation.stream());
    }

    @Override
    public JsonObject.Builder visit(Reduce operation) {
      return node("reduce")
          .put("kind", nameOf(operation.kind()))
          .put("axes", JsonArray.of(operation.axes()));
    }

    @Override
    public JsonObject.Builder visit(Reshape operation) {
      return node("reshape").put("shape", ShapeCodec.write(operation.shape()));
    }

    @Override
    public JsonObject.Builder visit(ScatterAdd operation) {
      return node("scatterAdd").put("rows", operation.rows());
    }

    @Override
    public JsonObject.Builder visit(Select operation) {
      return node("select");
    }

    @Override
    public JsonObject.Builder visit(Slice operation) {
      return node("slice")
          .put("axis", operation.axis())
          .put("start", operation.start())
          .put("size", operation.size());
    }

    @Override
    public JsonObject.Builder visit(StopGradient operation) {
      return node("stopGradient");
    }

    @Override
    public JsonObject.Builder visit(Transpose operation) {
      return node("transpose").put("order", JsonArray.of(operation.order()));
    }

    @Override
    public JsonObject.Builder visit(TransposedConv2d operation) {
      return window(node("transposedConv2d"), operation.window())
          .put("height", operation.height())
          .put("width", operation.width());
    }

    @Override
    public JsonObject.Builder visit(Unary operation) {
      return node("unary").put("kind", nameOf(operation.kind()));
    }

    private static JsonObject.Builder window(JsonObject.Builder node, Window window) {
      return node.put("size", JsonArray.of(List.of(window.height(), window.width())))
          .put("stride", JsonArray.of(List.of(window.strideY(), window.strideX())))
          .put("dilation", JsonArray.of(List.of(window.dilationY(), window.dilationX())))
          .put(
              "padding",
              JsonArray.of(List.of(window.top(), window.bottom(), window.left(), window.right())));
    }
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A node as it stands in a file. */
  private static final class Node {
    private final JsonObject json;
    private final List<Tensor> inputs;

    Node(JsonObject json, List<Tensor> inputs) {
      this.json = json;
      this.inputs = inputs;
    }

    Tensor input(int i) {
      if (i >= inputs.size()) {
        throw new DataException("it has only " + inputs.size() + " inputs");
      }
      return inputs.get(i);
    }

    List<Tensor> someInputs() {
      input(0);
      return inputs;
    }

    String text(String name) {
      return json.text(name);
    }

    int integer(String name) {
      return json.integer(name);
    }

    boolean bool(String name) {
      return json.bool(name);
    }

    List<Integer> integers(String name) {
      return json.array(name).integers();
    }

    List<Integer> someAxes() {
      List<Integer> axes = integers("axes");
      if (axes.isEmpty()) {
        throw new DataException("'axes' is empty");
      }
      return axes;
    }

    Window window() {
      List<Integer> size = integers("size", 2);
      List<Integer> stride = integers("stride", 2);
      List<Integer> dilation = integers("dilation", 2);
      List<Integer> padding = integers("padding", 4);
      return Window.of(size.get(0), size.get(1))
          .stride(stride.get(0), stride.get(1))
          .dilation(dilation.get(0), dilation.get(1))
          .padding(padding.get(0), padding.get(1), padding.get(2), padding.get(3));
    }

    private List<Integer> integers(String name, int count) {
      List<Integer> integers = integers(name);
      if (integers.size() != count) {
        throw new DataException("'" + name + "' has " + integers.size() + " numbers, not " + count);
      }
      return integers;
    }

    Shape shape() {
      return ShapeCodec.read(json.array("shape"));
    }

    <E extends Enum<E>> E kind(E[] kinds) {
      String name = text("kind");
      for (E kind : kinds) {
        if (nameOf(kind).equals(name)) {
          return kind;
        }
      }
      throw new DataException("the kind '" + OneLine.of(name) + "' is unknown" + NEWER);
    }

    TensorData data() {
      Shape shape = shape();
      byte[] bytes;
      try {
        bytes = Base64.getDecoder().decode(text("data"));
      } catch (IllegalArgumentException e) {
        throw new DataException("'data' is not Base64: " + e.getMessage(), e);
      }
      // Before the array is made: the shape may claim anything
      if (bytes.length != (long) shape.sampleElements() * Float.BYTES) {
        throw new DataException(bytes.length + " bytes of 'data' do not fill the shape " + shape);
      }
      float[] values = new float[shape.sampleElements()];
      littleEndian(bytes).asFloatBuffer().get(values);
      return TensorData.of(values, shape);
    }
  }
}
