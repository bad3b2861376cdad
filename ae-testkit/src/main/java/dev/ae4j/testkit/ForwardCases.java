package dev.ae4j.testkit;

import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import dev.ae4j.graph.Tensor;
import dev.ae4j.graph.op.Binary;
import dev.ae4j.graph.op.BinaryKind;
import dev.ae4j.graph.op.Compare;
import dev.ae4j.graph.op.CompareKind;
import dev.ae4j.graph.op.CustomComposite;
import dev.ae4j.graph.op.MatMul;
import dev.ae4j.graph.op.Unary;
import dev.ae4j.graph.op.UnaryKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** What every primitive and composite computes, alone and in the company that engines fuse. */
final class ForwardCases {
  /** How many roundings an exponential, logarithm and the like may be off. */
  private static final int TRANSCENDENTAL = 64;

  private final List<ConformanceCase> cases = new ArrayList<>();

  private ForwardCases() {}

  static List<ConformanceCase> all() {
    ForwardCases cases = new ForwardCases();
    cases.leaves();
    cases.elementwise();
    cases.repeatedAndReduced();
    cases.moved();
    cases.products();
    cases.composites();
    cases.together();
    return cases.cases;
  }

  private void add(String name, Consumer<Scenario> builder) {
    cases.add(Scenario.conformanceCase(name, builder));
  }

  private void leaves() {
    add(
        "input, parameter, constant and batch size come back",
        s -> {
          Tensor x = s.batch(-1, 1, 3);
          s.exact(x);
          s.exact(x);
          s.exact(s.fixed(-1, 1, 7, 13));
          s.exact(s.fixed(-1, 1));
          s.exact(s.parameter(-1, 1, 13));
          s.exact(s.parameter(-1, 1));
          s.exact(Tensor.constant(DoubleData.uniform("c", -1, 1, 2, 3).toTensorData()));
          s.exact(Tensor.scalar(0.1f));
          s.exact(Tensor.batchSize());
          s.exact(x.stopGradient());
        });
    add(
        "constants alone make a result",
        s -> {
          Tensor c = Tensor.constant(DoubleData.uniform("c", -1, 1, 3, 5).toTensorData());
          s.measured(c.plus(1).exp().sum(1));
          s.measured(c.matMul(c.transpose(List.of(1, 0))));
        });
    add(
        "the batch size is a number like others",
        s -> {
          Tensor x = s.batch(-1, 1, 3);
          s.within(4, Tensor.batchSize().times(0.5f).plus(1));
          s.measured(x.dividedBy(Tensor.batchSize()));
          s.measured(x.mean());
          s.measured(x.mean(List.of(0)));
          s.measured(x.mean(List.of(1)));
        });
  }

  private void elementwise() {
    for (UnaryKind kind : UnaryKind.values()) {
      add(
          "unary " + lower(kind),
          s -> {
            for (Tensor x : operands(s, kind)) {
              Tensor y = Tensor.of(new Unary(kind, x));
              s.within(roundings(kind), y);
            }
          });
    }
    for (BinaryKind kind : BinaryKind.values()) {
      add(
          "binary " + lower(kind),
          s -> {
            List<Tensor> a = operands(s, -100, 100);
            List<Tensor> b = operands(s, -100, 100);
            for (int i = 0; i < a.size(); i++) {
              s.within(2, Tensor.of(new Binary(kind, a.get(i), b.get(i))));
              s.within(2, Tensor.of(new Binary(kind, a.get(i), a.get(i))));
            }
          });
    }
    for (CompareKind kind : CompareKind.values()) {
      add(
          "compare " + lower(kind),
          s -> {
            List<Tensor> a = operands(s, -2, 2);
            List<Tensor> b = operands(s, -2, 2);
            for (int i = 0; i < a.size(); i++) {
              // Signs, so that equal numbers are frequent
              s.exact(Tensor.of(new Compare(kind, a.get(i).sign(), b.get(i).sign())));
              s.exact(Tensor.of(new Compare(kind, a.get(i), b.get(i))));
            }
          });
    }
    add(
        "select",
        s -> {
          List<Tensor> masks = operands(s, -1, 1);
          List<Tensor> a = operands(s, -1, 1);
          List<Tensor> b = operands(s, -1, 1);
          for (int i = 0; i < masks.size(); i++) {
            // Any number but zero selects the first
            Tensor mask = Tensor.scalar(0).maximum(masks.get(i));
            s.exact(mask.select(a.get(i), b.get(i)));
          }
        });
    add(
        "operands of different shapes",
        s -> {
          Tensor x = s.batch(-1, 1, 3, 5);
          for (Tensor other :
              List.of(
                  s.batch(0.5, 1, 3, 5),
                  s.batch(0.5, 1, 3, 1),
                  s.batch(0.5, 1, 1, 5),
                  s.fixed(0.5, 1, 3, 5),
                  s.fixed(0.5, 1, 1, 3, 5),
                  s.fixed(0.5, 1, 5),
                  s.fixed(0.5, 1, 3, 1),
                  s.fixed(0.5, 1, 1),
                  s.fixed(0.5, 1))) {
            s.within(2, x.plus(other));
            s.within(2, other.minus(x));
            s.within(2, x.times(other));
            s.within(2, x.dividedBy(other));
            s.exact(x.maximum(other));
            s.exact(other.lessThan(x));
            s.exact(x.lessThan(Tensor.scalar(0)).select(x, other));
          }
        });
  }

  /** Operands of several ranks and sizes over the range in which a function is interesting. */
  private static List<Tensor> operands(Scenario s, UnaryKind kind) {
    double range =
        switch (kind) {
          case NEGATE, ABS, SIGN, FLOOR, ROUND, TANH -> 20;
          case EXP, SIGMOID, SOFTPLUS -> 80;
          case ERF -> 5;
          case SQRT, LOG -> 1000;
        };
    boolean positive = kind == UnaryKind.SQRT || kind == UnaryKind.LOG;
    List<Tensor> operands = operands(s, positive ? 0.001 : -range, range);
    operands.addAll(operands(s, positive ? 0.5 : -0.5, positive ? 1.5 : 0.5));
    operands.add(s.fixed(positive ? 1e-6 : -1e-3, 1e-3, 1021));
    return operands;
  }

  private static List<Tensor> operands(Scenario s, double low, double high) {
    return new ArrayList<>(
        List.of(
            s.batch(low, high),
            s.batch(low, high, 3),
            s.batch(low, high, 1, 2, 3),
            s.fixed(low, high),
            s.fixed(low, high, 1),
            s.fixed(low, high, 1021),
            s.fixed(low, high, 13, 0),
            s.fixed(low, high, 13, 3, 5, 2)));
  }

  private static int roundings(UnaryKind kind) {
    return switch (kind) {
      case NEGATE, ABS, SIGN, FLOOR, ROUND -> 0;
      case SQRT -> 1;
      case EXP, LOG, TANH, SIGMOID, SOFTPLUS, ERF -> TRANSCENDENTAL;
    };
  }

  private void repeatedAndReduced() {
    add(
        "broadcast over the batch",
        s -> {
          Tensor x = s.batch(-1, 1, 4);
          s.exact(x);
          for (Tensor part :
              List.of(
                  s.fixed(-1, 1),
                  s.fixed(-1, 1, 1),
                  s.fixed(-1, 1, 4),
                  s.fixed(-1, 1, 3, 1),
                  s.fixed(-1, 1, 3, 4),
                  s.fixed(-1, 1, 1, 1, 1),
                  s.fixed(-1, 1, 1, 3, 4),
                  s.batch(-1, 1, 1, 1),
                  s.batch(-1, 1, 3, 1),
                  x.expand(1))) {
            s.exact(part.broadcastTo(Shape.batchOf(3, 4)));
          }
        });
    add(
        "broadcast without a batch",
        s -> {
          s.exact(s.fixed(-1, 1).broadcastTo(Shape.of(1021)));
          s.exact(s.fixed(-1, 1, 1).broadcastTo(Shape.of(13, 207)));
          s.exact(s.fixed(-1, 1, 207).broadcastTo(Shape.of(13, 207)));
          s.exact(s.fixed(-1, 1, 13, 1).broadcastTo(Shape.of(13, 207)));
          s.exact(s.fixed(-1, 1, 3, 1, 5, 1).broadcastTo(Shape.of(2, 3, 4, 5, 6)));
          s.exact(s.fixed(-1, 1, 1).broadcastTo(Shape.of(13, 0)));
        });
    for (int length : new int[] {1, 13, 207, 1021}) {
      add(
          "reduce an axis of " + length,
          s -> {
            Tensor vector = s.fixed(-1, 1, length);
            Tensor rows = s.fixed(-1, 1, 3, length);
            Tensor columns = s.fixed(-1, 1, length, 3);
            Tensor middle = s.fixed(-1, 1, 2, length, 3);
            sumAndMaximum(s, vector, List.of(0), length);
            sumAndMaximum(s, rows, List.of(1), length);
            sumAndMaximum(s, rows, List.of(0, 1), 3 * length);
            sumAndMaximum(s, columns, List.of(0), length);
            sumAndMaximum(s, middle, List.of(1), length);
            sumAndMaximum(s, middle, List.of(0, 2), 6);
          });
    }
    add(
        "reduce beside the batch",
        s -> {
          Tensor x = s.batch(-1, 1, 5, 1, 7);
          sumAndMaximum(s, x, List.of(1), 5);
          sumAndMaximum(s, x, List.of(2), 1);
          sumAndMaximum(s, x, List.of(3), 7);
          sumAndMaximum(s, x, List.of(1, 3), 35);
          sumAndMaximum(s, x, List.of(1, 2, 3), 35);
        });
    add(
        "reduce along the batch",
        s -> {
          Tensor x = s.batch(-1, 1, 3, 5);
          for (List<Integer> axes : List.of(List.of(0), List.of(0, 2), List.of(0, 1, 2))) {
            Tensor perSample = Tensor.batchSize().times(15);
            s.within(x.abs().sum(axes).times(perSample.plus(1)), x.sum(axes));
          }
          Tensor scalars = s.batch(-1, 1);
          s.within(scalars.abs().sum().times(Tensor.batchSize().plus(1)), scalars.sum());
          s.exact(x.max(0));
          s.exact(scalars.max(0));
        });
    add(
        "reduce nothing",
        s -> {
          Tensor empty = s.fixed(-1, 1, 3, 0);
          s.exact(empty.sum(1));
          s.exact(empty.max(1));
          s.exact(empty.sum(0));
          s.exact(empty.sum());
        });
  }

  private static void sumAndMaximum(Scenario s, Tensor x, List<Integer> axes, int length) {
    s.within(x.abs().sum(axes).times(length), x.sum(axes));
    Tensor maximum = x;
    for (int i = axes.size() - 1; i >= 0; i--) {
      maximum = maximum.max(axes.get(i));
    }
    s.exact(maximum);
  }

  private void moved() {
    add(
        "reshape",
        s -> {
          Tensor x = s.batch(-1, 1, 12);
          s.exact(x.reshape(Shape.batchOf(3, 4)));
          s.exact(x.reshape(Shape.batchOf(2, 1, 6)).reshape(Shape.batchOf(4, 3)));
          s.exact(s.batch(-1, 1, 1).reshape(Shape.batchOf()));
          s.exact(s.batch(-1, 1).expand(1));
          s.exact(s.fixed(-1, 1, 1, 1).reshape(Shape.scalar()));
          s.exact(s.fixed(-1, 1).reshape(Shape.of(1, 1, 1)));
          s.exact(s.fixed(-1, 1, 13, 207).reshape(Shape.of(207, 13)));
          s.exact(s.fixed(-1, 1, 3, 0).reshape(Shape.of(0, 7)));
        });
    add(
        "transpose",
        s -> {
          s.exact(s.batch(-1, 1, 3, 5).transpose(List.of(0, 2, 1)));
          s.exact(s.batch(-1, 1, 2, 3, 5).transpose(List.of(0, 3, 1, 2)));
          s.exact(s.fixed(-1, 1, 13, 207).transpose(List.of(1, 0)));
          s.exact(s.fixed(-1, 1, 1021, 1).transpose(List.of(1, 0)));
          s.exact(s.fixed(-1, 1, 2, 3, 5).transpose(List.of(1, 2, 0)));
          s.exact(s.fixed(-1, 1, 2, 3, 5, 7).transpose(List.of(2, 0, 3, 1)));
          s.exact(s.fixed(-1, 1, 7).transpose(List.of(0)));
        });
    add(
        "slice",
        s -> {
          s.exact(s.batch(-1, 1, 13).slice(1, 0, 13));
          s.exact(s.batch(-1, 1, 13).slice(1, 5, 3));
          s.exact(s.batch(-1, 1, 13).slice(1, 13, 0));
          s.exact(s.batch(-1, 1, 3, 7, 2).slice(2, 6, 1));
          s.exact(s.fixed(-1, 1, 1021).slice(0, 207, 13));
          s.exact(s.fixed(-1, 1, 7, 13).slice(0, 1, 5).slice(1, 3, 9));
        });
    add(
        "pad",
        s -> {
          s.exact(s.batch(-1, 1, 13).pad(1, 0, 0));
          s.exact(s.batch(-1, 1, 13).pad(1, 2, 1));
          s.exact(s.batch(-1, 1, 3, 7, 2).pad(2, 1, 3));
          s.exact(s.fixed(-1, 1, 7, 13).pad(0, 3, 1).pad(1, 0, 5));
          s.exact(s.fixed(-1, 1, 0).pad(0, 3, 4));
        });
    add(
        "concat",
        s -> {
          Tensor x = s.batch(-1, 1, 3);
          s.exact(Tensor.concat(1, List.of(x)));
          s.exact(Tensor.concat(1, List.of(x, s.batch(-1, 1, 1), x, s.batch(-1, 1, 0), x)));
          s.exact(Tensor.concat(2, List.of(s.batch(-1, 1, 5, 2, 3), s.batch(-1, 1, 5, 1, 3))));
          s.exact(Tensor.concat(0, List.of(s.fixed(-1, 1, 207), s.fixed(-1, 1, 13))));
          s.exact(Tensor.concat(1, List.of(s.fixed(-1, 1, 7, 1), s.fixed(-1, 1, 7, 13))));
        });
    add(
        "moves after one another",
        s -> {
          Tensor x = s.batch(-1, 1, 4, 6);
          Tensor turned = x.transpose(List.of(0, 2, 1));
          s.exact(turned.reshape(Shape.batchOf(24)));
          s.exact(turned.slice(1, 1, 4).pad(2, 1, 1).reshape(Shape.batchOf(6, 4)));
          s.exact(Tensor.concat(1, List.of(turned, turned)).transpose(List.of(0, 2, 1)));
          s.exact(x.slice(1, 1, 1).broadcastTo(Shape.batchOf(3, 6)).slice(2, 2, 3));
          s.exact(turned.max(1).expand(2).broadcastTo(Shape.batchOf(4, 3)));
        });
  }

  private void products() {
    int[][] sizes = {
      {1, 1, 1},
      {1, 13, 207},
      {13, 207, 1},
      {207, 1, 13},
      {13, 1021, 7},
      {17, 33, 65},
      {64, 64, 64},
      {3, 0, 5},
      {0, 3, 5},
      {5, 3, 0}
    };
    for (boolean transposeA : new boolean[] {false, true}) {
      for (boolean transposeB : new boolean[] {false, true}) {
        String transposes = (transposeA ? "T" : "N") + (transposeB ? "T" : "N");
        add(
            "matMul " + transposes,
            s -> {
              for (int[] mkn : sizes) {
                Tensor a =
                    transposeA ? s.fixed(-1, 1, mkn[1], mkn[0]) : s.fixed(-1, 1, mkn[0], mkn[1]);
                Tensor b =
                    transposeB ? s.fixed(-1, 1, mkn[2], mkn[1]) : s.fixed(-1, 1, mkn[1], mkn[2]);
                product(s, a, b, transposeA, transposeB, Tensor.scalar(mkn[1]));
              }
            });
      }
    }
    add(
        "matMul with the batch as rows",
        s -> {
          for (int[] kn : new int[][] {{1, 1}, {13, 7}, {7, 33}, {207, 3}}) {
            Tensor x = s.batch(-1, 1, kn[0]);
            product(s, x, s.fixed(-1, 1, kn[0], kn[1]), false, false, Tensor.scalar(kn[0]));
            product(s, x, s.fixed(-1, 1, kn[1], kn[0]), false, true, Tensor.scalar(kn[0]));
          }
        });
    add(
        "matMul with the batch summed over",
        s -> {
          for (int[] mn : new int[][] {{1, 1}, {13, 7}, {7, 33}}) {
            Tensor a = s.batch(-1, 1, mn[0]);
            Tensor b = s.batch(-1, 1, mn[1]);
            product(s, a, b, true, false, Tensor.batchSize());
          }
        });
    add(
        "matMul of what other operations made",
        s -> {
          Tensor x = s.batch(-1, 1, 4, 6);
          Tensor w = s.parameter(-1, 1, 6, 4);
          Tensor flat = x.transpose(List.of(0, 2, 1)).reshape(Shape.batchOf(24)).slice(1, 3, 6);
          s.measured(flat.matMul(w));
          s.measured(flat.matMul(w.times(2).plus(w.square())));
          s.measured(flat.plus(1).matMul(w.transpose(List.of(1, 0)).reshape(Shape.of(6, 4))));
          s.measured(w.matMul(w.transpose(List.of(1, 0))));
          s.measured(w.slice(1, 1, 2).matMul(s.fixed(-1, 1, 1).broadcastTo(Shape.of(2, 3))));
        });
  }

  private static void product(
      Scenario s, Tensor a, Tensor b, boolean transposeA, boolean transposeB, Tensor inner) {
    Tensor magnitude = Tensor.of(new MatMul(a.abs(), b.abs(), transposeA, transposeB));
    s.within(magnitude.times(inner.plus(1)), Tensor.of(new MatMul(a, b, transposeA, transposeB)));
  }

  private void composites() {
    add(
        "softmax",
        s -> {
          for (Tensor x :
              List.of(
                  s.batch(-5, 5, 1),
                  s.batch(-5, 5, 13),
                  s.batch(-5, 5, 3, 5),
                  s.batch(-80, 80, 13),
                  s.fixed(-1, 1, 1021),
                  s.fixed(-5, 5, 2, 3, 207))) {
            // Subtracting the maximum costs roundings in proportion to the numbers
            int last = x.shape().rank() - 1;
            Tensor distance = x.minus(x.max(last).expand(last)).abs();
            s.within(x.softmax().times(distance.plus(2 * TRANSCENDENTAL)), x.softmax());
          }
          Tensor far = Tensor.constant(TensorData.of(new float[] {1000, 0, -1000, 999}, 4));
          s.within(2 * TRANSCENDENTAL, far.softmax());
        });
    add(
        "custom composites run by their lowering",
        s -> {
          Tensor x = s.batch(-1, 1, 3);
          Tensor inner =
              Tensor.of(
                  new CustomComposite(
                      "testkit/swish",
                      List.of(x),
                      Map.of("beta", "2"),
                      in -> in.get(0).times(in.get(0).times(2).sigmoid())));
          Tensor outer =
              Tensor.of(
                  new CustomComposite(
                      "testkit/mixed",
                      List.of(inner, x),
                      Map.of(),
                      in -> in.get(0).softmax().plus(in.get(1))));
          s.measured(inner);
          s.measured(outer);
          s.measured(outer.softmax().sum());
        });
  }

  private void together() {
    add(
        "dense layers with activations",
        s -> {
          Tensor x = s.batch(-1, 1, 13);
          Tensor layer = x.matMul(s.parameter(-1, 1, 13, 7)).plus(s.parameter(-1, 1, 7));
          s.measured(layer.relu());
          s.measured(layer.tanh());
          s.measured(layer.sigmoid());
          s.measured(layer.softplus());
          s.measured(layer.softmax());
          s.measured(layer.maximum(layer.times(0.1f)));
          s.measured(layer.clip(-0.5f, 0.5f));
          s.measured(layer.times(layer.dividedBy(1.4142135f).erf().plus(1)).times(0.5f));
          s.measured(layer.relu().matMul(s.parameter(-1, 1, 7, 5)).plus(s.parameter(-1, 1, 5)));
        });
    add(
        "losses",
        s -> {
          Tensor x = s.batch(0, 1, 7);
          Tensor logits = s.batch(-3, 3, 7);
          s.measured(x.minus(logits.sigmoid()).square().mean());
          s.measured(logits.softplus().minus(x.times(logits)).sum(List.of(1)).mean());
          s.measured(x.minus(logits).abs().mean());
        });
    add(
        "a long chain of element-wise operations",
        s -> {
          Tensor x = s.batch(-1, 1, 5);
          Tensor row = s.parameter(-1, 1, 5);
          Tensor column = s.batch(-1, 1, 1);
          Tensor y = x;
          for (int i = 0; i < 10; i++) {
            y = y.times(row).plus(column).tanh().minus(x.times(0.5f)).maximum(y.negate());
          }
          s.measured(y);
          s.measured(y.sum());
        });
    add(
        "one tensor used many times",
        s -> {
          Tensor x = s.batch(-1, 1, 5);
          Tensor e = x.exp();
          Tensor same = x.exp();
          s.measured(e);
          s.measured(e.plus(same).times(e).minus(e.square()));
          s.measured(e.sum(1).expand(1).plus(e));
          s.measured(e.transpose(List.of(0, 1)).times(e.sum(0)));
        });
    add(
        "a graph 2,000 operations deep",
        s -> {
          Tensor x = s.batch(-1, 1, 3);
          Tensor y = x;
          for (int i = 0; i < 1000; i++) {
            y = y.times(0.5f).plus(x);
          }
          s.atBatchSizes(1, 13);
          s.measured(y);
        });
    add(
        "a program with 200 results",
        s -> {
          Tensor x = s.batch(-1, 1, 3);
          for (int i = 0; i < 200; i++) {
            s.measured(x.times(i));
          }
        });
    add(
        "samples without elements",
        s -> {
          Tensor x = s.batch(-1, 1, 0);
          s.exact(x.exp());
          s.exact(x.sum(1));
          s.exact(x.matMul(s.fixed(-1, 1, 0, 3)));
        });
  }

  private static String lower(Enum<?> kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
