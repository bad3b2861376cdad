package dev.ae4j.tensorflow.graph;

import dev.ae4j.graph.Shape;
import dev.ae4j.graph.op.Reduce;
import dev.ae4j.graph.op.ReduceKind;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.proto.DataType;

/** Nodes that combine the elements along axes. */
final class Reductions {
  private Reductions() {}

  /** Returns what a reduction makes of a node that computes its operand. */
  static String add(GraphBuilder graph, Reduce operation, String x) {
    Shape shape = operation.x().shape();
    if (operation.kind() == ReduceKind.SUM
        && shape.rank() == 2
        && operation.axes().equals(List.of(0))) {
      // The same sum, more than twice as fast
      return graph.apply("BiasAddGrad", x);
    }
    // Groups of neighbouring axes one by one, the last first: TensorFlow is ten times slower with
    // all of them at once
    String result = x;
    List<List<Integer>> groups = groups(operation.axes());
    for (int i = groups.size() - 1; i >= 0; i--) {
      int[] axes = groups.get(i).stream().mapToInt(Integer::intValue).toArray();
      result =
          graph
              .node(operation.kind() == ReduceKind.SUM ? "Sum" : "Max")
              .inputs(result, graph.ints(axes))
              .flag("keep_dims", false)
              .type("T", DataType.DT_FLOAT)
              .type("Tidx", DataType.DT_INT32)
              .add();
    }
    return result;
  }

  private static List<List<Integer>> groups(List<Integer> axes) {
    List<List<Integer>> groups = new ArrayList<>();
    for (int axis : axes) {
      List<Integer> last = groups.isEmpty() ? List.of() : groups.get(groups.size() - 1);
      if (last.isEmpty() || last.get(last.size() - 1) != axis - 1) {
        groups.add(new ArrayList<>());
      }
      groups.get(groups.size() - 1).add(axis);
    }
    return groups;
  }
}
