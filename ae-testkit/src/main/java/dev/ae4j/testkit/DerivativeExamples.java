package dev.ae4j.testkit;

import dev.ae4j.graph.ElementType;
import dev.ae4j.graph.Gradients;
import dev.ae4j.graph.Resampling;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.Window;
import dev.ae4j.graph.op.Conv2dFilterGradient;
import dev.ae4j.graph.op.CustomComposite;
import dev.ae4j.graph.op.MatMul;
import dev.ae4j.graph.op.MaxPool2d;
import dev.ae4j.graph.op.MaxUnpool2d;
import dev.ae4j.graph.op.Unary;
import dev.ae4j.graph.op.UnaryKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Functions whose derivatives are worth a look: every primitive, and what networks make of them.
 */
final class DerivativeExamples {
  /**
   * A function and where to look at it.
   *
   * @param name unique among the examples
   * @param function builds the graph from one tensor per argument
   * @param arguments what to put in
   */
  record Example(String name, Function<List<Tensor>, Tensor> function, List<Argument> arguments) {}

  /**
   * Numbers in {@code [low, high)}.
   *
   * @param shape the shape, batched or not
   * @param low the lowest number
   * @param high the number above all
   */
  record Argument(Shape shape, double low, double high) {}

  private final List<Example> examples = new ArrayList<>();

  private DerivativeExamples() {}

  static List<Example> all() {
    DerivativeExamples examples = new DerivativeExamples();
    examples.elementwise();
    examples.moves();
    examples.products();
    examples.images();
    examples.lookups();
    examples.networks();
    return examples.examples;
  }

  private void add(String name, Function<List<Tensor>, Tensor> function, Argument... arguments) {
    examples.add(new Example(name, function, List.of(arguments)));
  }

  private static Argument batch(int... sample) {
    return new Argument(Shape.batchOf(sample), -1, 1);
  }

  private static Argument fixed(int... sizes) {
    return new Argument(Shape.of(sizes), -1, 1);
  }

  private static Argument positive(Shape shape) {
    return new Argument(shape, 0.5, 2);
  }

  private void elementwise() {
    for (UnaryKind kind : UnaryKind.values()) {
      boolean positive = kind == UnaryKind.LOG || kind == UnaryKind.SQRT;
      for (Shape shape : List.of(Shape.batchOf(3), Shape.of(13), Shape.scalar())) {
        add(
            kind.name().toLowerCase(Locale.ROOT) + " " + shape,
            x -> Tensor.of(new Unary(kind, x.get(0))),
            positive ? positive(shape) : new Argument(shape, -2, 2));
      }
    }
    List<List<Shape>> pairs =
        List.of(
            List.of(Shape.batchOf(3), Shape.batchOf(3)),
            List.of(Shape.batchOf(3, 5), Shape.of(5)),
            List.of(Shape.of(3, 1), Shape.batchOf(3, 5)),
            List.of(Shape.batchOf(1), Shape.batchOf(7)),
            List.of(Shape.batchOf(7), Shape.scalar()),
            List.of(Shape.of(1, 7), Shape.batchOf(7)),
            List.of(Shape.of(7, 1), Shape.of(1, 3)),
            List.of(Shape.batchOf(), Shape.batchOf()));
    for (List<Shape> pair : pairs) {
      Argument a = new Argument(pair.get(0), -1, 1);
      Argument b = new Argument(pair.get(1), -1, 1);
      add("plus " + pair, x -> x.get(0).plus(x.get(1)), a, b);
      add("minus " + pair, x -> x.get(0).minus(x.get(1)), a, b);
      add("times " + pair, x -> x.get(0).times(x.get(1)), a, b);
      add("dividedBy " + pair, x -> x.get(0).dividedBy(x.get(1)), a, positive(pair.get(1)));
      add("maximum " + pair, x -> x.get(0).maximum(x.get(1)), a, b);
      add("minimum " + pair, x -> x.get(0).minimum(x.get(1)), a, b);
      add(
          "select " + pair,
          x -> x.get(0).lessThan(x.get(1)).select(x.get(0).exp(), x.get(1).square()),
          a,
          b);
    }
    add("square", x -> x.get(0).square(), batch(3));
    add(
        "a tensor meets itself",
        x -> x.get(0).times(x.get(0)).dividedBy(x.get(0)),
        positive(Shape.batchOf(3)));
    add("relu", x -> x.get(0).relu().square(), batch(13));
    add("clip", x -> x.get(0).clip(-0.5f, 0.5f).exp(), batch(13));
    add("compare", x -> x.get(0).lessThan(x.get(1)), batch(3), batch(3));
  }

  private void moves() {
    add("broadcastTo, new axes", x -> x.get(0).broadcastTo(Shape.batchOf(3, 5)), fixed(5));
    add("broadcastTo, axes of one", x -> x.get(0).broadcastTo(Shape.of(7, 3, 5)), fixed(7, 1, 5));
    add("broadcastTo, scalar", x -> x.get(0).exp().broadcastTo(Shape.of(3, 1, 7)), fixed());
    for (List<Integer> axes :
        List.of(List.of(0), List.of(1), List.of(2), List.of(0, 2), List.of(0, 1, 2))) {
      add("sum batched " + axes, x -> x.get(0).exp().sum(axes), batch(3, 5));
      add("sum " + axes, x -> x.get(0).exp().sum(axes), fixed(7, 3, 5));
      add("mean batched " + axes, x -> x.get(0).exp().mean(axes), batch(3, 5));
    }
    add("mean", x -> x.get(0).exp().mean(), fixed(7, 13));
    for (int axis = 0; axis < 3; axis++) {
      int along = axis;
      add("max batched " + axis, x -> x.get(0).exp().max(along), batch(3, 5));
      add("max " + axis, x -> x.get(0).exp().max(along), fixed(7, 3, 5));
    }
    add("expand", x -> x.get(0).exp().expand(1), batch(3));
    add("reshape", x -> x.get(0).exp().reshape(Shape.batchOf(5, 3)), batch(3, 5));
    add("transpose", x -> x.get(0).exp().transpose(List.of(0, 3, 1, 2)), batch(2, 3, 5));
    add("transpose unbatched", x -> x.get(0).exp().transpose(List.of(2, 0, 1)), fixed(7, 3, 5));
    add("slice", x -> x.get(0).exp().slice(1, 2, 3), batch(7));
    add("slice first axis", x -> x.get(0).exp().slice(0, 2, 3), fixed(7, 3));
    add("pad", x -> x.get(0).exp().pad(1, 2, 3), batch(7));
    add("pad first axis", x -> x.get(0).exp().pad(0, 2, 0), fixed(7, 3));
    add(
        "concat",
        x -> Tensor.concat(1, List.of(x.get(0).exp(), x.get(1), x.get(0))),
        batch(3),
        batch(1));
  }

  private void products() {
    for (boolean transposeA : new boolean[] {false, true}) {
      for (boolean transposeB : new boolean[] {false, true}) {
        add(
            "matMul " + (transposeA ? "T" : "N") + (transposeB ? "T" : "N"),
            x -> Tensor.of(new MatMul(x.get(0), x.get(1), transposeA, transposeB)),
            transposeA ? fixed(7, 13) : fixed(13, 7),
            transposeB ? fixed(3, 7) : fixed(7, 3));
      }
    }
    add("matMul of a batch", x -> x.get(0).matMul(x.get(1)).tanh(), batch(7), fixed(7, 3));
    add(
        "matMul of a batch, NT",
        x -> Tensor.of(new MatMul(x.get(0), x.get(1), false, true)).tanh(),
        batch(7),
        fixed(3, 7));
    add(
        "matMul over the batch",
        x -> Tensor.of(new MatMul(x.get(0), x.get(1), true, false)).tanh(),
        batch(7),
        batch(3));
    add("matMul with itself", x -> x.get(0).matMul(x.get(0)).matMul(x.get(0)), fixed(3, 3));
    add("softmax", x -> x.get(0).softmax(), batch(7));
    add("softmax unbatched", x -> x.get(0).softmax(), fixed(3, 1, 7));
    add("log of softmax", x -> x.get(0).softmax().softmax().log(), batch(3));
    add(
        "custom composite",
        x ->
            Tensor.of(
                new CustomComposite(
                    "testkit/gate",
                    x,
                    Map.of(),
                    in -> in.get(0).times(in.get(1).sigmoid()).plus(in.get(0).softmax()))),
        batch(3),
        fixed(3));
  }

  private void images() {
    List<Window> windows =
        List.of(
            Window.of(1, 1),
            Window.of(3, 3).same(4, 5),
            Window.of(2, 3).stride(2, 1),
            Window.of(2, 2).dilation(2, 3).padding(1, 0, 0, 2));
    for (Window window : windows) {
      String size = window.height() + "x" + window.width();
      int rows = window.outputHeight(4);
      int columns = window.outputWidth(5);
      add(
          "conv2d " + size,
          x -> x.get(0).conv2d(x.get(1), window).tanh(),
          batch(4, 5, 2),
          fixed(window.height(), window.width(), 2, 3));
      add(
          "transposedConv2d " + size,
          x -> x.get(0).transposedConv2d(x.get(1), window, 4, 5).tanh(),
          batch(rows, columns, 3),
          fixed(window.height(), window.width(), 2, 3));
      add(
          "conv2dFilterGradient " + size,
          x -> Tensor.of(new Conv2dFilterGradient(x.get(0), x.get(1), window)).tanh(),
          batch(4, 5, 2),
          batch(rows, columns, 3));
    }
    for (Window window : List.of(Window.of(2, 2).stride(2, 2), Window.of(3, 2).same(4, 5))) {
      String size = window.height() + "x" + window.width();
      int rows = window.outputHeight(4);
      int columns = window.outputWidth(5);
      add("maxPool2d " + size, x -> x.get(0).maxPool2d(window).exp(), batch(4, 5, 3));
      add(
          "maxPool2d by other keys " + size,
          x -> Tensor.of(new MaxPool2d(x.get(0), x.get(1), window)).exp(),
          batch(4, 5, 3),
          batch(4, 5, 3));
      add(
          "maxUnpool2d " + size,
          x -> Tensor.of(new MaxUnpool2d(x.get(0), x.get(1), window)).exp(),
          batch(4, 5, 3),
          batch(rows, columns, 3));
      add(
          "averagePool2d " + size,
          x -> Resampling.averagePool2d(x.get(0), window).exp(),
          batch(4, 5, 3));
    }
    add("upsampleNearest", x -> Resampling.upsampleNearest(x.get(0).exp(), 2, 3), batch(2, 3, 2));
    add("resizeBilinear", x -> Resampling.resizeBilinear(x.get(0).exp(), 4, 5), batch(2, 3, 2));
    add(
        "conv1d",
        x -> x.get(0).conv1d(x.get(1), Window.of(1, 3).same(1, 5)).tanh(),
        batch(5, 2),
        fixed(3, 2, 3));
  }

  private void lookups() {
    add(
        "gather",
        x -> x.get(0).gather(x.get(1).times(4).convert(ElementType.INT32)).exp(),
        fixed(3, 2),
        positive(Shape.batchOf(2)));
    add(
        "scatterAdd",
        x -> x.get(0).exp().scatterAdd(x.get(1).times(2).convert(ElementType.INT32), 3),
        batch(2, 3),
        positive(Shape.batchOf(2)));
    add(
        "matMul of many matrices",
        x -> x.get(0).matMul(x.get(1)).tanh(),
        batch(2, 3, 5),
        batch(2, 5, 4));
    add(
        "matMul of many matrices with one",
        x -> x.get(0).matMul(x.get(1)).tanh(),
        batch(3, 5),
        fixed(5, 2));
    for (boolean transposeA : new boolean[] {false, true}) {
      for (boolean transposeB : new boolean[] {false, true}) {
        add(
            "matMul of a batch of matrices " + (transposeA ? "T" : "N") + (transposeB ? "T" : "N"),
            x -> Tensor.of(new MatMul(x.get(0), x.get(1), transposeA, transposeB)).tanh(),
            transposeA ? batch(5, 3) : batch(3, 5),
            transposeB ? batch(4, 5) : batch(5, 4));
      }
    }
    add("logSumExp", x -> x.get(0).logSumExp(1), batch(5, 2));
    add("logSoftmax", x -> x.get(0).logSoftmax(), batch(5));
    add(
        "argMax has no gradient",
        x -> x.get(0).argMax(1).oneHot(5).times(x.get(0).exp()),
        batch(5));
  }

  private void networks() {
    add(
        "dense autoencoder with squared error",
        x -> {
          Tensor code = x.get(0).matMul(x.get(1)).plus(x.get(2)).tanh();
          Tensor output = code.matMul(x.get(3)).plus(x.get(4)).sigmoid();
          return output.minus(x.get(0)).square().mean();
        },
        batch(7),
        fixed(7, 3),
        fixed(3),
        fixed(3, 7),
        fixed(7));
    add(
        "dense layers with tied weights and cross-entropy",
        x -> {
          Tensor code = x.get(0).matMul(x.get(1)).plus(x.get(2)).softplus();
          Tensor logits = Tensor.of(new MatMul(code, x.get(1), false, true));
          Tensor target = x.get(0).sigmoid();
          return logits.softplus().minus(target.times(logits)).sum(List.of(1)).mean();
        },
        batch(7),
        fixed(7, 3),
        fixed(3));
    add(
        "contractive penalty",
        x -> {
          // The squared Jacobian of the code, row by row: a gradient inside the function
          Tensor code = x.get(0).matMul(x.get(1)).plus(x.get(2)).tanh();
          Tensor penalty = Tensor.scalar(0);
          for (int i = 0; i < 3; i++) {
            Tensor row = Gradients.of(code.slice(1, i, 1).sum(), List.of(x.get(0))).get(0);
            penalty = penalty.plus(row.square().sum(List.of(1)).mean());
          }
          return penalty;
        },
        batch(5),
        fixed(5, 3),
        fixed(3));
    add(
        "Gaussian posterior",
        x -> {
          Tensor mean = x.get(0).slice(1, 0, 3);
          Tensor logVariance = x.get(0).slice(1, 3, 3);
          Tensor sample = mean.plus(logVariance.times(0.5f).exp().times(x.get(1)));
          Tensor divergence =
              mean.square().plus(logVariance.exp()).minus(logVariance).minus(1).times(0.5f);
          return divergence.sum(List.of(1)).mean().plus(sample.tanh().square().mean());
        },
        batch(6),
        batch(3));
    add(
        "layer normalisation",
        x -> {
          Tensor centred = x.get(0).minus(x.get(0).mean(List.of(1)).expand(1));
          Tensor variance = centred.square().mean(List.of(1)).expand(1);
          return centred.dividedBy(variance.plus(0.001f).sqrt()).times(x.get(1));
        },
        batch(7),
        fixed(7));
    add(
        "attention",
        x -> {
          Tensor scores = x.get(0).matMul(x.get(1)).softmax();
          return scores.matMul(x.get(1).transpose(List.of(1, 0)));
        },
        batch(5),
        fixed(5, 7));
  }
}
