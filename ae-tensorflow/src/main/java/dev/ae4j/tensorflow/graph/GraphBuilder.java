package dev.ae4j.tensorflow.graph;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.proto.VersionDef;

/** Collects the nodes of a TensorFlow graph; a node is known by its name. */
final class GraphBuilder {
  /** The version of graphs that TensorFlow 2.18 writes: decides how it reads them. */
  private static final int PRODUCER = 1994;

  private final GraphDef.Builder graph =
      GraphDef.newBuilder().setVersions(VersionDef.newBuilder().setProducer(PRODUCER));
  private final Map<NodeDef, String> names = new HashMap<>();
  private final String device;

  /**
   * Creates an empty graph.
   *
   * @param device where its nodes are to run, if they can run there; empty for anywhere
   */
  GraphBuilder(String device) {
    this.device = device;
  }

  /** Begins a node without a name: if an equal one is part of the graph already, it is that. */
  Node node(String operation) {
    return node(operation, "");
  }

  /** Begins a node. */
  Node node(String operation, String name) {
    return new Node(NodeDef.newBuilder().setOp(operation).setName(name).setDevice(device));
  }

  /** Adds an operation on float numbers that has no further attributes. */
  String apply(String operation, String... inputs) {
    return apply(operation, DataType.DT_FLOAT, inputs);
  }

  /** Adds an operation on numbers of a type that has no further attributes. */
  String apply(String operation, DataType type, String... inputs) {
    return node(operation).inputs(inputs).type("T", type).add();
  }

  /** Adds a conversion. */
  String cast(String x, DataType from, DataType to) {
    return node("Cast").inputs(x).type("SrcT", from).type("DstT", to).add();
  }

  /** Adds tensors one after the other along an axis. */
  String concat(DataType type, int axis, String... inputs) {
    return node("ConcatV2")
        .inputs(inputs)
        .inputs(integer(axis))
        .integer("N", inputs.length)
        .type("T", type)
        .add();
  }

  /** Adds elements of one value before and after along each axis. */
  String pad(String x, int[] before, int[] after, float value) {
    int[] paddings = new int[2 * before.length];
    for (int axis = 0; axis < before.length; axis++) {
      paddings[2 * axis] = before[axis];
      paddings[2 * axis + 1] = after[axis];
    }
    String sizes = ints(paddings, before.length, 2);
    return value == 0 ? apply("Pad", x, sizes) : apply("PadV2", x, sizes, constant(value));
  }

  /** Adds a part of a tensor; -1 in the sizes stands for all that is left of an axis. */
  String slice(String x, String begin, String sizes) {
    return node("Slice")
        .inputs(x, begin, sizes)
        .type("T", DataType.DT_FLOAT)
        .type("Index", DataType.DT_INT32)
        .add();
  }

  /** Adds rows of a table of float numbers. */
  String gather(String name, String table, String indices, DataType indexType) {
    return node("GatherV2", name)
        .inputs(table, indices, integer(0))
        .type("Tparams", DataType.DT_FLOAT)
        .type("Tindices", indexType)
        .type("Taxis", DataType.DT_INT32)
        .add();
  }

  /** Adds rows of a table of float numbers. */
  String gather(String table, String indices, DataType indexType) {
    return gather("", table, indices, indexType);
  }

  /** Adds a placeholder, in whose sizes -1 stands for any. */
  void placeholder(String name, DataType type, long... sizes) {
    node("Placeholder", name).type("dtype", type).shape("shape", sizes).add();
  }

  /** Adds float numbers. */
  String constant(float[] values, long... sizes) {
    ByteBuffer bytes = bytes(Float.BYTES * values.length);
    bytes.asFloatBuffer().put(values);
    return constant(DataType.DT_FLOAT, bytes, sizes);
  }

  /** Adds one float number. */
  String constant(float value) {
    return constant(new float[] {value});
  }

  /** Adds a vector of int32 numbers. */
  String ints(int... values) {
    return ints(values, values.length);
  }

  private String ints(int[] values, long... sizes) {
    ByteBuffer bytes = bytes(Integer.BYTES * values.length);
    bytes.asIntBuffer().put(values);
    return constant(DataType.DT_INT32, bytes, sizes);
  }

  /** Adds one int32 number. */
  String integer(int value) {
    return constant(DataType.DT_INT32, bytes(Integer.BYTES).putInt(0, value));
  }

  /** Adds one uint32 number. */
  String unsigned(int value) {
    return constant(DataType.DT_UINT32, bytes(Integer.BYTES).putInt(0, value));
  }

  /** Adds a vector of one uint64 number. */
  String unsignedLong(long value) {
    return constant(DataType.DT_UINT64, bytes(Long.BYTES).putLong(0, value), 1);
  }

  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
  }

  private String constant(DataType type, ByteBuffer values, long... sizes) {
    ByteString content = UnsafeByteOperations.unsafeWrap(values);
    TensorProto tensor =
        TensorProto.newBuilder()
            .setDtype(type)
            .setTensorShape(shape(sizes))
            .setTensorContent(content)
            .build();
    return node("Const")
        .type("dtype", type)
        .attribute("value", AttrValue.newBuilder().setTensor(tensor))
        .add();
  }

  private static TensorShapeProto shape(long... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : sizes) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return shape.build();
  }

  /** Returns the graph. */
  GraphDef build() {
    return graph.build();
  }

  /** A node that is not yet part of the graph; each method but {@link #add} returns it. */
  final class Node {
    private final NodeDef.Builder node;

    private Node(NodeDef.Builder node) {
      this.node = node;
    }

    /** Appends what it reads: nodes, or an output of a node as in {@code name:1}. */
    Node inputs(String... names) {
      node.addAllInput(List.of(names));
      return this;
    }

    /** Lets a node that it does not read run before it. */
    Node after(String name) {
      node.addInput("^" + name);
      return this;
    }

    Node type(String name, DataType type) {
      return attribute(name, AttrValue.newBuilder().setType(type));
    }

    Node flag(String name, boolean value) {
      return attribute(name, AttrValue.newBuilder().setB(value));
    }

    Node integer(String name, long value) {
      return attribute(name, AttrValue.newBuilder().setI(value));
    }

    Node text(String name, String value) {
      return attribute(name, AttrValue.newBuilder().setS(ByteString.copyFromUtf8(value)));
    }

    Node integers(String name, long... values) {
      AttrValue.ListValue.Builder list = AttrValue.ListValue.newBuilder();
      for (long value : values) {
        list.addI(value);
      }
      return attribute(name, AttrValue.newBuilder().setList(list));
    }

    /** Sets an attribute to a shape, in which -1 stands for any size. */
    Node shape(String name, long... sizes) {
      return attribute(name, AttrValue.newBuilder().setShape(GraphBuilder.shape(sizes)));
    }

    private Node attribute(String name, AttrValue.Builder value) {
      node.putAttr(name, value.build());
      return this;
    }

    /** Adds it to the graph and returns its name. */
    String add() {
      if (!node.getName().isEmpty()) {
        graph.addNode(node);
        return node.getName();
      }
      NodeDef nameless = node.build();
      String known = names.get(nameless);
      if (known != null) {
        return known;
      }
      String name = node.getOp() + "_" + names.size();
      names.put(nameless, name);
      graph.addNode(node.setName(name));
      return name;
    }
  }
}
