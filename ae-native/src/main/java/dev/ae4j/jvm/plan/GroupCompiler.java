package dev.ae4j.jvm.plan;

import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Binary;
import dev.ae4j.graph.op.Broadcast;
import dev.ae4j.graph.op.Compare;
import dev.ae4j.graph.op.Constant;
import dev.ae4j.graph.op.Convert;
import dev.ae4j.graph.op.Primitive;
import dev.ae4j.graph.op.Random;
import dev.ae4j.graph.op.Reduce;
import dev.ae4j.graph.op.Select;
import dev.ae4j.graph.op.Unary;
import dev.ae4j.jvm.kernel.Workspace;
import dev.ae4j.jvm.plan.Chains.Chain;
import dev.ae4j.jvm.step.Buffer;
import dev.ae4j.jvm.step.ElementwiseStep;
import dev.ae4j.jvm.step.ElementwiseStep.Total;
import dev.ae4j.jvm.step.Engine;
import dev.ae4j.jvm.step.Instruction;
import dev.ae4j.jvm.step.Operand;
import dev.ae4j.jvm.step.Place;
import dev.ae4j.jvm.step.RandomKey;
import dev.ae4j.jvm.step.Repetition;
import dev.ae4j.jvm.step.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns a group of element-wise functions into the instructions of a step.
 *
 * <p>Each result is written to the buffer where later steps look for it, or else to scratch memory
 * for as long as instructions read it.
 */
final class GroupCompiler extends PartialVisitor<Instruction> {
  private final Graph graph;
  private final Group group;
  private final Placement placement;
  private final RandomKey key;
  private final ScratchSlots slots;
  private final Chains chains;

  private final Set<Tensor> members;
  private final Set<Tensor> reduced = new HashSet<>();

  /** The position in the group of the last tensor that reads each operand. */
  private final Map<Tensor, Integer> lastReads = new HashMap<>();

  private final Map<Buffer, Integer> lastReadsOfBuffers = new HashMap<>();

  private final List<Instruction> instructions = new ArrayList<>();
  private final List<Instruction> lastCopies = new ArrayList<>();
  private final List<Instruction> reductions = new ArrayList<>();
  private final List<Total> totals = new ArrayList<>();

  /** Where results of this group and repetitions that it reads are at the moment. */
  private final Map<Tensor, Place> places = new HashMap<>();

  /** Scratch memory that only the instruction at hand needs. */
  private final List<Place> temporary = new ArrayList<>();

  private int position;

  private GroupCompiler(Graph graph, Group group, Placement placement, RandomKey key) {
    this.graph = graph;
    this.group = group;
    this.placement = placement;
    this.key = key;
    this.slots =
        new ScratchSlots(Math.min(ElementwiseStep.TILE, group.blockSize()), group.blockSize());
    this.members = Set.copyOf(group.tensors());
    this.chains = new Chains(graph, group, placement);
  }

  /** Returns the step that computes a group. */
  static ElementwiseStep compile(
      Graph graph,
      Group group,
      Placement placement,
      Engine engine,
      Workspace workspace,
      RandomKey key) {
    GroupCompiler compiler = new GroupCompiler(graph, group, placement, key);
    compiler.findLastReads();
    compiler.addInstructions();
    workspace.reserveOwn(compiler.slots.size());
    return new ElementwiseStep(
        engine,
        workspace,
        group.elements(),
        group.blockSize(),
        compiler.instructions,
        compiler.reductions,
        compiler.totals);
  }

  private void findLastReads() {
    for (int i = 0; i < group.tensors().size(); i++) {
      Tensor tensor = group.tensors().get(i);
      if (chains.isLink(tensor)) {
        continue;
      }
      for (Tensor origin : chains.operands(tensor)) {
        lastReads.put(origin, i);
        if (tensor.operation() instanceof Reduce) {
          reduced.add(origin);
        }
        if (!members.contains(origin) && placement.isPlaced(origin)) {
          lastReadsOfBuffers.put(placement.buffer(origin), i);
        }
      }
    }
  }

  private void addInstructions() {
    for (Tensor tensor : group.tensors()) {
      if (!chains.isLink(tensor)) {
        Chain chain = chains.endingAt(tensor);
        Instruction instruction =
            chain != null ? instruction(chain) : ((Primitive) tensor.operation()).accept(this);
        (tensor.operation() instanceof Reduce ? reductions : instructions).add(instruction);
        releaseOperands();
      }
      position++;
    }
    instructions.addAll(lastCopies);
  }

  // ---- One instruction for each operation -------------------------------------------------------

  @Override
  public Instruction visit(Unary operation) {
    Place x = place(operation.x());
    return new Instruction.Unary(operation.kind(), x, result());
  }

  @Override
  public Instruction visit(Convert operation) {
    Place x = place(operation.x());
    return new Instruction.Truncate(x, result());
  }

  @Override
  public Instruction visit(Binary operation) {
    Operand a = operand(operation.a());
    Operand b = operand(operation.b());
    if (b instanceof Scalar right) {
      Place left = place(a);
      return new Instruction.BinaryWithRight(operation.kind(), left, right, result());
    }
    if (a instanceof Scalar left) {
      return new Instruction.BinaryWithLeft(operation.kind(), left, (Place) b, result());
    }
    return new Instruction.Binary(operation.kind(), (Place) a, (Place) b, result());
  }

  @Override
  public Instruction visit(Compare operation) {
    Operand a = operand(operation.a());
    Operand b = operand(operation.b());
    if (b instanceof Scalar right) {
      Place left = place(a);
      return new Instruction.CompareWithRight(operation.kind(), left, right, result());
    }
    if (a instanceof Scalar left) {
      return new Instruction.CompareWithLeft(operation.kind(), left, (Place) b, result());
    }
    return new Instruction.Compare(operation.kind(), (Place) a, (Place) b, result());
  }

  @Override
  public Instruction visit(Select operation) {
    Place mask = place(operation.mask());
    Operand a = operand(operation.a());
    Operand b = operand(operation.b());
    return new Instruction.Select(mask, a, b, result());
  }

  @Override
  public Instruction visit(Random operation) {
    return new Instruction.Random(operation.distribution(), operation.stream(), key, result());
  }

  @Override
  public Instruction visit(Reduce operation) {
    Place x = place(operation.x());
    Buffer y = placement.buffer(current());
    ReducedAxis axis = ReducedAxis.of(operation, graph.sizes());
    if (axis.outer() > 1) {
      return new Instruction.ReduceRows(operation.kind(), x, axis.reduced(), y);
    }
    int blocks = ElementwiseStep.blocks(group.elements(), group.blockSize());
    Buffer partials = new Buffer(new float[blocks]);
    totals.add(new Total(operation.kind(), partials, y));
    return new Instruction.ReduceBlock(operation.kind(), x, partials);
  }

  @Override
  Instruction visitOther(Primitive operation) {
    throw new IllegalStateException(operation.name() + " is not element-wise");
  }

  // ---- One instruction for several operations ---------------------------------------------------

  private Instruction instruction(Chain chain) {
    if (chain instanceof Chains.Choice choice) {
      Place b = place(choice.b());
      Place x = place(choice.x());
      return new Instruction.Choose(
          choice.kind(), number(choice.a()), b, x, number(choice.other()), result());
    }
    if (chain instanceof Chains.SigmoidGradient gradient) {
      Place x = place(gradient.x());
      Place s = place(gradient.s());
      return new Instruction.SigmoidGradient(x, s, result());
    }
    Chains.Adam adam = (Chains.Adam) chain;
    Place gradient = place(adam.mean().gradient());
    Place x = place(adam.x());
    return new Instruction.Adam(
        moment(adam.mean()),
        moment(adam.square()),
        number(adam.scale()),
        number(adam.epsilon()),
        gradient,
        x,
        result());
  }

  private Instruction.Moment moment(Chains.Moment moment) {
    return new Instruction.Moment(
        number(moment.keep()), number(moment.take()), place(moment.old()));
  }

  private Scalar number(Tensor tensor) {
    return (Scalar) operand(tensor);
  }

  // ---- Operands ---------------------------------------------------------------------------------

  /** Returns the operand as elements. */
  private Place place(Tensor tensor) {
    return place(operand(tensor));
  }

  private Place place(Operand operand) {
    if (operand instanceof Place place) {
      return place;
    }
    Place place = slots.takeTile();
    temporary.add(place);
    instructions.add(new Instruction.Fill((Scalar) operand, place));
    return place;
  }

  private Operand operand(Tensor tensor) {
    Tensor origin = graph.origin(tensor);
    Place known = places.get(origin);
    if (known != null) {
      return known;
    }
    if (origin.operation() instanceof Broadcast broadcast) {
      return repeated(origin, graph.origin(broadcast.x()), broadcast);
    }
    return origin.operation() instanceof Constant constant && group.elements() == 1
        ? Scalar.of(constant.value().values()[0])
        : Place.in(placement.buffer(origin));
  }

  private Operand repeated(Tensor tensor, Tensor x, Broadcast broadcast) {
    if (graph.sizes().elements(x) == 1) {
      return x.operation() instanceof Constant constant
          ? Scalar.of(constant.value().values()[0])
          : Scalar.in(placement.buffer(x));
    }
    Place place = slots.takeTile();
    places.put(tensor, place);
    int[] from = graph.sizes().of(broadcast.x());
    int[] to = graph.sizes().of(tensor);
    instructions.add(new Instruction.Repeat(placement.buffer(x), new Repetition(from, to), place));
    return place;
  }

  // ---- Results ----------------------------------------------------------------------------------

  /**
   * Returns where to put the result at hand; an operand that is not needed any more may be there.
   */
  private Place result() {
    releaseOperands();
    Tensor tensor = current();
    Place place;
    if (placement.isPlaced(tensor)) {
      Buffer buffer = placement.buffer(tensor);
      place = Place.in(buffer);
      if (lastReadsOfBuffers.getOrDefault(buffer, -1) > position) {
        // What lies there is still read: the result goes there when nothing more is.
        place = scratch(tensor);
        lastCopies.add(new Instruction.Copy(place, Place.in(buffer)));
        lastReads.put(tensor, Integer.MAX_VALUE);
      }
    } else {
      place = scratch(tensor);
    }
    places.put(tensor, place);
    return place;
  }

  private Place scratch(Tensor tensor) {
    return reduced.contains(tensor) ? slots.takeBlock() : slots.takeTile();
  }

  private Tensor current() {
    return group.tensors().get(position);
  }

  private void releaseOperands() {
    temporary.forEach(slots::giveBack);
    temporary.clear();
    for (Tensor origin : chains.operands(current())) {
      Place place = places.get(origin);
      if (place != null && lastReads.getOrDefault(origin, 0) == position) {
        slots.giveBack(place);
      }
    }
  }
}
