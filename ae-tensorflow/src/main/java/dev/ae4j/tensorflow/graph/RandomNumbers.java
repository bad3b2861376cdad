package dev.ae4j.tensorflow.graph;

import dev.ae4j.graph.Shape;
import dev.ae4j.graph.op.Random;
import org.tensorflow.proto.DataType;

/**
 * Nodes that draw the numbers which {@link dev.ae4j.graph.Philox} defines: TensorFlow's stateless
 * generator is the same function of key and counter.
 */
final class RandomNumbers {
  /** TensorFlow's number for Philox. */
  private static final int PHILOX = 1;

  private static final float UNIT = 0x1p-24f;

  private final GraphBuilder graph;
  private final Sizes sizes;
  private boolean used;

  RandomNumbers(GraphBuilder graph, Sizes sizes) {
    this.graph = graph;
    this.sizes = sizes;
  }

  /** Returns whether numbers are drawn. */
  boolean used() {
    return used;
  }

  /** Returns the numbers of an operation. */
  String draw(Random operation) {
    if (!used) {
      used = true;
      graph.placeholder(Nodes.SEED, DataType.DT_UINT64, 1);
      graph.placeholder(Nodes.STEP, DataType.DT_UINT64, 1);
    }
    Shape shape = operation.shape();
    return switch (operation.distribution()) {
      case UNIFORM -> times(words(operation.stream(), sizes.of(shape)), UNIT);
      case NORMAL -> normal(operation.stream(), shape);
    };
  }

  /** Returns the upper 24 bits of words of the generator, as float numbers. */
  private String words(int stream, String shape) {
    // The lower half of the counter: the number of the block, which TensorFlow counts, and the
    // stream
    long lower = Integer.toUnsignedLong(stream) << Integer.SIZE;
    String counter = graph.concat(DataType.DT_UINT64, 0, graph.unsignedLong(lower), Nodes.STEP);
    String words =
        graph
            .node("StatelessRandomUniformFullIntV2")
            .inputs(shape, Nodes.SEED, counter, graph.integer(PHILOX))
            .type("dtype", DataType.DT_UINT32)
            .type("Tshape", DataType.DT_INT32)
            .add();
    String upper = graph.apply("RightShift", DataType.DT_UINT32, words, graph.unsigned(8));
    return graph.cast(upper, DataType.DT_UINT32, DataType.DT_FLOAT);
  }

  /** Makes two normal numbers of each pair of words. */
  private String normal(int stream, Shape shape) {
    String count = sizes.elements(shape);
    String oneMore = graph.apply("AddV2", DataType.DT_INT32, count, graph.ints(1));
    String pairs = graph.apply("FloorDiv", DataType.DT_INT32, oneMore, graph.ints(2));
    String words = words(stream, graph.concat(DataType.DT_INT32, 0, pairs, graph.ints(2)));
    String u1 = times(graph.apply("AddV2", column(words, 0), graph.constant(1)), UNIT);
    String angle = times(column(words, 1), (float) (UNIT * 2 * Math.PI));
    String radius = graph.apply("Sqrt", times(graph.apply("Log", u1), -2));
    String cosines = graph.apply("Mul", radius, graph.apply("Cos", angle));
    String sines = graph.apply("Mul", radius, graph.apply("Sin", angle));
    String all = graph.concat(DataType.DT_FLOAT, 1, cosines, sines);
    String flat = graph.apply("Reshape", all, graph.ints(-1));
    String first = graph.slice(flat, graph.ints(0), count);
    return graph.apply("Reshape", first, sizes.of(shape));
  }

  private String column(String words, int column) {
    return graph.slice(words, graph.ints(0, column), graph.ints(-1, 1));
  }

  private String times(String x, float factor) {
    return graph.apply("Mul", x, graph.constant(factor));
  }
}
