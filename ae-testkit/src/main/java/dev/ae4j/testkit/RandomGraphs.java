package dev.ae4j.testkit;

import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.CustomComposite;
import dev.ae4j.graph.op.MatMul;
import dev.ae4j.model.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Graphs that nobody would write by hand, to find what no other case thought of.
 *
 * <p>Numbers stay small, and comparisons look at inputs only: everywhere else a rounding could turn
 * them over.
 */
final class RandomGraphs {
  private static final int COUNT = 100;
  private static final int OPERATIONS = 24;
  private static final int MAX_ELEMENTS = 300;
  private static final double MAX_BOUND = 20;

  /**
   * A tensor and a number that no element exceeds in size.
   *
   * @param tensor the tensor
   * @param bound the largest absolute value
   */
  private record Node(Tensor tensor, double bound) {}

  private final Scenario scenario;
  private final RandomStream random;
  private final List<Tensor> leaves = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();

  private RandomGraphs(Scenario scenario, RandomStream random) {
    this.scenario = scenario;
    this.random = random;
  }

  static List<ConformanceCase> all() {
    return IntStream.range(0, COUNT)
        .mapToObj(
            seed ->
                Scenario.conformanceCase(
                    "random graph " + seed,
                    scenario ->
                        new RandomGraphs(scenario, new RandomStream(seed, "graph")).build()))
        .toList();
  }

  private void build() {
    leaf(scenario.batch(-1, 1, size()));
    leaf(scenario.batch(-1, 1, size(), size()));
    leaf(scenario.batch(-1, 1, size(), 1, size()));
    leaf(scenario.fixed(-1, 1, size()));
    leaf(scenario.fixed(-1, 1));
    leaf(scenario.parameter(-1, 1, size(), size()));
    for (int i = 0; i < OPERATIONS; i++) {
      Node made = operation(pick());
      if (made.tensor().shape().sampleElements() <= MAX_ELEMENTS) {
        nodes.add(made.bound() <= MAX_BOUND ? made : new Node(made.tensor().tanh(), 1));
      }
    }
    scenario.atBatchSizes(13, 0, 1);
    for (int i = nodes.size() - 8; i < nodes.size(); i++) {
      scenario.measured(nodes.get(i).tensor());
    }
  }

  private void leaf(Tensor tensor) {
    leaves.add(tensor);
    nodes.add(new Node(tensor, 1));
  }

  private int size() {
    return new int[] {1, 2, 3, 5, 7}[random.nextInt(5)];
  }

  private Node pick() {
    return nodes.get(random.nextInt(nodes.size()));
  }

  /** Returns a number below a bound that may be zero. */
  private int below(int bound) {
    return bound == 0 ? 0 : random.nextInt(bound);
  }

  private Node operation(Node x) {
    return switch (random.nextInt(14)) {
      case 0, 1 -> unary(x);
      case 2, 3, 4 -> binary(x);
      case 5 -> select(x);
      case 6 -> reduce(x);
      case 7, 8 -> product(x);
      case 9 -> reshape(x);
      case 10 -> transpose(x);
      case 11 -> sliceOrPad(x);
      case 12 -> concatOrRepeat(x);
      default -> composite(x);
    };
  }

  private Node unary(Node node) {
    Tensor x = node.tensor();
    return switch (random.nextInt(9)) {
      case 0 -> new Node(x.negate(), node.bound());
      case 1 -> new Node(x.abs(), node.bound());
      case 2 -> new Node(x.tanh(), 1);
      case 3 -> new Node(x.sigmoid(), 1);
      case 4 -> new Node(x.erf(), 1);
      case 5 -> new Node(x.softplus(), node.bound() + 1);
      case 6 -> new Node(x.tanh().exp(), 3);
      case 7 -> new Node(x.square().plus(0.5f).log(), 1 + 2 * Math.log1p(node.bound()));
      default -> new Node(x.square().plus(0.5f).sqrt(), node.bound() + 1);
    };
  }

  private Node binary(Node left) {
    Node right = pick();
    Tensor a = left.tensor();
    Tensor b = right.tensor();
    if (a.shape().broadcastWith(b.shape()).isEmpty()) {
      return unary(left);
    }
    double larger = Math.max(left.bound(), right.bound());
    return switch (random.nextInt(6)) {
      case 0 -> new Node(a.plus(b), left.bound() + right.bound());
      case 1 -> new Node(a.minus(b), left.bound() + right.bound());
      case 2 -> new Node(a.times(b), left.bound() * right.bound());
      case 3 -> new Node(a.dividedBy(b.abs().plus(0.5f)), 2 * left.bound());
      case 4 -> new Node(a.maximum(b), larger);
      default -> new Node(a.minimum(b), larger);
    };
  }

  private Node select(Node node) {
    Tensor a = leaves.get(random.nextInt(leaves.size()));
    Tensor b = leaves.get(random.nextInt(leaves.size()));
    if (a.shape().broadcastWith(b.shape()).isEmpty()) {
      return unary(node);
    }
    Tensor mask = random.nextInt(2) == 0 ? a.lessThan(b) : b.atMost(a);
    if (mask.shape().broadcastWith(node.tensor().shape()).isEmpty()) {
      return new Node(mask, 1);
    }
    return new Node(mask.select(node.tensor(), Tensor.scalar(0.5f)), node.bound() + 1);
  }

  private Node reduce(Node node) {
    Tensor x = node.tensor();
    if (x.shape().rank() == 0) {
      return unary(node);
    }
    int axis = random.nextInt(x.shape().rank());
    // The mean, since the sum along the batch has no bound; along nothing it is NaN everywhere
    return random.nextInt(2) == 0
        ? new Node(x.mean(List.of(axis)), node.bound())
        : new Node(x.max(axis), node.bound());
  }

  private Node product(Node node) {
    Tensor x = matrix(node.tensor());
    int inner = x.shape().size(1);
    double bound = inner * node.bound();
    return switch (random.nextInt(3)) {
      case 0 -> new Node(x.matMul(scenario.parameter(-1, 1, inner, size())), bound);
      case 1 -> {
        Tensor w = scenario.parameter(-1, 1, size(), inner);
        yield new Node(Tensor.of(new MatMul(x, w, false, true)), bound);
      }
      default -> {
        Tensor gram = Tensor.of(new MatMul(x, x, true, false));
        Tensor rows = x.shape().isBatched() ? Tensor.batchSize() : Tensor.scalar(x.shape().size(0));
        yield new Node(gram.dividedBy(rows), node.bound() * node.bound());
      }
    };
  }

  private static Tensor matrix(Tensor x) {
    int elements = x.shape().sampleElements();
    return x.reshape(x.shape().isBatched() ? Shape.batchOf(elements) : Shape.of(1, elements));
  }

  private Node reshape(Node node) {
    Tensor x = node.tensor();
    int elements = x.shape().sampleElements();
    int[] sizes = {1, elements};
    for (int divisor : new int[] {7, 5, 3, 2}) {
      if (elements % divisor == 0 && random.nextInt(2) == 0) {
        sizes = new int[] {elements / divisor, divisor};
      }
    }
    return new Node(
        x.reshape(x.shape().isBatched() ? Shape.batchOf(sizes) : Shape.of(sizes)), node.bound());
  }

  private Node transpose(Node node) {
    Tensor x = node.tensor();
    int first = x.shape().isBatched() ? 1 : 0;
    int[] order = IntStream.range(first, x.shape().rank()).toArray();
    random.shuffle(order);
    List<Integer> axes = new ArrayList<>();
    if (first == 1) {
      axes.add(0);
    }
    IntStream.of(order).forEach(axes::add);
    return new Node(x.transpose(axes), node.bound());
  }

  private Node sliceOrPad(Node node) {
    Tensor x = withAxis(node.tensor());
    int axis = axis(x);
    if (random.nextInt(2) == 0) {
      return new Node(x.pad(axis, random.nextInt(3), random.nextInt(3)), node.bound());
    }
    int start = below(x.shape().size(axis));
    int size = 1 + below(x.shape().size(axis) - start);
    return new Node(x.slice(axis, start, size), node.bound());
  }

  private Node concatOrRepeat(Node node) {
    Tensor x = withAxis(node.tensor());
    if (random.nextInt(2) == 0) {
      return new Node(Tensor.concat(axis(x), List.of(x, x.negate(), x)), node.bound());
    }
    Shape sample = x.shape().sample();
    int[] sizes = new int[sample.rank() + 1];
    sizes[0] = size();
    System.arraycopy(sample.sampleSizes(), 0, sizes, 1, sample.rank());
    boolean batched = x.shape().isBatched();
    Tensor expanded = x.expand(batched ? 1 : 0);
    return new Node(
        expanded.broadcastTo(batched ? Shape.batchOf(sizes) : Shape.of(sizes)), node.bound());
  }

  /** Returns a tensor that has an axis beside the batch. */
  private static Tensor withAxis(Tensor x) {
    int first = x.shape().isBatched() ? 1 : 0;
    return x.shape().rank() > first ? x : x.expand(first);
  }

  private int axis(Tensor x) {
    int first = x.shape().isBatched() ? 1 : 0;
    return first + random.nextInt(x.shape().rank() - first);
  }

  private Node composite(Node node) {
    Tensor x = withAxis(node.tensor());
    if (random.nextInt(2) == 0) {
      return new Node(x.softmax(), 1);
    }
    CustomComposite gelu =
        new CustomComposite(
            "testkit/gelu",
            List.of(x),
            Map.of(),
            in -> in.get(0).times(in.get(0).times(0.70710677f).erf().plus(1)).times(0.5f));
    return new Node(Tensor.of(gelu), node.bound());
  }
}
