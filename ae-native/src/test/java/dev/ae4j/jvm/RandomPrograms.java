package dev.ae4j.jvm;

import dev.ae4j.graph.Program;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.ShapeException;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Binary;
import dev.ae4j.graph.op.BinaryKind;
import dev.ae4j.graph.op.Compare;
import dev.ae4j.graph.op.CompareKind;
import dev.ae4j.graph.op.MatMul;
import dev.ae4j.graph.op.Parameter;
import dev.ae4j.graph.op.Random.Distribution;
import dev.ae4j.graph.op.Reduce;
import dev.ae4j.graph.op.ReduceKind;
import dev.ae4j.graph.op.Unary;
import dev.ae4j.graph.op.UnaryKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Draws programs of every kind of operation on shapes of every kind. */
final class RandomPrograms {
  static final Shape X = Shape.batchOf(7);
  static final Shape Y = Shape.batchOf(3, 5);

  private static final int LARGEST = 600;

  private final Random random;
  private final List<Tensor> tensors = new ArrayList<>();

  private RandomPrograms(long seed) {
    random = new Random(seed);
  }

  /** Returns the program of a seed, with the inputs x and y if it has any. */
  static Program draw(long seed, int operations) {
    return new RandomPrograms(seed).draw(operations);
  }

  private Program draw(int operations) {
    List<Parameter> parameters =
        List.of(
            new Parameter("a", Shape.of(7, 7)),
            new Parameter("b", Shape.of(7, 7)),
            new Parameter("c", Shape.of(7)),
            new Parameter("d", Shape.of(7)),
            new Parameter("e", Shape.scalar()),
            new Parameter("f", Shape.of(3, 5)),
            new Parameter("g", Shape.of(7, 7)));
    tensors.add(Tensor.input("x", X));
    tensors.add(Tensor.input("y", Y));
    tensors.add(Tensor.batchSize());
    parameters.forEach(parameter -> tensors.add(Tensor.of(parameter)));
    int goal = tensors.size() + operations;
    while (tensors.size() < goal) {
      try {
        Tensor tensor = next();
        if (tensor.shape().sampleElements() <= LARGEST) {
          tensors.add(tensor);
        }
      } catch (ShapeException | IllegalArgumentException | IndexOutOfBoundsException e) {
        // These operands do not fit: try others.
      }
    }
    Program.Builder builder = Program.builder();
    for (int i = 0; i < 4; i++) {
      builder.output("output" + i, any());
    }
    List<Parameter> free = new ArrayList<>(parameters);
    if (random.nextBoolean()) {
      adam(builder, parameters.get(0), parameters.get(1), parameters.get(6));
      free.removeAll(List.of(parameters.get(0), parameters.get(1), parameters.get(6)));
    }
    for (Parameter parameter : free) {
      Tensor value = anyOf(parameter.shape());
      switch (random.nextInt(3)) {
        case 0 -> builder.update(parameter, value);
        case 1 -> builder.update(parameter, value.tanh());
        default -> {}
      }
    }
    return builder.build();
  }

  /** Updates a weight and its moments, or reads the new moments once more. */
  private void adam(Program.Builder builder, Parameter weight, Parameter mean, Parameter square) {
    Tensor gradient = anyOf(weight.shape());
    Tensor m = Tensor.of(mean).times(0.9f).plus(gradient.times(0.1f));
    Tensor v = Tensor.of(square).times(0.99f).plus(gradient.square().times(0.01f));
    Tensor scale = Tensor.of(new Parameter("e", Shape.scalar()));
    Tensor step = m.times(scale).dividedBy(v.sqrt().plus(scale.times(0.1f)));
    builder.update(mean, m).update(square, v);
    builder.update(weight, anyOf(weight.shape()).minus(step));
    if (random.nextInt(4) == 0) {
      builder.output("other", (random.nextBoolean() ? m : v).times(anyOf(weight.shape())));
    }
  }

  private Tensor anyOf(Shape shape) {
    List<Tensor> fitting = tensors.stream().filter(t -> t.shape().equals(shape)).toList();
    return fitting.get(random.nextInt(fitting.size()));
  }

  private Tensor any() {
    // Later ones more often, for depth.
    int index = Math.max(random.nextInt(tensors.size()), random.nextInt(tensors.size()));
    return tensors.get(index);
  }

  private Tensor next() {
    Tensor x = any();
    int rank = x.shape().rank();
    int axis = rank == 0 ? 0 : random.nextInt(rank);
    return switch (random.nextInt(26)) {
      case 0, 1, 2, 3 -> Tensor.of(new Unary(anyOf(UnaryKind.values()), x));
      case 4, 5, 6, 7, 8, 9 -> binary(x, any());
      case 10 -> compare(x, any());
      case 11 -> x.lessThan(any()).select(any(), x);
      case 12 -> Tensor.of(new Reduce(anyOf(ReduceKind.values()), x, someAxes(rank)));
      case 13 -> x.transpose(order(x.shape()));
      case 14 -> x.slice(axis, random.nextInt(3), 1 + random.nextInt(5));
      case 15 -> x.pad(axis, random.nextInt(3), random.nextInt(3));
      case 16 -> Tensor.concat(axis, List.of(x, any(), x));
      case 17 -> x.reshape(otherShape(x.shape()));
      case 18 -> x.broadcastTo(any().shape());
      case 19 ->
          Tensor.of(
              new dev.ae4j.graph.op.Random(
                  anyOf(Distribution.values()), x.shape(), random.nextInt(3)));
      // The factor keeps sums from beginning at a bias, which the reference does not know of.
      case 20, 21 ->
          Tensor.of(new MatMul(x, any(), random.nextBoolean(), random.nextBoolean())).times(0.3f);
      case 22 -> Tensor.scalar(0.1f).lessThan(x).select(any(), Tensor.scalar(0));
      case 23 -> sigmoidGradient(x, any());
      case 24 -> rank > 0 ? x.softmax() : x.stopGradient();
      default ->
          Tensor.scalar(anyOf(new Float[] {0f, -0f, 1f, -1f, 0.5f, Float.NaN, 3f}))
              .broadcastTo(random.nextBoolean() ? x.shape() : Shape.scalar());
    };
  }

  private Tensor binary(Tensor a, Tensor b) {
    Shape common = a.shape().broadcastWith(b.shape()).orElseThrow(IllegalArgumentException::new);
    return Tensor.of(
        new Binary(anyOf(BinaryKind.values()), a.broadcastTo(common), b.broadcastTo(common)));
  }

  private static Tensor sigmoidGradient(Tensor x, Tensor s) {
    return x.times(s).times(Tensor.scalar(1).minus(s));
  }

  private Tensor compare(Tensor a, Tensor b) {
    Shape common = a.shape().broadcastWith(b.shape()).orElseThrow(IllegalArgumentException::new);
    return Tensor.of(
        new Compare(anyOf(CompareKind.values()), a.broadcastTo(common), b.broadcastTo(common)));
  }

  private <T> T anyOf(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private List<Integer> someAxes(int rank) {
    List<Integer> axes =
        IntStream.range(0, rank).filter(axis -> random.nextBoolean()).boxed().toList();
    return axes.isEmpty() ? List.of(rank - 1) : axes;
  }

  private List<Integer> order(Shape shape) {
    int first = shape.isBatched() ? 1 : 0;
    List<Integer> order = new ArrayList<>(IntStream.range(0, shape.rank()).boxed().toList());
    Collections.shuffle(order.subList(first, order.size()), random);
    return order;
  }

  private Shape otherShape(Shape shape) {
    int elements = shape.sampleElements();
    int[] sizes =
        switch (random.nextInt(4)) {
          case 0 -> new int[] {elements};
          case 1 -> new int[] {elements, 1};
          case 2 -> new int[] {1, elements};
          default -> elements % 5 == 0 ? new int[] {elements / 5, 5} : new int[] {elements};
        };
    return shape.isBatched() ? Shape.batchOf(sizes) : Shape.of(sizes);
  }
}
