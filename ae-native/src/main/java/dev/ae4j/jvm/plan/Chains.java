package dev.ae4j.jvm.plan;

import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Binary;
import dev.ae4j.graph.op.BinaryKind;
import dev.ae4j.graph.op.Broadcast;
import dev.ae4j.graph.op.Compare;
import dev.ae4j.graph.op.CompareKind;
import dev.ae4j.graph.op.Select;
import dev.ae4j.graph.op.Unary;
import dev.ae4j.graph.op.UnaryKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the element-wise functions of a group that one kernel computes in one go.
 *
 * <p>The links of a chain are the tensors on the way to its result. Nothing else in the group reads
 * them, so they are not computed on their own.
 */
final class Chains {
  /** Some element-wise functions, each of which reads the results of others. */
  sealed interface Chain {
    /** Returns the origins of the tensors that the chain reads as a whole. */
    List<Tensor> operands();
  }

  /** {@code kind(a, b) ? x : other} for numbers {@code a} and {@code other}. */
  record Choice(CompareKind kind, Tensor a, Tensor b, Tensor x, Tensor other) implements Chain {
    @Override
    public List<Tensor> operands() {
      return List.of(a, b, x, other);
    }
  }

  /** {@code (x s) (1 - s)}. */
  record SigmoidGradient(Tensor x, Tensor s) implements Chain {
    @Override
    public List<Tensor> operands() {
      return List.of(x, s);
    }
  }

  /** {@code x - m' scale / (sqrt(v') + epsilon)} with the new moments in place of the old ones. */
  record Adam(Moment mean, Moment square, Tensor x, Tensor scale, Tensor epsilon) implements Chain {
    @Override
    public List<Tensor> operands() {
      return List.of(
          mean.gradient,
          mean.old,
          mean.keep,
          mean.take,
          square.old,
          square.keep,
          square.take,
          x,
          scale,
          epsilon);
    }
  }

  /** {@code old keep + gradient take}, or with the square of the gradient. */
  record Moment(Tensor old, Tensor keep, Tensor gradient, Tensor take) {}

  /** {@code x number}. */
  private record Scaled(Tensor x, Tensor number) {}

  private final Graph graph;
  private final Placement placement;
  private final Map<Tensor, Integer> readers = new HashMap<>();
  private final Map<Tensor, Chain> chains = new HashMap<>();
  private final Set<Tensor> allLinks = new HashSet<>();

  /** The links of the chain that is being looked for. */
  private final List<Tensor> links = new ArrayList<>();

  /** Finds the chains of an element-wise group. */
  Chains(Graph graph, Group group, Placement placement) {
    this.graph = graph;
    this.placement = placement;
    List<Tensor> tensors = group.tensors();
    for (Tensor tensor : tensors) {
      readers.putIfAbsent(tensor, 0);
      for (Tensor input : tensor.operation().inputs()) {
        readers.merge(graph.origin(input), 1, Integer::sum);
      }
    }
    for (Tensor tensor : tensors) {
      links.clear();
      Chain chain = find(tensor);
      if (chain != null) {
        chains.put(tensor, chain);
        allLinks.addAll(links);
      }
    }
  }

  /** Returns the chain whose result is the tensor, or null. */
  @Nullable Chain endingAt(Tensor tensor) {
    return chains.get(tensor);
  }

  /** Returns whether the tensor is computed within a chain that ends later. */
  boolean isLink(Tensor tensor) {
    return allLinks.contains(tensor);
  }

  /** Returns the origins of what is read when the tensor, no link, is computed. */
  List<Tensor> operands(Tensor tensor) {
    Chain chain = chains.get(tensor);
    return chain != null
        ? chain.operands()
        : tensor.operation().inputs().stream().map(graph::origin).toList();
  }

  private @Nullable Chain find(Tensor tensor) {
    if (tensor.operation() instanceof Select select) {
      return choice(select);
    }
    if (tensor.operation() instanceof Binary binary) {
      return switch (binary.kind()) {
        case MULTIPLY -> sigmoidGradient(binary);
        case SUBTRACT -> adam(binary);
        default -> null;
      };
    }
    return null;
  }

  private @Nullable Choice choice(Select select) {
    Tensor x = graph.origin(select.a());
    Tensor other = graph.origin(select.b());
    Tensor mask = link(select.mask());
    return mask != null
            && mask.operation() instanceof Compare compare
            && isNumber(compare.a())
            && !isNumber(compare.b())
            && !isNumber(x)
            && isNumber(other)
        ? new Choice(compare.kind(), graph.origin(compare.a()), graph.origin(compare.b()), x, other)
        : null;
  }

  private @Nullable SigmoidGradient sigmoidGradient(Binary product) {
    Binary left = link(product.a(), BinaryKind.MULTIPLY);
    Binary right = link(product.b(), BinaryKind.SUBTRACT);
    if (left == null || right == null || !isOne(right.a())) {
      return null;
    }
    Tensor s = graph.origin(right.b());
    Tensor x = graph.origin(left.a());
    return s == graph.origin(left.b()) && !isNumber(x) && !isNumber(s)
        ? new SigmoidGradient(x, s)
        : null;
  }

  private @Nullable Adam adam(Binary difference) {
    Binary step = link(difference.b(), BinaryKind.DIVIDE);
    Binary divisor = step == null ? null : link(step.b(), BinaryKind.ADD);
    if (step == null || divisor == null || !isNumber(divisor.b())) {
      return null;
    }
    Scaled scaled = scaled(step.a());
    Tensor root = link(divisor.a());
    if (scaled == null
        || root == null
        || !(root.operation() instanceof Unary unary && unary.kind() == UnaryKind.SQRT)) {
      return null;
    }
    Moment mean = moment(scaled.x, false);
    Moment square = moment(unary.x(), true);
    Tensor x = graph.origin(difference.a());
    return mean != null && square != null && mean.gradient == square.gradient && !isNumber(x)
        ? new Adam(mean, square, x, scaled.number, graph.origin(divisor.b()))
        : null;
  }

  private @Nullable Moment moment(Tensor tensor, boolean ofSquare) {
    Tensor moment = graph.origin(tensor);
    if (readers.getOrDefault(moment, 0) != 1
        || !(moment.operation() instanceof Binary sum && sum.kind() == BinaryKind.ADD)) {
      return null;
    }
    Scaled kept = scaled(sum.a());
    Scaled taken = scaled(sum.b());
    if (kept == null || taken == null || !replaces(moment, kept.x)) {
      return null;
    }
    links.add(moment);
    Tensor gradient = taken.x;
    if (ofSquare) {
      Binary product = link(gradient, BinaryKind.MULTIPLY);
      if (product == null || graph.origin(product.a()) != graph.origin(product.b())) {
        return null;
      }
      gradient = graph.origin(product.a());
    }
    return isNumber(gradient) ? null : new Moment(kept.x, kept.number, gradient, taken.number);
  }

  /** Returns whether a tensor lies where the other one did, which nothing else here reads. */
  private boolean replaces(Tensor tensor, Tensor old) {
    return placement.isPlaced(tensor)
        && placement.isPlaced(old)
        && placement.buffer(tensor) == placement.buffer(old)
        && readers.getOrDefault(old, 0) == 1;
  }

  private @Nullable Scaled scaled(Tensor tensor) {
    Binary product = link(tensor, BinaryKind.MULTIPLY);
    return product != null && isNumber(product.b()) && !isNumber(product.a())
        ? new Scaled(graph.origin(product.a()), graph.origin(product.b()))
        : null;
  }

  private @Nullable Binary link(Tensor tensor, BinaryKind kind) {
    Tensor link = link(tensor);
    return link != null && link.operation() instanceof Binary binary && binary.kind() == kind
        ? binary
        : null;
  }

  /** Returns the origin of a tensor if it can be a link, and takes note of it. */
  private @Nullable Tensor link(Tensor tensor) {
    Tensor origin = graph.origin(tensor);
    boolean free =
        readers.getOrDefault(origin, 0) == 1
            && graph.isElementwise(origin)
            && !placement.isPlaced(origin)
            && !chains.containsKey(origin)
            && !isLink(origin);
    if (!free) {
      return null;
    }
    links.add(origin);
    return origin;
  }

  private boolean isOne(Tensor tensor) {
    return isNumber(tensor) && Simplifier.isNumber(graph.origin(tensor), 1);
  }

  /** Returns whether all elements of a tensor are one number. */
  private boolean isNumber(Tensor tensor) {
    return graph.origin(tensor).operation() instanceof Broadcast broadcast
        && graph.sizes().elements(broadcast.x()) == 1;
  }
}
