package dev.ae4j.tensorflow.graph;

import dev.ae4j.graph.Shape;
import java.util.stream.IntStream;
import org.tensorflow.proto.DataType;

/** Nodes that read and add to rows of tables; the indices are float numbers. */
final class Rows {
  private final GraphBuilder graph;

  Rows(GraphBuilder graph) {
    this.graph = graph;
  }

  /** Returns rows of a table that has some, and zeros for those that it has not. */
  String gather(String table, Shape tableShape, String indices, Shape indexShape) {
    String inside = inside(indices, tableShape.size(0));
    String existing = graph.apply("SelectV2", inside, indices, graph.constant(0));
    String rows = graph.gather(table, integers(existing), DataType.DT_INT32);
    int[] sizes =
        IntStream.concat(
                IntStream.of(Sizes.open(indexShape)),
                IntStream.range(1, tableShape.rank()).map(i -> 1))
            .toArray();
    String insideRows = graph.apply("Reshape", DataType.DT_BOOL, inside, graph.ints(sizes));
    return graph.apply("SelectV2", insideRows, rows, graph.constant(0));
  }

  /** Returns a table of sums of values. */
  String scatterAdd(String indices, String values, int rows) {
    // TensorFlow drops negative indices and refuses those that are too large
    String existing = graph.apply("SelectV2", inside(indices, rows), indices, graph.constant(-1));
    return graph
        .node("UnsortedSegmentSum")
        .inputs(values, integers(existing), graph.integer(rows))
        .type("T", DataType.DT_FLOAT)
        .type("Tindices", DataType.DT_INT32)
        .type("Tnumsegments", DataType.DT_INT32)
        .add();
  }

  private String inside(String indices, int rows) {
    String notBefore = graph.apply("GreaterEqual", indices, graph.constant(0));
    String notAfter = graph.apply("Less", indices, graph.constant(rows));
    return graph.node("LogicalAnd").inputs(notBefore, notAfter).add();
  }

  private String integers(String x) {
    return graph.cast(x, DataType.DT_FLOAT, DataType.DT_INT32);
  }
}
