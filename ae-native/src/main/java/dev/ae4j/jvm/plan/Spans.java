package dev.ae4j.jvm.plan;

import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Broadcast;
import dev.ae4j.graph.op.Conv2d;
import dev.ae4j.graph.op.Conv2dFilterGradient;
import dev.ae4j.graph.op.MaxPool2d;
import dev.ae4j.graph.op.MaxUnpool2d;
import dev.ae4j.graph.op.Operation;
import dev.ae4j.graph.op.Reduce;
import dev.ae4j.graph.op.TransposedConv2d;
import dev.ae4j.jvm.step.FilterGradientStep;
import dev.ae4j.jvm.step.ReduceStep;
import dev.ae4j.jvm.step.SampleSteps;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides which groups are computed together, some samples of the batch after the other: the layers
 * of a convolutional network, whose results for the whole batch would not fit a cache.
 *
 * <p>A span has groups whose results for a sample depend on the same sample only, and gradients of
 * filters and of biases, to which samples add up. Groups between them that are not like that are
 * moved behind it, unless the span needs them.
 */
final class Spans {
  // Fewer samples leave nothing to share out.
  private static final int FEWEST_SAMPLES = 8;

  private final Graph graph;

  private Spans(Graph graph) {
    this.graph = graph;
  }

  /**
   * Returns all groups in a new order, cut into spans.
   *
   * @param graph what to compute
   * @param groups in an order in which they can be computed
   * @param fuse whether spans may have more than one group; the results do not depend on it
   */
  static List<List<Group>> find(Graph graph, List<Group> groups, boolean fuse) {
    Spans finder = new Spans(graph);
    List<List<Group>> spans = new ArrayList<>();
    List<Group> rest = new ArrayList<>(groups);
    while (!rest.isEmpty()) {
      List<Group> span = fuse ? finder.longest(rest) : List.of();
      span = span.size() > 1 ? span : List.of(rest.get(0));
      spans.add(span);
      rest.removeAll(span);
    }
    return spans;
  }

  /** Returns the span that begins with the first of some groups; empty if there is none. */
  private List<Group> longest(List<Group> groups) {
    List<Group> span = new ArrayList<>();
    boolean worthwhile = false;
    Set<Tensor> moved = new HashSet<>();
    for (Group group : groups) {
      if (isBySample(group) && readsNone(group, moved)) {
        span.add(group);
        worthwhile |= group.tensors().stream().anyMatch(this::isImageOperation);
      } else if (!span.isEmpty() && isByGroup(group) && readsNone(group, moved)) {
        // It is complete behind the span only.
        span.add(group);
        moved.addAll(group.tensors());
      } else if (span.isEmpty()) {
        return span;
      } else {
        moved.addAll(group.tensors());
      }
    }
    return worthwhile ? span : List.of();
  }

  private boolean readsNone(Group group, Set<Tensor> tensors) {
    return group.tensors().stream()
        .flatMap(tensor -> graph.reads(tensor).stream())
        .noneMatch(read -> tensors.contains(read.tensor()));
  }

  /** Returns whether the results for a sample depend on the same sample only. */
  private boolean isBySample(Group group) {
    return graph.sizes().batchSize() >= FEWEST_SAMPLES
        && group.tensors().stream().allMatch(tensor -> isBySample(group, tensor));
  }

  private boolean isBySample(Group group, Tensor tensor) {
    if (!tensor.shape().isBatched() || graph.sizes().elements(tensor) == 0) {
      return false;
    }
    if (group.isElementwise()) {
      return graph.isElementwise(tensor);
    }
    return isImageOperation(tensor)
        || tensor.operation() instanceof Broadcast
        || tensor.operation() instanceof Reduce;
  }

  /** Returns whether groups of samples add up to the result. */
  private boolean isByGroup(Group group) {
    Tensor tensor = group.tensors().get(0);
    int samples = graph.sizes().batchSize();
    if (samples < FEWEST_SAMPLES) {
      return false;
    }
    if (tensor.operation() instanceof Conv2dFilterGradient gradient) {
      return gradient.x().shape().isBatched()
          && FilterGradientStep.isByGroup(samples, graph.sizes().elements(tensor));
    }
    return samplesAtATime(graph, tensor) > 0
        && SampleSteps.Chunks.group(samples) % samplesAtATime(graph, tensor) == 0;
  }

  /**
   * Returns how many samples have to be reduced at a time, for the sum of all samples and of some
   * axes behind them; 0 for all other tensors.
   */
  static int samplesAtATime(Graph graph, Tensor tensor) {
    int samples = graph.sizes().batchSize();
    if (samples > 0
        && tensor.operation() instanceof Reduce reduce
        && reduce.x().shape().isBatched()
        && !tensor.shape().isBatched()) {
      ReducedAxis axis = ReducedAxis.of(reduce, graph.sizes());
      boolean behindEachOther = axis.outer() == 1 && axis.inner() > 1;
      return behindEachOther && axis.reduced() % samples == 0 && axis.reduced() > samples
          ? ReduceStep.samples(axis.reduced() / samples)
          : 0;
    }
    return 0;
  }

  private boolean isImageOperation(Tensor tensor) {
    Graph.Product product = graph.product(tensor);
    Operation operation = product == null ? tensor.operation() : product.operation();
    if (operation instanceof Conv2d convolution) {
      return !StepMaker.isProduct(convolution.window());
    }
    if (operation instanceof TransposedConv2d convolution) {
      return !StepMaker.isProduct(convolution.window());
    }
    return operation instanceof MaxPool2d || operation instanceof MaxUnpool2d;
  }
}
