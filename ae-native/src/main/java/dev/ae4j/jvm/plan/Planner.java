package dev.ae4j.jvm.plan;

import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Input;
import dev.ae4j.jvm.kernel.Workspace;
import dev.ae4j.jvm.plan.Placement.Transfer;
import dev.ae4j.jvm.step.Buffer;
import dev.ae4j.jvm.step.CopyStep;
import dev.ae4j.jvm.step.Engine;
import dev.ae4j.jvm.step.InputBinding;
import dev.ae4j.jvm.step.Partials;
import dev.ae4j.jvm.step.RandomKey;
import dev.ae4j.jvm.step.SampleBuffer;
import dev.ae4j.jvm.step.SampleStep;
import dev.ae4j.jvm.step.SampleSteps;
import dev.ae4j.jvm.step.Step;
import dev.ae4j.jvm.step.StridedCopy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes plans for a program. Safe for use by several threads at once. */
public final class Planner {
  private final List<Input> inputs;
  private final Program program;
  private final ParameterValues parameters;
  private final Engine engine;
  private final boolean fuse;

  /**
   * Creates a planner.
   *
   * @param program what to compute
   * @param parameters the values of its parameters, which all plans share
   * @param engine what steps compute with
   * @param fuse whether steps may compute more than one tensor; the results do not depend on it
   */
  public Planner(Program program, ParameterValues parameters, Engine engine, boolean fuse) {
    this.inputs = program.inputs();
    this.program = program.lowered(composite -> false);
    this.parameters = parameters;
    this.engine = engine;
    this.fuse = fuse;
  }

  /**
   * Returns a new plan for a number of samples.
   *
   * @throws dev.ae4j.BackendException if there is too little memory, which is found out before any
   *     is allocated if the whole Java heap is too small; otherwise the cause is the {@link
   *     OutOfMemoryError}
   */
  public Plan plan(int batchSize) {
    MemoryNeed.checkArrays(program, batchSize);
    Program simplified = Simplifier.simplify(program, batchSize, engine.kernels());
    Graph graph = new Graph(simplified, new Sizes(batchSize));
    List<List<Group>> spans = Spans.find(graph, Grouping.group(graph, fuse), fuse);
    Placement placement = new Placement(graph, spans, parameters);
    MemoryNeed need = need(graph, spans, placement);
    need.check();
    try {
      return plan(graph, spans, placement);
    } catch (OutOfMemoryError e) {
      throw need.refusal(e);
    }
  }

  private MemoryNeed need(Graph graph, List<List<Group>> spans, Placement placement) {
    Sizes sizes = graph.sizes();
    MemoryNeed need = MemoryNeed.ofBatch(sizes.batchSize());
    need.add(placement.elements());
    for (Tensor tensor : graph.program().tensors()) {
      if (placement.isPlaced(tensor)) {
        need.mention(tensor.operation().name() + sizes.shape(tensor), sizes.elements(tensor));
      }
    }
    for (int i = 0; i < spans.size(); i++) {
      long samples = (long) engine.team().threads() * chunks(spans.get(i), graph).size();
      placement.locals(i).forEach(local -> need.add(samples * local.shape().sampleElements()));
    }
    return need;
  }

  private Plan plan(Graph graph, List<List<Group>> spans, Placement placement) {
    placement.allocate();
    int batchSize = graph.sizes().batchSize();
    RandomKey key = new RandomKey();
    Workspace workspace = new Workspace(engine.team().threads());
    List<Step> steps = new ArrayList<>();
    placement.before().forEach(transfer -> steps.add(copy(transfer)));
    for (int i = 0; i < spans.size(); i++) {
      List<Group> span = spans.get(i);
      steps.add(
          span.size() == 1
              ? step(span.get(0), graph, placement, workspace, key, new Partials())
              : bySample(span, placement.locals(i), graph, placement, workspace, key));
    }
    placement.after().forEach(transfer -> steps.add(copy(transfer)));
    return new Plan(batchSize, key, bindings(placement, batchSize), placement.outputs(), steps);
  }

  private Step step(
      Group group,
      Graph graph,
      Placement placement,
      Workspace workspace,
      RandomKey key,
      Partials partials) {
    return group.isElementwise()
        ? GroupCompiler.compile(graph, group, placement, engine, workspace, key)
        : StepMaker.make(group.tensors().get(0), graph, placement, engine, workspace, partials);
  }

  private Step bySample(
      List<Group> span,
      List<Tensor> locals,
      Graph graph,
      Placement placement,
      Workspace workspace,
      RandomKey key) {
    SampleSteps.Chunks chunks = chunks(span, graph);
    List<SampleSteps.Worker> workers = new ArrayList<>();
    Map<Group, Partials> partials = new HashMap<>();
    for (int worker = 0; worker < engine.team().threads(); worker++) {
      List<SampleBuffer> memory = new ArrayList<>();
      Map<Tensor, Buffer> places = new HashMap<>();
      for (Tensor local : locals) {
        SampleBuffer own = new SampleBuffer(local.shape().sampleElements(), chunks.size());
        memory.add(own);
        places.put(local, own.buffer());
      }
      Placement complete = placement.with(places);
      List<SampleStep> steps = new ArrayList<>();
      for (Group group : span) {
        Partials shared = partials.computeIfAbsent(group, unused -> new Partials());
        steps.add((SampleStep) step(group, graph, complete, workspace, key, shared));
      }
      workers.add(new SampleSteps.Worker(steps, memory));
    }
    return new SampleSteps(engine, chunks, workers);
  }

  private static SampleSteps.Chunks chunks(List<Group> span, Graph graph) {
    long elements =
        span.stream()
            .flatMap(group -> group.tensors().stream())
            .mapToLong(tensor -> tensor.shape().sampleElements())
            .sum();
    int multiple =
        span.stream()
            .flatMap(group -> group.tensors().stream())
            .mapToInt(tensor -> Spans.samplesAtATime(graph, tensor))
            .reduce(1, Math::max);
    return SampleSteps.Chunks.of(graph.sizes().batchSize(), multiple, elements);
  }

  private Step copy(Transfer transfer) {
    CopyStep.Part part = new CopyStep.Part(transfer.from(), StridedCopy.whole(transfer.elements()));
    return new CopyStep(engine, List.of(part), transfer.to());
  }

  private List<InputBinding> bindings(Placement placement, int batchSize) {
    List<InputBinding> bindings = new ArrayList<>();
    for (Input input : inputs) {
      Shape shape = input.shape();
      int rows = shape.isBatched() ? batchSize : 1;
      bindings.add(
          placement
              .input(input.name())
              .map(buffer -> new InputBinding(engine, buffer, rows, shape.sampleElements()))
              // Nothing reads it, so there is nothing to gather.
              .orElseGet(() -> new InputBinding(engine, new Buffer(), 0, 0)));
    }
    return bindings;
  }
}
