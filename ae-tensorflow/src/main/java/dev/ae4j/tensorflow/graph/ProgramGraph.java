package dev.ae4j.tensorflow.graph;

import dev.ae4j.graph.Program;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Conv2d;
import dev.ae4j.graph.op.Conv2dFilterGradient;
import dev.ae4j.graph.op.MaxPool2d;
import dev.ae4j.graph.op.MaxUnpool2d;
import dev.ae4j.graph.op.Operation;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.graph.op.TransposedConv2d;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;

/**
 * A program as a graph of TensorFlow, whose nodes {@link Nodes} names.
 *
 * @param graph the graph
 * @param feeds the nodes that a run may feed; an input that nothing reads is not among them
 * @param apartIfEmpty whether a run for an empty batch has outputs and updates of its own
 */
public record ProgramGraph(GraphDef graph, Set<String> feeds, boolean apartIfEmpty) {
  /** Copies the set. */
  public ProgramGraph {
    feeds = Set.copyOf(feeds);
  }

  /**
   * Makes a graph.
   *
   * @param program the program, whose inputs, parameters and outputs give nodes their numbers
   * @param device where the graph is to run, such as {@code /device:GPU:0}
   * @param residentData whether batched inputs may also be rows of data that stays on the device
   */
  public static ProgramGraph of(Program program, String device, boolean residentData) {
    Program primitive = program.lowered(composite -> false);
    GraphBuilder graph = new GraphBuilder(device);
    Sources sources = new Sources(program, residentData, graph);
    // TensorFlow gives empty batches of images a wrong shape, or aborts the process
    boolean apartIfEmpty = primitive.tensors().stream().anyMatch(ProgramGraph::isOfImages);
    addRun(primitive, graph, sources, false);
    if (apartIfEmpty) {
      addRun(primitive, graph, sources, true);
    }
    return new ProgramGraph(graph.build(), sources.feeds(), apartIfEmpty);
  }

  private static boolean isOfImages(Tensor tensor) {
    Operation operation = tensor.operation();
    return operation instanceof Conv2d
        || operation instanceof TransposedConv2d
        || operation instanceof Conv2dFilterGradient
        || operation instanceof MaxPool2d
        || operation instanceof MaxUnpool2d;
  }

  private static void addRun(
      Program program, GraphBuilder graph, Sources sources, boolean emptyBatch) {
    Lowering lowering = new Lowering(graph, sources, emptyBatch);
    program.tensors().forEach(lowering::add);
    int number = 0;
    for (Tensor output : program.outputs().values()) {
      // A node of its own, since what is fed cannot be fetched
      graph
          .node("Identity", Nodes.output(number++, emptyBatch))
          .inputs(lowering.complete(output))
          .type("T", DataType.DT_FLOAT)
          .add();
    }
    addUpdates(program, graph, sources, lowering, Nodes.update(emptyBatch));
  }

  private static void addUpdates(
      Program program, GraphBuilder graph, Sources sources, Lowering lowering, String name) {
    Map<Parameter, Tensor> rest = new LinkedHashMap<>(program.updates());
    GraphBuilder.Node all = graph.node("NoOp", name);
    program
        .updates()
        .forEach(
            (parameter, value) ->
                AdamStep.find(program, parameter, value)
                    .ifPresent(
                        step -> {
                          all.after(sources.adam(name, step, lowering));
                          rest.keySet()
                              .removeAll(List.of(step.weight(), step.mean(), step.square()));
                        }));
    rest.forEach(
        (parameter, value) -> all.after(sources.update(name, parameter, lowering.complete(value))));
    all.add();
  }
}
