package dev.ae4j.tensorflow.graph;

import dev.ae4j.graph.Program;
import dev.ae4j.graph.op.Input;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.graph.op.Random;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tensorflow.proto.DataType;

/** Nodes for what a program is computed from. */
final class Sources {
  private final List<Input> inputs;
  private final List<Parameter> parameters;
  private final boolean residentData;
  private final GraphBuilder graph;
  private final Sizes sizes;
  private final RandomNumbers randomNumbers;
  private final Set<String> feeds = new HashSet<>();

  /**
   * Adds the parameters of a program to a graph; inputs follow when they are used.
   *
   * @param program numbers inputs and parameters
   * @param residentData whether batched inputs may also be rows of data that stays on the device
   * @param graph receives the nodes
   */
  Sources(Program program, boolean residentData, GraphBuilder graph) {
    this.inputs = program.inputs();
    this.parameters = program.parameters();
    this.residentData = residentData;
    this.graph = graph;
    this.sizes = new Sizes(graph);
    this.randomNumbers = new RandomNumbers(graph, sizes);
    for (int i = 0; i < parameters.size(); i++) {
      addParameter(i);
    }
  }

  /** Returns the nodes for sizes. */
  Sizes sizes() {
    return sizes;
  }

  /** Returns the nodes that a run may feed. */
  Set<String> feeds() {
    if (sizes.usesBatchSize()) {
      feeds.add(Nodes.BATCH_SIZE);
    }
    if (randomNumbers.used()) {
      feeds.add(Nodes.SEED);
      feeds.add(Nodes.STEP);
    }
    return feeds;
  }

  private void addParameter(int number) {
    long[] shape = Sizes.openLong(parameters.get(number).shape());
    addVariable(Nodes.variable(number), shape);
    addRead(Nodes.parameter(number), Nodes.variable(number));
    graph.placeholder(Nodes.newValue(number), DataType.DT_FLOAT, shape);
    store(Nodes.storeValue(number), Nodes.variable(number), Nodes.newValue(number)).add();
  }

  private void addVariable(String name, long... shape) {
    graph
        .node("VarHandleOp", name)
        .type("dtype", DataType.DT_FLOAT)
        .shape("shape", shape)
        .text("shared_name", name)
        .add();
  }

  private void addRead(String name, String variable) {
    graph.node("ReadVariableOp", name).inputs(variable).type("dtype", DataType.DT_FLOAT).add();
  }

  private GraphBuilder.Node store(String name, String variable, String value) {
    return graph
        .node("AssignVariableOp", name)
        .inputs(variable, value)
        .type("dtype", DataType.DT_FLOAT);
  }

  /** Adds a node that stores the new value of a parameter once its old one is read. */
  String update(String name, Parameter parameter, String value) {
    int number = parameters.indexOf(parameter);
    // Whoever reads the old value keeps it, whatever is stored
    return store(name + "/" + number, Nodes.variable(number), value)
        .after(Nodes.parameter(number))
        .add();
  }

  /** Adds a node that does a step of Adam once the old weight is read. */
  String adam(String name, AdamStep step, Lowering lowering) {
    int number = parameters.indexOf(step.weight());
    // The correction of the first steps is part of the rate already
    String none = graph.constant(0);
    return graph
        .node("ResourceApplyAdam", name + "/" + number)
        .inputs(
            Nodes.variable(number),
            Nodes.variable(parameters.indexOf(step.mean())),
            Nodes.variable(parameters.indexOf(step.square())),
            none,
            none,
            lowering.complete(step.rate()),
            graph.constant(step.beta1()),
            graph.constant(step.beta2()),
            lowering.complete(step.epsilon()),
            lowering.complete(step.gradient()))
        .type("T", DataType.DT_FLOAT)
        .after(Nodes.parameter(number))
        .add();
  }

  /** Returns the value of a parameter before the run. */
  String parameter(Parameter operation) {
    return Nodes.parameter(parameters.indexOf(operation));
  }

  /** Returns the numbers that an operation draws. */
  String random(Random operation) {
    return randomNumbers.draw(operation);
  }

  /** Returns the value of an input. */
  String input(Input operation) {
    int number = inputs.indexOf(operation);
    String name = Nodes.input(number);
    if (feeds.add(name)) {
      long[] shape = Sizes.openLong(operation.shape());
      if (residentData && operation.shape().isBatched()) {
        addResidentInput(number, shape);
      } else {
        graph.placeholder(name, DataType.DT_FLOAT, shape);
      }
    }
    return name;
  }

  /** Adds an input that is rows of a variable, unless a run feeds its value. */
  private void addResidentInput(int number, long[] shape) {
    String data = Nodes.input(number) + "/data";
    String variable = data + "/variable";
    addVariable(variable, shape);
    addRead(data, variable);
    graph.placeholder(Nodes.newData(number), DataType.DT_FLOAT, shape);
    store(Nodes.storeData(number), variable, Nodes.newData(number)).add();
    graph.placeholder(Nodes.rows(number), DataType.DT_INT64, -1);
    feeds.add(Nodes.rows(number));
    graph.gather(Nodes.input(number), data, Nodes.rows(number), DataType.DT_INT64);
  }
}
