package dev.ae4j.graph;

import dev.ae4j.graph.op.StopGradient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reverse-mode differentiation from graph to graph.
 *
 * <p>The gradients are built from the same operations as everything else, so they can be
 * differentiated again. See Griewank and Walther, "Evaluating Derivatives", 2nd ed., chapter 3.
 */
public final class Gradients {
  private Gradients() {}

  /**
   * Returns the gradient of a scalar with respect to each of some tensors.
   *
   * @param scalar the tensor to differentiate
   * @param variables with respect to what; a variable counts as independent of the others even if
   *     it is computed from them
   * @return one tensor per variable, of its shape; zeros where the scalar does not depend on it
   * @throws ShapeException if {@code scalar} has axes
   */
  public static List<Tensor> of(Tensor scalar, List<Tensor> variables) {
    if (scalar.shape().rank() != 0) {
      throw new ShapeException("gradient of " + scalar.shape() + ": only a scalar has one");
    }
    List<@Nullable Tensor> gradients = throughGraph(scalar, Tensor.scalar(1), variables);
    List<Tensor> complete = new ArrayList<>();
    for (int i = 0; i < variables.size(); i++) {
      Tensor gradient = gradients.get(i);
      complete.add(
          gradient != null ? gradient : Tensor.scalar(0).broadcastTo(variables.get(i).shape()));
    }
    return complete;
  }

  /**
   * Carries the gradient of a scalar with respect to {@code root} back to some tensors that {@code
   * root} is computed from.
   *
   * @param root any tensor
   * @param upstream the gradient with respect to {@code root}, of its shape
   * @param variables where to stop
   * @return one tensor per variable, of its shape; null where the gradient is zero everywhere
   */
  public static List<@Nullable Tensor> throughGraph(
      Tensor root, Tensor upstream, List<Tensor> variables) {
    Set<Tensor> stops = new HashSet<>(variables);
    List<Tensor> order = Program.topologicalOrder(List.of(root), stops);
    Set<Tensor> dependent = new HashSet<>(stops);
    for (Tensor tensor : order) {
      if (!(tensor.operation() instanceof StopGradient)
          && tensor.type() == ElementType.FLOAT32
          && tensor.operation().inputs().stream().anyMatch(dependent::contains)) {
        dependent.add(tensor);
      }
    }
    Map<Tensor, Tensor> gradients = new HashMap<>();
    gradients.put(root, upstream);
    for (int i = order.size() - 1; i >= 0; i--) {
      Tensor tensor = order.get(i);
      Tensor gradient = gradients.get(tensor);
      if (gradient == null || stops.contains(tensor) || !dependent.contains(tensor)) {
        continue;
      }
      List<Tensor> inputs = tensor.operation().inputs();
      List<@Nullable Tensor> contributions = tensor.operation().gradients(tensor, gradient);
      for (int j = 0; j < inputs.size(); j++) {
        Tensor contribution = contributions.get(j);
        if (contribution != null && dependent.contains(inputs.get(j))) {
          gradients.merge(inputs.get(j), contribution, Tensor::plus);
        }
      }
    }
    List<@Nullable Tensor> result = new ArrayList<>();
    for (Tensor variable : variables) {
      result.add(gradients.get(variable));
    }
    return result;
  }
}
