package dev.ae4j.jvm.plan;

import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Reduce;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Decides which tensors are computed together, and in which order.
 *
 * <p>Every tensor gets a level. What is read across a step, because it has to be complete before,
 * is on a lower level; what an element-wise function reads element by element may be on its own
 * level. So element-wise functions over as many elements and on one level can be one step, and
 * steps in the order of levels find their operands computed.
 *
 * <p>Within these bounds, a result that other element-wise functions read goes to the level of the
 * first of them, so that as few intermediate results as possible leave their step; everything else
 * is computed as early as possible.
 */
final class Grouping {
  private final Graph graph;
  private final boolean fuse;
  private final Map<Tensor, Integer> earliest = new HashMap<>();
  private final Map<Tensor, Integer> levels = new HashMap<>();

  private Grouping(Graph graph, boolean fuse) {
    this.graph = graph;
    this.fuse = fuse;
  }

  /**
   * Returns the groups of all computed tensors, each after those that it depends on.
   *
   * @param graph what to compute
   * @param fuse whether groups may have more than one tensor; the results do not depend on it
   */
  static List<Group> group(Graph graph, boolean fuse) {
    Grouping grouping = new Grouping(graph, fuse);
    grouping.findEarliestLevels();
    grouping.findLevels();
    return grouping.collect();
  }

  private void findEarliestLevels() {
    for (Tensor tensor : graph.computed()) {
      int level = 0;
      for (Graph.Read read : graph.reads(tensor)) {
        if (graph.isComputed(read.tensor())) {
          int below = isWithinStep(read) ? 0 : 1;
          level = Math.max(level, earliest.getOrDefault(read.tensor(), 0) + below);
        }
      }
      earliest.put(tensor, level);
    }
  }

  private void findLevels() {
    Map<Tensor, Integer> latest = new HashMap<>();
    Set<Tensor> readWithinStep = new HashSet<>();
    List<Tensor> computed = graph.computed();
    for (int i = computed.size() - 1; i >= 0; i--) {
      Tensor tensor = computed.get(i);
      Map<Tensor, Integer> bounds = readWithinStep.contains(tensor) ? latest : earliest;
      int level = bounds.getOrDefault(tensor, 0);
      levels.put(tensor, level);
      for (Graph.Read read : graph.reads(tensor)) {
        if (isWithinStep(read)) {
          readWithinStep.add(read.tensor());
          latest.merge(read.tensor(), level, Math::min);
        } else {
          latest.merge(read.tensor(), level - 1, Math::min);
        }
      }
    }
  }

  private boolean isWithinStep(Graph.Read read) {
    return fuse && read.aligned() && graph.isElementwise(read.tensor());
  }

  private List<Group> collect() {
    SortedMap<Integer, List<Group>> byLevel = new TreeMap<>();
    Map<Space, Group> spaces = new HashMap<>();
    for (Tensor tensor : graph.computed()) {
      int level = levels.getOrDefault(tensor, 0);
      List<Group> sameLevel = byLevel.computeIfAbsent(level, key -> new ArrayList<>());
      if (graph.isElementwise(tensor)) {
        int elements = graph.sizes().elements(tensor);
        Group known = spaces.get(new Space(level, elements));
        if (known == null || !fuse) {
          known = new Group(elements);
          sameLevel.add(known);
          spaces.put(new Space(level, elements), known);
        }
        known.add(tensor);
      } else if (!joinsOperand(tensor, spaces)) {
        sameLevel.add(new Group(tensor));
      }
    }
    return byLevel.values().stream().flatMap(List::stream).toList();
  }

  /** Adds a reduction to the group that computes its operand, if that can do it on the way. */
  private boolean joinsOperand(Tensor tensor, Map<Space, Group> spaces) {
    if (!fuse || !(tensor.operation() instanceof Reduce reduce)) {
      return false;
    }
    Tensor x = graph.origin(reduce.x());
    ReducedAxis axis = ReducedAxis.of(reduce, graph.sizes());
    if (!graph.isElementwise(x) || axis.inner() != 1 || axis.outer() * axis.reduced() == 0) {
      return false;
    }
    Group group = spaces.get(new Space(levels.getOrDefault(x, 0), graph.sizes().elements(x)));
    return group != null
        && (axis.outer() == 1
            ? group.addTotal(tensor)
            : group.addRowReduction(tensor, axis.reduced()));
  }

  /** What the element-wise functions of a group have in common. */
  private record Space(int level, int elements) {}
}
