package dev.ae4j.graph;

import dev.ae4j.graph.op.Composite;
import dev.ae4j.graph.op.Input;
import dev.ae4j.graph.op.Operation;
import dev.ae4j.graph.op.Parameter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A graph with named results, and with new values for parameters: what a backend compiles.
 *
 * <p>A run computes all outputs and all updates from the inputs and from the parameters as they
 * were before, and then stores the updates. Immutable.
 */
public final class Program {
  private final Map<String, Tensor> outputs;
  private final Map<Parameter, Tensor> updates;
  private final List<Tensor> tensors;
  private final List<Input> inputs;
  private final List<Parameter> parameters;

  private Program(Map<String, Tensor> outputs, Map<Parameter, Tensor> updates) {
    this.outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    this.updates = Collections.unmodifiableMap(new LinkedHashMap<>(updates));
    List<Tensor> roots = new ArrayList<>(outputs.values());
    roots.addAll(updates.values());
    this.tensors = List.copyOf(topologicalOrder(roots, Set.of()));
    List<Operation> operations = new ArrayList<>(tensors.stream().map(Tensor::operation).toList());
    // A parameter that is only written to is not among the tensors
    operations.addAll(updates.keySet());
    this.inputs = distinct(Input.class, operations);
    this.parameters = distinct(Parameter.class, operations);
  }

  /** Returns a builder of a program without outputs and updates. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the results by name, in the order in which they were added. */
  public Map<String, Tensor> outputs() {
    return outputs;
  }

  /** Returns the new values of parameters, in the order in which they were added. */
  public Map<Parameter, Tensor> updates() {
    return updates;
  }

  /** Returns every tensor of the program once, each after those that it is computed from. */
  public List<Tensor> tensors() {
    return tensors;
  }

  /** Returns the inputs in a fixed order. */
  public List<Input> inputs() {
    return inputs;
  }

  /** Returns the parameters, those that are read and those that are written, in a fixed order. */
  public List<Parameter> parameters() {
    return parameters;
  }

  /**
   * Returns an equal program in which composites are replaced by their lowering, again and again.
   *
   * @param keep composites that the backend executes itself and that stay
   */
  public Program lowered(Predicate<Composite> keep) {
    Program program = this;
    while (program.tensors.stream().anyMatch(tensor -> isToLower(tensor, keep))) {
      program = program.loweredOnce(keep);
    }
    return program;
  }

  private static boolean isToLower(Tensor tensor, Predicate<Composite> keep) {
    return tensor.operation() instanceof Composite composite && !keep.test(composite);
  }

  private Program loweredOnce(Predicate<Composite> keep) {
    Map<Tensor, Tensor> renewed = new HashMap<>();
    for (Tensor tensor : tensors) {
      List<Tensor> inputs = tensor.operation().inputs().stream().map(renewed::get).toList();
      boolean unchanged = inputs.equals(tensor.operation().inputs());
      Tensor copy = unchanged ? tensor : Tensor.of(tensor.operation().withInputs(inputs));
      renewed.put(tensor, isToLower(copy, keep) ? ((Composite) copy.operation()).lowering() : copy);
    }
    Map<String, Tensor> newOutputs = new LinkedHashMap<>(outputs);
    newOutputs.replaceAll((name, tensor) -> renewed.get(tensor));
    Map<Parameter, Tensor> newUpdates = new LinkedHashMap<>(updates);
    newUpdates.replaceAll((parameter, tensor) -> renewed.get(tensor));
    return new Program(newOutputs, newUpdates);
  }

  /**
   * Returns the tensors that some tensors are computed from, and these themselves, each once and
   * after its inputs.
   *
   * @param roots where to begin
   * @param stops tensors that are included without what they are computed from
   */
  static List<Tensor> topologicalOrder(Collection<Tensor> roots, Set<Tensor> stops) {
    List<Tensor> order = new ArrayList<>();
    Set<Tensor> opened = new HashSet<>();
    Set<Tensor> done = new HashSet<>();
    Deque<Tensor> stack = new ArrayDeque<>();
    // Iterative, since gradients of deep networks are deeper than the Java stack
    for (Tensor root : roots) {
      stack.push(root);
      while (!stack.isEmpty()) {
        Tensor tensor = stack.peek();
        if (opened.add(tensor) && !stops.contains(tensor)) {
          List<Tensor> inputs = tensor.operation().inputs();
          for (int i = inputs.size() - 1; i >= 0; i--) {
            if (!opened.contains(inputs.get(i))) {
              stack.push(inputs.get(i));
            }
          }
        } else {
          stack.pop();
          if (done.add(tensor)) {
            order.add(tensor);
          }
        }
      }
    }
    return order;
  }

  private static <T extends Operation> List<T> distinct(Class<T> type, List<Operation> operations) {
    Map<String, T> named = new LinkedHashMap<>();
    for (Operation each : operations) {
      if (type.isInstance(each)) {
        T operation = type.cast(each);
        T other = named.putIfAbsent(operation.name(), operation);
        if (other != null && !other.equals(operation)) {
          throw new ShapeException(
              operation.name()
                  + " is used with the shapes "
                  + other.shape()
                  + " and "
                  + operation.shape());
        }
      }
    }
    return List.copyOf(named.values());
  }

  /** Collects outputs and updates; each method returns this builder. */
  public static final class Builder {
    private final Map<String, Tensor> outputs = new LinkedHashMap<>();
    private final Map<Parameter, Tensor> updates = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Adds a result.
     *
     * @throws ShapeException if it is not float32
     */
    public Builder output(String name, Tensor tensor) {
      if (tensor.type() != ElementType.FLOAT32) {
        throw new ShapeException("output " + name + " is " + tensor + ". Maybe convert it");
      }
      if (outputs.put(name, tensor) != null) {
        throw new IllegalArgumentException("Output " + name + " is added twice");
      }
      return this;
    }

    /**
     * Adds the value that a parameter has after a run.
     *
     * @throws ShapeException if the shapes differ or the value is not float32
     */
    public Builder update(Parameter parameter, Tensor value) {
      if (!parameter.shape().equals(value.shape()) || value.type() != ElementType.FLOAT32) {
        throw new ShapeException(
            "update of "
                + parameter.name()
                + " "
                + parameter.shape()
                + " by "
                + value
                + ": the shapes or types differ");
      }
      if (updates.put(parameter, value) != null) {
        throw new IllegalArgumentException(parameter.name() + " is updated twice");
      }
      return this;
    }

    /**
     * Returns the program.
     *
     * @throws ShapeException if a name stands for inputs or parameters of different shapes
     */
    public Program build() {
      return new Program(outputs, updates);
    }
  }
}
