package dev.ae4j.jvm.plan;

import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Constant;
import dev.ae4j.graph.op.Input;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.graph.op.Reduce;
import dev.ae4j.jvm.step.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides where every tensor lies in memory.
 *
 * <p>Outputs lie where the caller wants them, new values of parameters in place of the old ones if
 * nothing reads those any more, and intermediate results in buffers that are shared by tensors
 * which are never needed at the same time.
 */
final class Placement {
  /**
   * A copy that the program does not contain.
   *
   * @param from what to copy
   * @param to where
   * @param elements how much
   */
  record Transfer(Buffer from, Buffer to, int elements) {}

  private static final int FOREVER = Integer.MAX_VALUE;

  private final Graph graph;
  private final List<List<Group>> spans;
  private final ParameterValues values;
  private final Map<Tensor, Integer> computedAt = new HashMap<>();
  private final Map<Tensor, Integer> lastReadAt = new HashMap<>();

  /** Tensors of which the last span to read them does more than go through the elements once. */
  private final Set<Tensor> readAcross = new HashSet<>();

  /** Tensors that nothing outside the span that computes them reads. */
  private final Map<Integer, List<Tensor>> locals = new HashMap<>();

  private final Map<Tensor, Buffer> buffers;
  private final Map<Parameter, Buffer> parameters = new HashMap<>();
  private final Map<Parameter, Tensor> oldValues = new HashMap<>();
  private final Map<String, Buffer> inputs = new HashMap<>();
  private final List<Buffer> outputs = new ArrayList<>();
  private final List<Transfer> before = new ArrayList<>();
  private final List<Transfer> after = new ArrayList<>();
  private final SharedMemory memory = new SharedMemory();
  private long givenElements;

  /**
   * Places all tensors of the groups of some spans, which are computed in their order, in memory
   * that is still to be allocated.
   */
  Placement(Graph graph, List<List<Group>> spans, ParameterValues values) {
    this.graph = graph;
    this.spans = spans;
    this.values = values;
    this.buffers = new HashMap<>();
    findLifetimes();
    placeGiven();
    placeOutputs();
    Map<Tensor, List<Parameter>> unplaced = placeUpdates();
    placeIntermediates();
    unplaced.forEach(
        (value, targets) -> targets.forEach(target -> after.add(update(value, target))));
  }

  private Placement(Placement other, Map<Tensor, Buffer> more) {
    this.graph = other.graph;
    this.spans = other.spans;
    this.values = other.values;
    this.buffers = new HashMap<>(other.buffers);
    buffers.putAll(more);
  }

  /**
   * Returns the tensors of a span of several groups that have no place yet, since nothing outside
   * the span reads them: they need memory for some samples only.
   */
  List<Tensor> locals(int span) {
    return locals.getOrDefault(span, List.of());
  }

  /** Returns the same placement and places for some local tensors. */
  Placement with(Map<Tensor, Buffer> places) {
    return new Placement(this, places);
  }

  /** Returns whether a tensor lies in memory, as all do that are read across groups. */
  boolean isPlaced(Tensor tensor) {
    return buffers.containsKey(tensor);
  }

  /** Returns where a tensor lies. */
  Buffer buffer(Tensor tensor) {
    Buffer buffer = buffers.get(tensor);
    if (buffer == null) {
      throw new IllegalStateException(tensor + " has no place in memory");
    }
    return buffer;
  }

  /** Returns how many elements lie in memory at the same time, those of the caller included. */
  long elements() {
    return givenElements + memory.elements();
  }

  /** Allocates the memory of intermediate results. */
  void allocate() {
    memory.allocate();
  }

  /** Returns where the value of an input is expected, or nothing if it is not read. */
  Optional<Buffer> input(String name) {
    return Optional.ofNullable(inputs.get(name));
  }

  /** Returns where the outputs lie, in the order of the program. */
  List<Buffer> outputs() {
    return outputs;
  }

  /** Returns what to copy before the first group. */
  List<Transfer> before() {
    return before;
  }

  /** Returns what to copy after the last group. */
  List<Transfer> after() {
    return after;
  }

  private void findLifetimes() {
    for (int i = 0; i < spans.size(); i++) {
      for (Group group : spans.get(i)) {
        for (Tensor tensor : group.tensors()) {
          computedAt.put(tensor, i);
        }
        for (Tensor tensor : group.tensors()) {
          for (Graph.Read read : graph.reads(tensor)) {
            if (!group.tensors().contains(read.tensor())) {
              readAt(i, read);
            }
          }
        }
      }
    }
  }

  private void readAt(int span, Graph.Read read) {
    Integer last = lastReadAt.put(read.tensor(), span);
    if (last == null || last != span) {
      readAcross.remove(read.tensor());
    }
    // A span goes through its groups more than once.
    if (!read.aligned() || spans.get(span).size() > 1) {
      readAcross.add(read.tensor());
    }
  }

  private void placeGiven() {
    for (Tensor tensor : graph.program().tensors()) {
      if (tensor.operation() instanceof Constant constant) {
        buffers.put(tensor, new Buffer(constant.value().values()));
      } else if (tensor.operation() instanceof Parameter parameter) {
        buffers.put(tensor, parameter(parameter));
        oldValues.put(parameter, tensor);
      } else if (tensor.operation() instanceof Input input) {
        buffers.put(tensor, inputs.computeIfAbsent(input.name(), key -> new Buffer()));
      } else {
        continue;
      }
      givenElements += graph.sizes().elements(tensor);
    }
  }

  private Buffer parameter(Parameter parameter) {
    return parameters.computeIfAbsent(parameter, key -> new Buffer(values.array(parameter.name())));
  }

  private void placeOutputs() {
    for (Tensor output : graph.program().outputs().values()) {
      Tensor origin = graph.origin(output);
      int elements = graph.sizes().elements(output);
      Buffer result = new Buffer();
      outputs.add(result);
      givenElements += elements;
      if (!graph.isComputed(origin)) {
        // Before the groups, since those may overwrite a parameter.
        before.add(new Transfer(buffer(origin), result, elements));
      } else if (isPlaced(origin)) {
        after.add(new Transfer(buffer(origin), result, elements));
      } else {
        buffers.put(origin, result);
      }
    }
  }

  /** Returns the updates that have to be copied from where they are computed. */
  private Map<Tensor, List<Parameter>> placeUpdates() {
    Map<Tensor, List<Parameter>> unplaced = new HashMap<>();
    Map<Parameter, Tensor> updates = graph.program().updates();
    updates.forEach(
        (target, value) -> {
          Tensor origin = graph.origin(value);
          if (!graph.isComputed(origin)) {
            updateFromGiven(origin, target, updates.keySet());
          } else if (!isPlaced(origin) && !isReadAfter(target, origin)) {
            buffers.put(origin, parameter(target));
          } else {
            unplaced.computeIfAbsent(origin, key -> new ArrayList<>()).add(target);
            lastReadAt.put(origin, FOREVER);
          }
        });
    return unplaced;
  }

  private void updateFromGiven(Tensor value, Parameter target, Set<Parameter> updated) {
    if (value.operation().equals(target)) {
      return;
    }
    Buffer from = buffer(value);
    if (updated.contains(value.operation())) {
      // What is to be stored here will have been overwritten there.
      int elements = graph.sizes().elements(value);
      from = new Buffer(new float[elements]);
      before.add(new Transfer(buffer(value), from, elements));
    }
    after.add(new Transfer(from, parameter(target), graph.sizes().elements(value)));
  }

  private Transfer update(Tensor value, Parameter target) {
    return new Transfer(buffer(value), parameter(target), graph.sizes().elements(value));
  }

  /** Returns whether the old value of a parameter is still read once the new one is written. */
  private boolean isReadAfter(Parameter target, Tensor value) {
    Tensor oldValue = oldValues.get(target);
    int written = computedAt.getOrDefault(value, 0);
    int read = oldValue == null ? -1 : lastReadAt.getOrDefault(oldValue, -1);
    return read > written || (read == written && !isElementwise(value));
  }

  /** Returns whether a tensor is written element by element, in the order of its group. */
  private boolean isElementwise(Tensor tensor) {
    return !(tensor.operation() instanceof Reduce) && graph.isElementwise(tensor);
  }

  private void placeIntermediates() {
    Map<Integer, List<Tensor>> ending = new HashMap<>();
    lastReadAt.forEach(
        (tensor, last) -> ending.computeIfAbsent(last, key -> new ArrayList<>()).add(tensor));
    for (int i = 0; i < spans.size(); i++) {
      List<Tensor> lastReads = ending.getOrDefault(i, List.of());
      List<Tensor> results =
          spans.get(i).stream()
              .flatMap(group -> group.tensors().stream())
              .filter(this::needsPlace)
              .toList();
      if (spans.get(i).size() > 1) {
        int span = i;
        locals.put(span, results.stream().filter(tensor -> isLocal(tensor, span)).toList());
        results = results.stream().filter(tensor -> !isLocal(tensor, span)).toList();
      }
      place(results, false);
      // What is read element by element can be written over element by element.
      release(lastReads, false);
      place(results, true);
      release(lastReads, true);
    }
  }

  private boolean isLocal(Tensor tensor, int span) {
    return lastReadAt.getOrDefault(tensor, FOREVER) == span;
  }

  private boolean needsPlace(Tensor tensor) {
    return lastReadAt.containsKey(tensor) && !isPlaced(tensor);
  }

  private void place(List<Tensor> tensors, boolean elementwise) {
    for (Tensor tensor : tensors) {
      if (isElementwise(tensor) == elementwise) {
        buffers.put(tensor, memory.take(graph.sizes().elements(tensor)));
      }
    }
  }

  private void release(List<Tensor> tensors, boolean across) {
    for (Tensor tensor : tensors) {
      Buffer buffer = buffers.get(tensor);
      if (buffer != null && readAcross.contains(tensor) == across) {
        memory.giveBack(buffer);
      }
    }
  }
}
